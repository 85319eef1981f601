"""Queries written as text, against the same queries written as JSON."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import asked, holding, ids, reason

LETTERS = "abcd"
SOURCES = [{"t": " ".join(letter for bit, letter in enumerate(LETTERS) if number >> bit & 1)} for number in range(16)]
CLUSTER = holding(SOURCES)
Expression = tuple[str, set[int]]
ALL = set(range(16))


def word(letter: str) -> Expression:
    return f"t:{letter}", {number for number in ALL if letter in str(SOURCES[number]["t"]).split()}


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(
    st.sampled_from(LETTERS).map(word),
    lambda inner: (
        st.builds(lambda one, two: (f"({one[0]} AND {two[0]})", one[1] & two[1]), inner, inner)
        | st.builds(lambda one, two: (f"({one[0]} OR {two[0]})", one[1] | two[1]), inner, inner)
        | st.builds(lambda one, two: (f"({one[0]} AND NOT {two[0]})", one[1] - two[1]), inner, inner)
        | st.builds(lambda one, two: (f"(+{one[0]} -{two[0]})", one[1] - two[1]), inner, inner)
    ),
    max_leaves=6,
)


@given(EXPRESSIONS)
def test_and_or_and_not(expression: Expression) -> None:
    text, expected = expression
    assert {int(id) for id in ids(CLUSTER, {"query_string": {"query": text}})} == expected


@given(st.text('abt: "()[]{}+-!&|*?~^/\\<>=AND OR NOT TO 19', max_size=20))
def test_any_text_is_answered_or_refused(text: str) -> None:
    status, answer = asked(CLUSTER, "POST", "/s/_search", {"query": {"query_string": {"query": text}}})
    assert status in (200, 400) or "not_implemented" in str(answer), answer


def test_the_same_in_a_url() -> None:
    status, answer = asked(CLUSTER, "GET", "/s/_count?q=a%20b&df=t&default_operator=AND")
    assert (status, answer["count"]) == (200, 4)


def test_a_refusal_says_where() -> None:
    body: dict[str, Any] = {"query_string": {"query": "(a"}}
    assert "Failed to parse query [(a]" in reason(CLUSTER, body)
