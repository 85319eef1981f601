"""Buckets page by page: all of them, each once, in order."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.asking import holding, reason, searched

SOURCES = st.lists(st.fixed_dictionaries({"n": st.integers(0, 20)}, optional={"k": st.sampled_from("abc")}), max_size=8)


@given(SOURCES, st.integers(1, 3), st.sampled_from(["asc", "desc"]))
def test_pages_are_all_of_it(sources: list[dict[str, Any]], size: int, order: str) -> None:
    cluster = holding(sources)
    by: list[dict[str, Any]] = [
        {"k": {"terms": {"field": "k", "order": order}}},
        {"n": {"histogram": {"field": "n", "interval": 5}}},
    ]
    counts: dict[tuple[str, float], int] = {}
    after: dict[str, Any] = {}
    while True:
        wanted = {"sources": by, "size": size, **({"after": after} if after else {})}
        page = searched(cluster, size=0, aggs={"x": {"composite": wanted}})["aggregations"]["x"]
        for bucket in page["buckets"]:
            key = (bucket["key"]["k"], bucket["key"]["n"])
            assert key not in counts
            counts[key] = bucket["doc_count"]
        if "after_key" not in page:
            break
        after = page["after_key"]
    expected: dict[tuple[str, float], int] = {}
    for source in sources:
        if "k" in source:
            key = (source["k"], source["n"] // 5 * 5.0)
            expected[key] = expected.get(key, 0) + 1
    assert counts == expected
    letters = [letter for letter, _ in counts]
    assert letters == sorted(letters, reverse=order == "desc")


def test_it_has_sources() -> None:
    assert reason(holding([]), aggs={"x": {"composite": {"sources": []}}})
