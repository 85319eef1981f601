"""Values and how often they occur, against a counter."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import holding, reason, searched

SOURCES = st.lists(
    st.fixed_dictionaries(
        {}, optional={"k": st.lists(st.sampled_from("abcd"), max_size=3), "n": st.integers(-2, 2), "f": st.just(0.5)}
    ),
    max_size=8,
)


def buckets(sources: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    answer = searched(holding(sources), size=0, aggs={"x": {"terms": options}})
    found: dict[str, Any] = answer["aggregations"]["x"]
    return found


@given(SOURCES, st.integers(1, 4))
def test_the_most_frequent_values_and_the_rest(sources: list[dict[str, Any]], size: int) -> None:
    counts = Counter(value for source in sources for value in set(source.get("k", [])))
    expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    found = buckets(sources, field="k", size=size)
    assert [(one["key"], one["doc_count"]) for one in found["buckets"]] == expected[:size]
    assert found["sum_other_doc_count"] == sum(count for _, count in expected[size:])


@given(SOURCES)
def test_numbers_by_value_and_documents_without(sources: list[dict[str, Any]]) -> None:
    counts = Counter(source.get("n", 9) for source in sources)
    found = buckets(sources, field="n", missing=9, order={"_key": "desc"})
    assert [(one["key"], one["doc_count"]) for one in found["buckets"]] == sorted(counts.items(), reverse=True)


def test_values_that_are_wanted() -> None:
    sources = [{"k": letter} for letter in "abc"]
    assert [one["key"] for one in buckets(sources, field="k", include="[ab]")["buckets"]] == ["a", "b"]
    assert [one["key"] for one in buckets(sources, field="k", exclude=["a"])["buckets"]] == ["b", "c"]


def test_size_has_to_be_something() -> None:
    assert "[terms] failed to parse field [size]" in reason(
        holding([]), aggs={"x": {"terms": {"field": "k", "size": 0}}}
    )
