"""Every finding is told in French as well: same meaning, same technical names, nothing loaded
before it is asked for."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.finding_cases import CASES, Case
from tests.finding_cases.building import asked
from workbench import inspection
from workbench.capture.conditions import CONDITIONS, WAITS
from workbench.inspection.findings import CATALOGUE, Rule
from workbench.inspection.findings.french import FRENCH, French, seen_in_french, source_in_french
from workbench.inspection.findings.french.failed_calls import hint_in_french, message_in_french
from workbench.inspection.findings.french.framing import ODDITIES
from workbench.inspection.findings.french.text import in_french
from workbench.inspection.findings.wording import sentence
from workbench.inspection.findings.words import (
    ACTOR_WORDS,
    HEADINGS,
    LANGUAGES,
    NEED_WORDS,
    SEVERITY_WORDS,
    explained,
    told,
)
from workbench.inspection.scopes import SCOPES, meaning, short_names
from workbench.inspection.summary import summary_lines
from workbench.model.capture import Failure
from workbench.model.finding import SEVERITIES, Finding

# Names that a French text must not translate: parameters, headers, options, codes, addresses.
_TECHNICAL = re.compile(
    r"--?[a-z][a-z-]+\b(?=[ ).,:]|$)"  # --ca
    r"|\b[a-z]+(?:_[a-z]+)+\b"  # redirect_uri
    r"|\b[a-z]+[A-Z][A-Za-z]+\b"  # recipientId
    r"|\b[A-Z]+(?:_[A-Z]+)+\b"  # ACCOUNT_BASIC
    r"|\b[A-Z][a-z]+(?:-[A-Z][a-z]+)+\b"  # Cache-Control
    r"|\b(?:no-store|frame-ancestors|form-action|x-api-key|flinks-auth-key|camelCase|snake_case)\b"
    r"|\b(?:REF|PKCE|GET|POST|OAuth|Location|Accept|Pragma|SameSite|HttpOnly|NTP|Referer|noscript)\b"
    r"|\bhttps?://\S+|%2B|\b\d{3,}\b|/[A-Za-z]+(?:/[A-Za-z]+)*\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|it|is|of|was|which|with|must|and|not|that|from|this|they|send|use)\b", re.IGNORECASE
)
_OPTION = re.compile(r"--[a-z-]+")


def _names(text: str) -> set[str]:
    return {name for name in _TECHNICAL.findall(text) if not name.startswith("-")} | set(
        _OPTION.findall(text)
    )


def test_no_finding_lacks_its_french_text_and_no_text_lacks_its_finding() -> None:
    assert FRENCH.keys() == {rule.id for rule in CATALOGUE}


@pytest.mark.parametrize("rule", CATALOGUE, ids=lambda rule: rule.id)
def test_the_french_says_cause_and_what_to_do_with_the_same_names(rule: Rule) -> None:
    french = FRENCH[rule.id]
    assert french.title != rule.title
    assert french.explanation != rule.explanation
    assert not french.title.endswith(".")
    assert french.explanation.endswith((".", "?"))
    assert french.title[0].isupper() or not rule.title[0].isupper()
    together = f"{french.title} {french.explanation}"
    typeset = together.replace("Cache-Control: no-store", "")
    assert _names(f"{rule.title} {rule.explanation}") <= _names(together)
    assert together.count("«") == together.count("»")
    assert '"' not in together
    assert not re.search(r"(?<!\u00a0):(?= )|« | »| [;?!]", typeset), "spaces of Quebec usage"
    # A word or two of English may be a name; a sentence is not.
    assert len(_ENGLISH.findall(together)) <= 1, together


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_was_seen_is_told_in_french(case: Case) -> None:
    for exchange in (case.fires, case.silent):
        for finding in exchange.findings:
            if finding.seen:
                assert_seen_in_french(finding)


def assert_seen_in_french(finding: Finding) -> None:
    said = seen_in_french(finding.id, finding.seen)
    assert said.isprintable() or "\u00a0" in said
    # Without a letter, such as `"x".`, there is nothing to translate.
    untouched = re.sub(r'"[^"]*"', "", finding.seen)
    if re.search(r"[A-Za-z]{2}", untouched) and not untouched.startswith("http to"):
        assert said != finding.seen


def test_every_template_has_the_same_places_in_both_languages() -> None:
    for name, french in FRENCH.items():
        for english, said in french.seen:
            places = re.findall(r"\{[a-z_|]+\}", english)
            assert set(re.findall(r"\{[a-z_|]+\}", said)) <= set(places), name
            assert english.count("[") == said.count("["), name


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ('The host is "a.example".', "L'hôte est «\u00a0a.example\u00a0»."),
        ("Missing: REF, lang and 2 more.", "Absents\u00a0: REF, lang et 2 autres."),
        ("Missing: REF and lang.", "Absents\u00a0: REF et lang."),
        ("Missing: REF.", "Absents\u00a0: REF."),
        ("Something new.", "Something new."),
    ],
)
def test_values_are_kept_and_only_the_words_around_them_change(english: str, french: str) -> None:
    templates = (
        ("The host is {host}.", "L'hôte est {host}."),
        ("Missing: {names|list}.", "Absents : {names|list}."),
    )
    assert in_french(english, templates) == french


def test_parts_that_may_be_missing_are_told_where_they_are_there() -> None:
    french = French(
        "", "", (("It is {n|number}.[ Quote {id}.]", "C'est {n|number}.[ À citer : {id}.]"),)
    )
    assert in_french("It is 1,503.", french.seen) == "C'est 1\u00a0503."
    assert (
        in_french('It is 503. Quote "x".', french.seen)
        == "C'est 503. À citer\u00a0: «\u00a0x\u00a0»."
    )


def test_a_hostile_value_costs_little_and_says_nothing_else() -> None:
    hostile = '; the state says "." ' * 60
    text = f"Asked {hostile}; the state says {hostile}."
    assert hostile.strip()[:20] in seen_in_french("state.return-differs", text[:1400])
    assert seen_in_french("state.return-differs", text * 10) == text * 10


# Oddities of which no finding speaks.
_UNTOLD = frozenset({"interim", "trailers", "chunk-extension", "coding-members", "non-ascii"})
# Oddities whose words end in one of several ways.
_ENDINGS = {
    "not-http": (
        "The answer begins with no HTTP/1 status line",
        ("", ": x", "; it looks like SSH"),
        "Aucune ligne d'état",
    ),
    "body-not-allowed": (
        "7 bytes came where",
        (" an answer to HEAD has no body", " status 204 has no body"),
        "7 octets sont venus",
    ),
    "bytes-after-end": (
        "7 bytes after the end of the answer",
        ("", " (a second answer)"),
        "7 octets après",
    ),
}


def _oddities() -> Iterator[tuple[str, str]]:
    """Code and words of every oddity that the readers can tell, values written as 7."""
    for path in sorted(Path(inspection.__path__[0]).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in ("Oddity", "_note"):
                continue
            texts = [one for one in node.args if isinstance(one, ast.Constant | ast.JoinedStr)][:2]
            if len(texts) == 2 and isinstance(texts[0], ast.Constant):
                code = str(texts[0].value)
                if code not in _UNTOLD and code not in _ENDINGS:
                    yield code, _written(texts[1])


def _written(text: ast.Constant | ast.JoinedStr) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    return "".join(str(v.value) if isinstance(v, ast.Constant) else "7" for v in text.values)


def test_every_oddity_of_the_bytes_has_its_french_words() -> None:
    found = list(_oddities())
    assert len(found) > 40
    for code, words in found:
        told = sentence(words)
        assert in_french(told, ODDITIES) != told or words.startswith("Transfer-Encoding"), code
    for words, endings, french in _ENDINGS.values():
        for ending in endings:
            assert in_french(f"{words}{ending}", ODDITIES).startswith(french)


def test_words_around_findings_are_there_in_every_language() -> None:
    for language in LANGUAGES:
        assert SEVERITY_WORDS[language].keys() == set(SEVERITIES)
        assert ACTOR_WORDS[language].keys() == ACTOR_WORDS["en"].keys()
        assert NEED_WORDS[language].keys() == NEED_WORDS["en"].keys()
        assert all(HEADINGS[language])
        for rule in CATALOGUE:
            lines = dict(explained(rule, language).lines)
            assert len(lines) >= 3
            assert all(lines.values())


def test_a_finding_in_french_is_french_as_a_whole() -> None:
    finding = next(f for f in CASES[0].fires.findings if f.id == CASES[0].id)
    french = told(finding, "fr")
    assert french.severity == "erreur"
    assert french.title == "L'appel passe en clair"
    assert french.seen == "http vers «\u00a0toolbox-api.private.fin.ag\u00a0»."
    assert french.explanation.endswith("utilisez https.")
    english = told(finding)
    assert f"{english.seen} {english.explanation}" == finding.detail


def test_sources_are_named_in_french_and_documents_keep_their_names() -> None:
    assert source_in_french("OpenAPI of the endpoint; RFC 6749 3.1") == (
        "OpenAPI du point d'accès; RFC 6749 3.1"
    )
    left = {source_in_french(rule.source) for rule in CATALOGUE}
    assert not any(
        re.search(r"\b(?:of the endpoint|house|inferred|signatures of)\b", source)
        for source in left
    ), left


def test_judging_loads_no_french() -> None:
    script = (
        "import sys\n"
        "from workbench import inspect\n"
        "assert inspect(b'HTTP/1.1 400 Bad\\r\\n\\r\\n{}').findings\n"
        "print([name for name in sys.modules if 'french' in name])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


def test_scopes_are_said_in_french_and_unknown_ones_are_said_to_be_unknown() -> None:
    for scope in SCOPES:
        assert meaning(scope.token, "fr") == scope.meaning_fr != scope.meaning
    assert meaning("TAX_FORMS", "fr") is None
    tokens = ["ACCOUNT_BASIC", "ACCOUNT_DETAILED", "STATEMENTS", "TAX_FORMS", "CUSTOMER_CONTACT"]
    assert short_names(tokens, "fr") == [
        "comptes de base et détaillés",
        "relevés",
        "TAX_FORMS (inconnu)",
        "coordonnées",
    ]
    assert short_names(tokens) == [
        "basic and detailed accounts",
        "statements",
        "TAX_FORMS (unknown)",
        "contact details",
    ]


def test_the_summary_is_french_as_a_whole() -> None:
    allowed = re.compile(r"https?://\S+|\([a-z]+\.[a-z0-9-]+[^)]*\)|«[^»]*»|=\S+")
    for case in CASES:
        for line in summary_lines(case.fires, "fr"):
            words = allowed.sub(" ", line.value)
            if line.label not in ("rejeté", "environnement") and "Message de l'appel" not in words:
                assert len(_ENGLISH.findall(words)) <= 2, (case.id, line)
    labels = {line.label for case in CASES for line in summary_lines(case.fires, "fr")}
    english = {line.label for case in CASES for line in summary_lines(case.fires)}
    assert len(labels) == len(english)
    assert not labels & english


_WORDS = {
    **dict.fromkeys(("where", "host", "names"), "a.example:443"),
    "total": "30 s",
    "bound": "5 s",
    "got": "7 bytes",
    "kept": "7 bytes had come and are kept",
    "head_limit": "256 KiB",
    "wire_limit": "16 MiB",
    "first_line": '"SSH-2.0"',
    "ours": "TLS 1.2 to 1.3",
    "trust": "--insecure looks at the answer all the same",
    "on_end": " on 2026-11-24",
    "on_start": ", only from 2026-11-24 on",
    "issuer": ": CN=x",
    "bad_line": 'line 3 ("x")',
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_way_a_call_fails_is_told_in_french(name: str) -> None:
    condition = CONDITIONS[name]
    for waited in WAITS.values():
        detail = "bad certificate" if condition.kind == "tls" else "7 of 9 bytes had come"
        words = {**_WORDS, "detail": detail, "waited": waited.format_map(_WORDS)}
        message, hint = condition.message.format_map(words), condition.hint.format_map(words)
        for english, french in (
            (message, message_in_french(message)),
            (hint, hint_in_french(hint)),
        ):
            assert french != english, english
            assert not _ENGLISH.findall(french), french
            assert "bytes" not in french
        said = seen_in_french("failure.timeout", f"{message}.")
        assert said == f"{message_in_french(message)}."


def test_a_failed_call_is_french_as_a_whole() -> None:
    message = "not done within 30 s: still waiting for the rest of the answer from a.example:443"
    hint = "7 bytes had come and are kept; --timeout gives more time"
    failure = Failure("timeout", "deadline", "receive", message, hint)
    exchange = asked(b"HTTP/1.1 302 Found\r\n", failure=failure)
    came = next(line.value for line in summary_lines(exchange, "fr") if line.label == "reçu")
    assert came == (
        "pas de réponse complète\u00a0: pas terminé en 30 s\u00a0: on attendait encore le reste de "
        "la réponse de a.example:443 (20 octets étaient arrivés); 7 octets étaient arrivés et sont "
        "conservés; --timeout donne plus de temps"
    )
