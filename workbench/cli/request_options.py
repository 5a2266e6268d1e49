"""The options that say what to send and how, shared by the commands that send."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workbench.cli.opening import open_workbench
from workbench.errors import InputError
from workbench.model.capture import Limits, Trust
from workbench.model.request import Pair
from workbench.service.composing import Given
from workbench.service.workbench import Workbench
from workbench.vocabulary import FIELDS


def add_request_options(parser: argparse.ArgumentParser) -> None:
    """Where to, which parameters, which headers."""
    where = parser.add_argument_group("where to")
    where.add_argument("--instance", help="the instance in https://INSTANCE-api.private.fin.ag")
    where.add_argument("--base-url", metavar="URL", help="a whole base URL instead")
    where.add_argument("--url", help="a whole URL, sent as it stands")
    where.add_argument("--method", default="GET", help="the method (GET)")
    what = parser.add_argument_group("parameters (each may be given twice; empty is sent empty)")
    for field in FIELDS:
        what.add_argument(field.flag, action="append", metavar="V", help=field.help)
    what.add_argument(
        "--param", action="append", default=[], metavar="K=V", help="any other parameter"
    )
    heads = parser.add_argument_group("headers")
    heads.add_argument("--accept", help="the Accept header (text/plain)")
    heads.add_argument(
        "--header",
        action="append",
        default=[],
        metavar="K:V",
        help="any header; @FILE reads them from a file, one a line, @- from standard input",
    )
    heads.add_argument(
        "--without-header",
        action="append",
        default=[],
        metavar="K",
        help="leave a default header out",
    )


def add_call_options(parser: argparse.ArgumentParser, *, may_forget: bool = True) -> None:
    """How the call is made and, where it `may_forget`, whether it is kept."""
    how = parser.add_argument_group("how")
    how.add_argument("--profile", help="a profile of config.toml fills what is not given")
    how.add_argument("--key-file", metavar="F", help="a file with the auth key")
    how.add_argument("--timeout", type=_seconds, metavar="S", help="total deadline (30)")
    how.add_argument("--connect-timeout", type=_seconds, metavar="S", help="for connecting")
    how.add_argument("--read-timeout", type=_seconds, metavar="S", help="for each read")
    how.add_argument("--insecure", action="store_true", help="do not verify the certificate")
    how.add_argument("--ca", metavar="FILE", help="trust this certificate authority too (PEM)")
    how.add_argument("--cert", metavar="FILE", help="client certificate with its key (PEM)")
    if may_forget:
        how.add_argument("--no-store", action="store_true", help="keep nothing of this call")
    how.add_argument("--yes", action="store_true", help="do not ask before a production call")
    how.add_argument("--dry-run", action="store_true", help="print the request bytes, send nothing")


def workbench_for_calls(options: argparse.Namespace) -> Workbench:
    """The workbench with the limits and the trust of these options."""
    workbench = open_workbench(options, key_file=options.key_file)
    profile = workbench.profile
    limits = profile.limits if profile else Limits()
    trust = profile.trust if profile else Trust()
    workbench.set_call(
        Limits(
            total_s=options.timeout or limits.total_s,
            connect_s=options.connect_timeout or limits.connect_s,
            read_s=options.read_timeout or limits.read_s,
        ),
        Trust(
            insecure=options.insecure or trust.insecure,
            ca=options.ca or trust.ca,
            cert=options.cert or trust.cert,
        ),
    )
    return workbench


def given_of(options: argparse.Namespace) -> Given:
    """What the options give; `InputError` where they contradict each other."""
    params = {
        field.keyword: tuple(values)
        for field in FIELDS
        if (values := getattr(options, field.flag.lstrip("-").replace("-", "_"))) is not None
    }
    extra = tuple(split_pair(text, "=", "--param") for text in options.param)
    if options.url is not None and (params or extra or options.base_url or options.instance):
        raise InputError(
            "--url is sent as it stands, so no parameter, instance or base URL goes with it",
            "put them into the URL, or leave --url out",
        )
    return Given(
        instance=options.instance,
        base_url=options.base_url,
        params=params,
        extra=extra,
        accept=options.accept,
        headers=tuple(header for text in options.header for header in _headers(text)),
        without_headers=tuple(options.without_header),
        method=options.method,
        url=options.url,
    )


def split_pair(text: str, mark: str, flag: str) -> Pair:
    """`K=V` as a pair; `InputError` names the flag where the mark is missing."""
    name, found, value = text.partition(mark)
    if not found or not name:
        raise InputError(f"{flag} {text[:60]!r} has no {mark!r}", f"write NAME{mark}VALUE")
    return name, value


def _headers(text: str) -> list[Pair]:
    if not text.startswith("@"):
        name, value = split_pair(text, ":", "--header")
        return [(name, value.removeprefix(" "))]
    try:
        if text == "@-":
            lines = sys.stdin.read().splitlines()
        else:
            lines = Path(text[1:]).expanduser().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        raise InputError(f"header file {text[1:]} cannot be read: {reason}") from None
    pairs: list[Pair] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, found, value = line.partition(":")
        if not found or not name:
            raise InputError(f"{text[1:]}:{number}: no header", "each line is NAME: VALUE")
        pairs.append((name, value.strip()))
    return pairs


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number <= 86_400:
        raise ValueError(text)
    return number


_seconds.__name__ = "number of seconds"
