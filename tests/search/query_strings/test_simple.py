"""Simple query strings: signs between words, and no refusal whatever the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import asked, holding, ids

CLUSTER = holding([{"t": "red fox"}, {"t": "red dog"}, {"t": "blue whale"}])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("red + fox", "0"),
        ("fox | whale", "02"),
        ("-red +blue", "2"),
        ('"red dog"', "1"),
        ("(fox | dog) + red", "01"),
        ("wh*", "2"),
        ("foxx~1", "0"),
        ("red fox", "01"),
        ("(fox", "0"),
    ],
)
def test_signs(text: str, found: str) -> None:
    query = {"query": text, "fields": ["t"], "default_operator": "and" if text.startswith("-") else "or"}
    assert sorted(ids(CLUSTER, {"simple_query_string": query})) == list(found)


@given(st.text('ab "()+-|*~\\19', max_size=20))
def test_any_text_is_a_query(text: str) -> None:
    query = {"simple_query_string": {"query": text, "fields": ["t"]}}
    status, answer = asked(CLUSTER, "POST", "/s/_search", {"query": query})
    assert status == 200, answer


def test_signs_that_have_no_meaning() -> None:
    query = {"query": "fox | whale", "fields": ["t"], "flags": "NONE"}
    assert sorted(ids(CLUSTER, {"simple_query_string": query})) == ["0", "2"]
