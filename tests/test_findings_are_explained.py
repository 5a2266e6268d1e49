"""The catalogue at the prompt: listed, searched, explained, and told in the language asked for."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import jsonschema
import pytest

from tests.finding_cases.building import answer, page, refused, sealed
from tests.running import Person
from workbench.document.schema import schema_text
from workbench.inspection.findings import CATALOGUE
from workbench.inspection.findings.french import FRENCH
from workbench.inspection.findings.search import search

# Words as people have them from a screenshot or in their head, and the finding that is meant.
_SEARCHES = (
    ("Sorry, you have been blocked. Cloudflare Ray ID: 9a3b1c5d7e", "response.block-page"),
    ("Request unsuccessful. Incapsula incident ID: 123-456", "response.block-page"),
    ("Internet Security by Zscaler", "response.intercepted"),
    ("The field Lang must be a valid ISO-639-1 two letter code.", "error.lang"),
    ("error=access_denied", "location.error"),
    ("the user returns to the wrong address", "state.return-differs"),
    ("certificate expired", "tls.certificate-expiring"),
    ("REDIRECT URI FRAGMENT", "request.redirect-uri-fragment"),
    ("uri-fragment", "request.redirect-uri-fragment"),
    ("misspeled paramter", "request.parameter-misspelt"),
    ("page blanche", "response.csp-blocks-form"),
    ("pare feu", "response.block-page"),
    ("temoin session", "response.cookie-insecure"),
    ("TÉMOINS volés", "response.cookie-insecure"),
    ("horloge retarde", "response.clock-skew"),
    ("appels trop", "response.rate-limited"),
    ("adresse de retour encodée deux fois", "request.redirect-uri-double-encoded"),
    ("cross site scripting", "page.reflected"),
    ("no PKCE", "page.pkce-absent"),
)


@pytest.mark.parametrize(("words", "meant"), _SEARCHES, ids=[meant for _, meant in _SEARCHES])
def test_words_in_either_language_find_what_is_meant(words: str, meant: str) -> None:
    found = [rule.id for rule in search(words)]
    assert meant in found[:5], found
    assert len(found) <= 10


def test_word_order_accents_and_case_do_not_matter() -> None:
    asked = ("Adresse de RETOUR encodée", "encodee retour de adresse", "retour encodée adresse de")
    results = {tuple(rule.id for rule in search(words)) for words in asked}
    assert len(results) == 1


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert search("the answer is the page of the user with hsts")[0].id == "response.hsts-missing"


@pytest.mark.parametrize("words", ["", "   ", "?!", "xyzzyplugh qqqq"])
def test_words_that_say_nothing_find_nothing(words: str) -> None:
    assert search(words) == ()


def test_each_title_finds_its_own_finding_in_both_languages() -> None:
    for rule in CATALOGUE:
        for title in (rule.title, FRENCH[rule.id].title):
            assert rule.id in [found.id for found in search(title)], title


def test_the_catalogue_is_listed_searched_and_explained(person: Person) -> None:
    listed = person.run("findings").text.splitlines()
    assert len(listed) == len(CATALOGUE)
    errors = person.run("findings", "--severity", "error").text.splitlines()
    assert all(line.startswith("E ") for line in errors)
    assert len(errors) == sum(rule.severity == "error" for rule in CATALOGUE)
    found = person.run("findings", "--search", "cloudflare ray id").text.splitlines()
    assert 1 <= len(found) <= 10
    assert found[0].startswith("E response.block-page")
    explained = person.run("findings", "response.status-undocumented").text
    for words in ("(warning)", "who must act: Flinks", "needs: the head of the answer", "source:"):
        assert words in explained
    assert "yields to: redirect.permanent, redirect.keeps-method" in explained


def test_a_finding_is_explained_in_french(person: Person) -> None:
    said = person.run("findings", "request.redirect-uri-http", "--language", "fr").text
    assert said.startswith(
        "request.redirect-uri-http\u00a0: Le rappel (callback) arriverait en clair"
    )
    assert "(erreur)" in said
    assert "qui doit agir\u00a0: vous, l'appelant" in said
    assert "suppose\u00a0: la requête et une adresse de retour envoyée" in said


def test_programs_get_both_languages(person: Person) -> None:
    documents = person.run("findings", "--json").documents
    assert [document["id"] for document in documents] == [rule.id for rule in CATALOGUE]
    for document in documents:
        assert document["title_fr"] != document["title"]
        assert document["explanation_fr"] != document["explanation"]
        assert set(document) >= {"severity", "actor", "source", "needs", "yields_to"}


def test_what_is_not_found_is_said(person: Person) -> None:
    ended = person.run("findings", "--search", "xyzzyplugh")
    assert (ended.code, ended.out) == (2, b"")
    ended = person.run("findings", "request.lang-invald")
    assert "did you mean 'request.lang-invalid'?" in ended.err
    ended = person.run("findings", "--search", "zscaler", "--severity", "info")
    assert ended.code == 2
    assert "severity info" in ended.err


@pytest.fixture
def refused_file(tmp_path: Path) -> str:
    path = tmp_path / "refused.http"
    path.write_bytes(refused({"lang": ["The field Lang must be valid."]}))
    return str(path)


def test_an_answer_is_told_in_french(person: Person, refused_file: str) -> None:
    said = person.run("inspect", refused_file, "--language", "fr").text
    assert "reçu\u00a0: 400 Reason, avec 1 erreur nommée dans le corps" in said
    assert (
        "erreur\u00a0: lang a été refusé\u00a0: «\u00a0The field Lang must be valid\u00a0». "
        "Ce doit être un code de deux lettres" in said
    )
    assert "(error.lang, corps 1:2)" in said


def test_the_configuration_names_the_language_and_the_flag_wins(
    person: Person, refused_file: str
) -> None:
    person.config.write_text('language = "fr"\n')
    assert "erreur" in person.run("inspect", refused_file).text
    assert "erreur" not in person.run("inspect", refused_file, "--language", "en").text
    assert "Trop d'appels" in person.run("findings", "response.rate-limited").text
    person.config.write_text('\nlanguage = "french"\n')
    ended = person.run("inspect", refused_file)
    assert ended.code == 2
    assert "config.toml:2:1: no language 'french'" in ended.err


def test_a_kept_answer_shows_its_findings_with_their_places(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "page.http"
    state = sealed({"i": "1", "r": "http://a.example.com", "s": "2"})
    path.write_bytes(answer(page(state=state)))
    assert person.run("inspect", str(path), "--save").code == 0
    english = person.run("show", "last", "--findings").text
    assert "E state.return-http: The callback would come in clear (inside the state)" in english
    assert "  seen: The callback goes to http://a.example.com." in english
    assert "  evidence: decoded[0].value.r (body 21:46)" in english
    assert "  who must act: you, the caller" in english
    french = person.run("show", "last", "--findings", "--language", "fr").text
    assert "  constaté\u00a0: Le rappel va vers http://a.example.com." in french
    assert "  preuve\u00a0: decoded[0].value.r (corps 21:46)" in french
    summary = person.run("show", "last", "--language", "fr").text
    assert "porte\u00a0: retour à http://a.example.com, state de l'appelant 2" in summary
    assert "(state.return-http, corps 21:46)" in summary


def test_the_document_says_where_each_finding_stands(person: Person, refused_file: str) -> None:
    (document,) = person.run("inspect", refused_file, "--json").documents
    (finding,) = (one for one in document["findings"] if one["id"] == "error.lang")
    body = document["response"]["body"]
    place = finding["place"]
    assert body[place["start"] : place["end"]] == '"lang"'
    assert (place["part"], place["line"], place["column"]) == ("body", 1, 2)
    assert finding["seen"] == '"The field Lang must be valid".'
    jsonschema.validate(document, json.loads(schema_text("exchange")))


def test_the_list_in_the_docs_is_that_of_the_registry() -> None:
    root = Path(__file__).parents[1]
    written = runpy.run_path(str(root / "docs" / "findings.py"))["document"]()
    assert (root / "docs" / "findings.md").read_text(encoding="utf-8") == written, (
        "run `python docs/findings.py`"
    )
    assert all(written.count(f"| `{rule.id}` |") == 2 for rule in CATALOGUE)
    assert "(docs/findings.md)" in (root / "README.md").read_text(encoding="utf-8")
