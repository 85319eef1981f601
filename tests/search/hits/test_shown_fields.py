"""Values of fields beside the source."""

from __future__ import annotations

from typing import Any

from tests.search.asking import holding, reason, searched

CLUSTER = holding([{"n": 5, "f": 0.5, "d": "2024-02-03", "k": ["a", "b"]}, {}])


def shown(**body: Any) -> list[Any]:
    return [hit.get("fields") for hit in searched(CLUSTER, _source=False, **body)["hits"]["hits"]]


def test_fields_by_patterns_as_lists_and_none_where_there_is_no_value() -> None:
    assert shown(fields=["n", "k*"]) == [{"k": ["a", "b"], "n": [5]}, None]


def test_formats() -> None:
    assert shown(fields=[{"field": "d", "format": "yyyy-MM"}])[0] == {"d": ["2024-02"]}
    assert shown(docvalue_fields=[{"field": "f", "format": "0.00"}])[0] == {"f": ["0.50"]}
    assert "doesn't support formats" in reason(CLUSTER, fields=[{"field": "n", "format": "0"}])
    assert "Unknown pattern letter" in reason(CLUSTER, fields=[{"field": "d", "format": "zork"}])
