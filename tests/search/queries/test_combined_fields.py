"""Words in several fields, as if these were one."""

from __future__ import annotations

from typing import Any

from tests.search.asking import holding, ids, reason, scores

DOCUMENTS: list[dict[str, Any]] = [{"t": "red", "u": "fox"}, {"t": "red fox"}, {"u": "dog"}]


def test_every_word_may_come_from_another_field() -> None:
    cluster = holding(DOCUMENTS, "elasticsearch", "9.1")
    query = {"query": "red fox", "fields": ["t", "u"], "operator": "and"}
    assert sorted(ids(cluster, {"combined_fields": query})) == ["0", "1"]


def test_a_field_may_count_for_more() -> None:
    cluster = holding(DOCUMENTS, "elasticsearch", "9.1")
    plain = scores(cluster, {"combined_fields": {"query": "red", "fields": ["t", "u"]}})
    heavy = scores(cluster, {"combined_fields": {"query": "red", "fields": ["t^3", "u"]}})
    assert heavy["0"] > plain["0"]


def test_opensearch_has_no_such_query() -> None:
    query = {"combined_fields": {"query": "a", "fields": ["t"]}}
    assert reason(holding(DOCUMENTS), query) == "unknown query [combined_fields]"
