"""Documents by the filters they fit, two by two."""

from __future__ import annotations

from tests.search.aggregations.asking import answered


def test_single_filters_and_pairs_that_have_documents() -> None:
    sources = [{"n": 1}, {"n": 5}, {"n": 9}]
    filters = {name: {"range": {"n": given}} for name, given in (("a", {"gt": 3}), ("b", {"lt": 8}), ("c", {"gt": 90}))}
    found = answered(sources, {"adjacency_matrix": {"filters": filters, "separator": "+"}})["buckets"]
    assert [(one["key"], one["doc_count"]) for one in found] == [("a", 2), ("a+b", 1), ("b", 2)]
