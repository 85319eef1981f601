"""What few documents have, against a counter."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tests.search.aggregations.asking import answered


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.integers(1, 4))
def test_the_rarest_come_first(letters: list[str], most: int) -> None:
    found = answered([{"k": letter} for letter in letters], {"rare_terms": {"field": "k", "max_doc_count": most}})
    rare = [(count, letter) for letter, count in Counter(letters).items() if count <= most]
    assert [(one["doc_count"], one["key"]) for one in found["buckets"]] == sorted(rare)


def test_a_number_twice_in_a_document_counts_twice() -> None:
    found = answered([{"n": [5, 5]}, {"n": 1}], {"rare_terms": {"field": "n", "max_doc_count": 2}})["buckets"]
    assert [(one["key"], one["doc_count"]) for one in found] == [(1, 1), (5, 2)]
