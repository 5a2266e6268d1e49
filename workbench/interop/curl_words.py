"""A curl command read as the request that curl would send; nothing is run and no file is opened.

Understood are commands as people write and as browsers copy them: POSIX quoting, `$'...'`, line
continuations, and the caret quoting of Windows' cmd. Options are told apart by whether they take a
value (curl's manual page), so that an unknown one never swallows the URL.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from urllib.parse import quote

from workbench.errors import InputError
from workbench.model.request import Pair

LONGEST = 256 * 1024

# Options that are understood and take a value: how they are written -> what they mean.
_UNDERSTOOD = {
    "-X": "method",
    "--request": "method",
    "-H": "header",
    "--header": "header",
    "-A": "agent",
    "--user-agent": "agent",
    "-e": "referer",
    "--referer": "referer",
    "-b": "cookie",
    "--cookie": "cookie",
    "-u": "user",
    "--user": "user",
    "--oauth2-bearer": "user",
    "-d": "data",
    "--data": "data",
    "--data-raw": "data",
    "--data-binary": "data",
    "--data-ascii": "data",
    "--json": "data",
    "--data-urlencode": "encoded",
    "--url-query": "query",
    "--url": "url",
}
# Flags that are understood.
_FLAGS = {"-G": "get", "--get": "get", "-I": "head", "--head": "head"}
# Options that take a value and say nothing of the request's bytes.
_WITH_VALUE_WRITTEN = """
-o --output -m --max-time --connect-timeout -x --proxy --cacert --capath -E --cert --key
--cert-type --key-type --pass --resolve --connect-to --interface -T --upload-file -F --form
--form-string -w --write-out -c --cookie-jar -D --dump-header --retry --retry-delay
--retry-max-time -r --range -y --speed-time -Y --speed-limit --limit-rate --max-redirs
--max-filesize --ciphers --tls13-ciphers --tls-max --curves --unix-socket --abstract-unix-socket
-K --config --noproxy -U --proxy-user --proxy-header --proto --proto-redir --proto-default
--dns-servers --doh-url --trace --trace-ascii --stderr --keepalive-time --local-port --aws-sigv4
--pinnedpubkey -z --time-cond -t --telnet-option -C --continue-at --request-target
--haproxy-clientip --variable --rate --output-dir --netrc-file --alt-svc --hsts --etag-save
--etag-compare --expect100-timeout --happy-eyeballs-timeout-ms
"""
_WITH_VALUE = frozenset(_WITH_VALUE_WRITTEN.split())
_ANSI_C = re.compile(r"\$'((?:[^'\\]|\\.)*)'", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|(.))", re.DOTALL
)
_ESCAPES = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "e": "\x1b",
}
_CARET = re.compile(r"\^(\r?\n\s*|.)", re.DOTALL)


@dataclass(slots=True)
class CurlRequest:
    """What a curl command asks for. `without` names defaults that it takes out; `left_out` says
    what of it is not part of this request, in words."""

    url: str = ""
    method: str = ""
    headers: list[Pair] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def is_curl(text: str) -> bool:
    """Whether a text begins as a curl command."""
    return re.match(r"\s*(?:[$>%]\s+)?curl(?:\.exe)?\s", text[:80]) is not None


def read_curl(text: str) -> CurlRequest:
    """The request of the first curl command in a text. Raises `InputError` saying what is wrong."""
    words = _words(text)
    found = CurlRequest()
    query: list[str] = []
    data = 0
    as_query = False
    at = 1
    while at < len(words):
        word = words[at]
        at += 1
        name, value = _option(word)
        if not name:
            if found.url:
                found.left_out.append("a second URL")
            else:
                found.url = word
            continue
        if name in _UNDERSTOOD or name in _WITH_VALUE:
            if value is None:
                if at >= len(words):
                    raise InputError(f"curl's {name} has no value", "copy the whole command")
                value = words[at]
                at += 1
            meaning = _UNDERSTOOD.get(name, "")
            if meaning in ("data", "encoded"):
                data += 1
                query.append(value if meaning == "data" else _encoded(value))
            elif meaning == "query":
                found.url = _with_query(found.url, [value]) if found.url else found.url
            else:
                _take(found, meaning, value)
        elif _FLAGS.get(name) == "get":
            as_query = True
        elif _FLAGS.get(name) == "head":
            found.method = found.method or "HEAD"
    if not found.url:
        raise InputError("the curl command names no URL", "copy the whole command")
    if "://" not in found.url:
        found.url = f"http://{found.url}"
    if as_query:
        found.url = _with_query(found.url, query)
    elif data:
        found.method = found.method or "POST"
        found.left_out.append("the body")
    found.method = found.method or "GET"
    return found


def _take(found: CurlRequest, meaning: str, value: str) -> None:
    if meaning == "url":
        found.url = found.url or value
    elif meaning == "method":
        found.method = value
    elif meaning == "agent":
        found.headers.append(("User-Agent", value))
    elif meaning == "referer":
        found.headers.append(("Referer", value))
    elif meaning == "cookie":
        found.left_out.append("cookies")
    elif meaning == "user":
        found.left_out.append("credentials")
    elif meaning == "header":
        _take_header(found, value)


def _take_header(found: CurlRequest, line: str) -> None:
    if line.startswith("@"):
        found.left_out.append(f"headers from the file {line[1:60]}")
        return
    name, colon, value = line.partition(":")
    if colon and not value.strip():
        found.without.append(name.strip())
    elif colon:
        found.headers.append((name.strip(), value.strip()))
    elif line.endswith(";"):
        found.headers.append((line[:-1].strip(), ""))


def _option(word: str) -> tuple[str, str | None]:
    """Its name and a value joined to it; no name where the word is no option."""
    if not word.startswith("-") or word == "-":
        return "", None
    if word.startswith("--"):
        name, equals, value = word.partition("=")
        return name, value if equals else None
    for place, letter in enumerate(word[1:], 1):
        name = f"-{letter}"
        if name in _UNDERSTOOD or name in _WITH_VALUE:
            return name, word[place + 1 :] or None
        if name in _FLAGS:
            return name, None
    return word[:2], None


def _words(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise InputError("the curl command is longer than 256 KiB", "paste the command alone")
    command = text.strip()
    command = re.sub(r"^[$>%]\s+", "", command)
    if '^"' in command or re.search(r"\^\r?\n", command):
        command = _CARET.sub(lambda m: "" if m[1].strip() == "" else m[1], command)
    command = _ANSI_C.sub(lambda m: shlex.quote(_ESCAPE.sub(_escaped, m[1])), command)
    command = re.sub(r"\\\r?\n", " ", command)
    lexer = shlex.shlex(command, posix=True, punctuation_chars=";|&\n")
    lexer.whitespace = " \t\r"
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        for word in lexer:
            if word and not word.strip(";|&\n"):
                break
            words.append(word)
    except ValueError as error:
        raise InputError(
            f"the curl command cannot be read: {str(error).lower()}", "copy the whole command"
        ) from None
    return words


def _escaped(match: re.Match[str]) -> str:
    two, four, eight, octal, letter = match.groups()
    if letter is not None:
        return _ESCAPES.get(letter, letter)
    number = int(octal, 8) if octal is not None else int(two or four or eight, 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _encoded(value: str) -> str:
    """What `--data-urlencode` makes of `content`, `=content` or `name=content`."""
    name, equals, content = value.partition("=")
    if not equals:
        return quote(value, safe="")
    return f"{name}={quote(content, safe='')}" if name else quote(content, safe="")


def _with_query(url: str, parts: list[str]) -> str:
    if not parts:
        return url
    bare, mark, fragment = url.partition("#")
    joint = "&" if "?" in bare else "?"
    return bare + joint + "&".join(parts) + mark + fragment
