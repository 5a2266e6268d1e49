"""The errors of an answer are found in whatever shape they come."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pages import URL, answer
from workbench.inspection.field_errors import MAX_FIELDS, MAX_MESSAGE, MAX_MESSAGES, read_errors
from workbench.inspection.page import read_page
from workbench.inspection.response import read_response
from workbench.model.response import FieldErrors
from workbench.shipped import sample_responses

LANG = "The field Lang must be a valid ISO-639-1 two letter code."


def errors(
    body: object,
    *,
    status: int = 400,
    kind: str = "application/json",
    headers: tuple[str, ...] = (),
) -> FieldErrors:
    text = body if isinstance(body, str) else json.dumps(body)
    response = answer(text, status=status, kind=kind, headers=headers)
    return read_errors(response, read_page(response, URL))


def test_the_documented_400_names_its_field() -> None:
    response = read_response((sample_responses() / "400-lang.http").read_bytes())
    read = read_errors(response, None)
    assert (read.fields, read.shape) == ((("lang", (LANG,)),), "field-map")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"a": ["1", "2"], "": ["3"]},
            FieldErrors((("a", ("1", "2")), ("", ("3",))), shape="field-map"),
        ),
        ({"a": "bare"}, FieldErrors((("a", ("bare",)),), shape="field-map")),
        (
            {"title": "One or more", "status": 400, "errors": {"Lang": ["x"]}, "traceId": "00-1"},
            FieldErrors((("Lang", ("x",)),), None, "One or more", "00-1", "validation-problem"),
        ),
        (
            {"title": "Bad", "status": 400, "detail": "why"},
            FieldErrors((("", ("why",)),), None, "Bad", None, "problem"),
        ),
        (
            {"type": "about:blank", "title": "Bad", "detail": 7},
            FieldErrors((("", ("Bad",)),), None, "Bad", None, "problem"),
        ),
        (
            {
                "title": "Bad",
                "status": 4,
                "errors": [{"pointer": "#/a/b~1c", "detail": "x"}, {"detail": "y"}, 3],
            },
            FieldErrors((("a.b/c", ("x",)), ("", ("y",))), None, "Bad", None, "problem"),
        ),
        (
            {"error": "invalid_scope", "error_description": "no such scope"},
            FieldErrors((("", ("no such scope",)),), "invalid_scope", None, None, "oauth"),
        ),
        ({"error": "x"}, FieldErrors((("", ("x",)),), "x", None, None, "oauth")),
        (
            {
                "FlinksCode": "UNAUTHORIZED",
                "HttpStatusCode": 401,
                "Message": "No",
                "RequestId": "r1",
            },
            FieldErrors((("", ("No",)),), "UNAUTHORIZED", None, "r1", "flinks"),
        ),
        (
            {"HttpStatusCode": 400, "Message": "No", "ValidationDetails": {"Lang": ["bad"]}},
            FieldErrors((("", ("No",)), ("Lang", ("bad",))), None, None, None, "flinks"),
        ),
        (
            {"code": 500, "message": "Oops"},
            FieldErrors((("", ("Oops",)),), "500", None, None, "fdx"),
        ),
        ("just words", FieldErrors((("", ("just words",)),), shape="text")),
        ('"json words"', FieldErrors((("", ("json words",)),), shape="texts")),
        (["a", "b"], FieldErrors((("", ("a", "b")),), shape="texts")),
        ("", FieldErrors((("", ("empty body",)),), shape="empty")),
    ],
)
def test_each_shape_becomes_fields_and_messages(body: object, expected: FieldErrors) -> None:
    assert errors(body) == expected


@pytest.mark.parametrize(
    ("body", "almost"),
    [
        ({"FlinksCodes": "X", "Message": ["m"]}, "flinks"),
        ({"errors": ["Lang"], "title": "Bad"}, "validation-problem"),
        ({"errors": {}, "title": "Bad", "status": 400}, "validation-problem"),
        ({"title": "Bad", "why": 1}, "problem"),
        ({"error": {"code": "x"}}, "oauth"),
        ({"error": True, "error_description": "x"}, "oauth"),
        ({"code": True, "message": "x"}, "fdx"),
        ({"code": "x", "message": ["y"]}, "fdx"),
        ({"lang": ["x", 1]}, "field-map"),
        ({"lang": [["x"]]}, "field-map"),
        ([1, 2], "texts"),
        ("[]", "texts"),
        ("<p>words", "html"),
        (" x ", "empty"),
    ],
)
def test_what_is_almost_a_shape_is_not_read_as_it(body: object, almost: str) -> None:
    assert errors(body).shape != almost


def test_problem_json_counts_by_its_type_alone() -> None:
    read = errors({"detail": "x"}, kind="application/problem+json")
    assert (read.fields, read.shape) == ((("", ("x",)),), "problem")


def test_an_error_page_gives_its_title_and_heading_and_the_id_to_quote() -> None:
    read = errors(
        "<title>502 Bad Gateway</title><h1>Bad gateway</h1>",
        status=502,
        kind="text/html",
        headers=("CF-RAY: 8c1-YUL",),
    )
    assert read.fields == (("", ("502 Bad Gateway", "Bad gateway")),)
    assert (read.trace, read.shape) == ("8c1-YUL", "html")


@pytest.mark.parametrize(
    ("body", "trace"),
    [
        ("<p>The requested URL was rejected. Your support ID is: 123456789", "123456789"),
        ("<p>Incapsula incident ID: 12-345678", "12-345678"),
        ("<p>Reference #18.2a3b.1", "18.2a3b.1"),
        ("<P>\nReference&#32;&#35;18&#46;2a3b&#46;1", "18.2a3b.1"),
    ],
)
def test_a_block_page_gives_the_id_in_its_text(body: str, trace: str) -> None:
    assert errors(body, status=403, kind="text/html").trace == trace


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "x"}, 200),
        ({"HttpStatusCode": 200, "Message": "fine"}, 200),
        (["a"], 200),
        ("words", 302),
        ("", 204),
    ],
)
def test_what_succeeded_has_no_errors(body: object, status: int) -> None:
    assert not errors(body, status=status)


@pytest.mark.parametrize("body", [{"lang": [LANG]}, {"error": "server_error"}])
def test_an_error_in_the_body_counts_at_any_status(body: object) -> None:
    assert errors(body, status=200)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"lang": ' + "9" * 5000 + "}",
        '{"lang": [NaN]}',
        '{"lang": ["x"]',
        '{"a": ["' + "x" * 2_000_000 + '"]}',
    ],
    ids=["deep list", "deep object", "giant integer", "NaN", "cut", "too big"],
)
def test_hostile_json_is_read_as_text(body: str) -> None:
    read = errors(body)
    assert read.shape == "text"
    assert len(read.fields[0][1][0]) <= 200


def test_repeated_keys_keep_all_their_messages() -> None:
    assert errors('{"lang": ["a"], "lang": ["b"]}').fields == (("lang", ("a", "b")),)


def test_a_lone_surrogate_does_not_get_out() -> None:
    (field,) = errors('{"lang": ["\\ud800x"]}').fields
    field[1][0].encode("utf-8")


def test_a_flood_of_errors_is_bounded() -> None:
    read = errors({f"f{i}": ["é" * (3000 if i == 0 else 1)] * 50 for i in range(60)})
    assert len(read.fields) == MAX_FIELDS
    assert all(len(messages) == MAX_MESSAGES for _, messages in read.fields)
    assert len(read.fields[0][1][0].encode()) <= MAX_MESSAGE + 3


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "error",
                    "errors",
                    "title",
                    "status",
                    "detail",
                    "code",
                    "message",
                    "lang",
                    "Message",
                    "FlinksCode",
                    "ValidationDetails",
                    "",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=250)
@given(JSON, st.sampled_from([200, 302, 400, 500]))
def test_every_failed_answer_says_something_and_none_upsets_the_reader(
    body: object, status: int
) -> None:
    read = errors(body if not isinstance(body, str) else json.dumps(body), status=status)
    if status >= 400:
        assert read.fields
    for name, messages in read.fields:
        assert isinstance(name, str)
        assert messages
        assert all(isinstance(message, str) for message in messages)
