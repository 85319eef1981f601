"""Percent escapes and query strings as `RestUtils` of both servers reads them."""

from __future__ import annotations

import contextlib
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.formats.escapes import BadEscape, decode, query_parameters


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("/_ingest/pipeline/a%zz", "invalid escape sequence `%zz' at index 19 of: /_ingest/pipeline/a%zz"),
        ("/a%2", "partial escape sequence at end of string: /a%2"),
        ("/a%", "unterminated escape sequence at end of string: /a%"),
    ],
)
def test_an_escape_that_is_none_is_named(text: str, reason: str) -> None:
    with pytest.raises(BadEscape) as refused:
        decode(text)
    assert str(refused.value) == reason


def test_a_plus_is_a_blank_in_queries_only() -> None:
    assert decode("a+b%2Bc") == "a+b+c"
    assert decode("a+b%2Bc", plus_is_blank=True) == "a b+c"


def test_two_percent_signs_are_one_and_broken_utf8_is_marked() -> None:
    assert decode("100%%") == "100%"
    assert decode("%ff") == "\ufffd"


@given(st.text())
def test_what_was_quoted_is_read_back(text: str) -> None:
    assert decode(quote(text, safe="", errors="replace")) == text.encode(errors="replace").decode()


@given(st.text())
def test_any_text_is_decoded_or_refused(text: str) -> None:
    with contextlib.suppress(BadEscape):
        assert isinstance(decode(text, plus_is_blank=True), str)


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("a=1&b", {"a": "1", "b": ""}),
        ("a=1;b=2", {"a": "1", "b": "2"}),
        ("a=1&a=2", {"a": "2"}),
        ("=x", {"x": ""}),
        ("&&a=b=c&", {"a": "b=c"}),
        ("a%3Db=%26", {"a=b": "&"}),
    ],
)
def test_query_strings_are_split_as_the_server_does(query: str, parameters: dict[str, str]) -> None:
    assert query_parameters(query) == parameters
