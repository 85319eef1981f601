"""Values of the first documents."""

from __future__ import annotations

from tests.search.aggregations.asking import answered
from tests.search.asking import holding, reason

SOURCES = [{"n": 1, "f": 1.5, "d": "2024-01-01"}, {"n": 3, "f": 9}, {"f": 4}]


def test_the_metrics_of_the_first() -> None:
    definition = {"top_metrics": {"metrics": [{"field": "f"}, {"field": "d"}], "sort": {"n": "desc"}, "size": 2}}
    assert answered(SOURCES, definition, "elasticsearch") == {
        "top": [
            {"sort": [3], "metrics": {"f": 9.0, "d": None}},
            {"sort": [1], "metrics": {"f": 1.5, "d": "2024-01-01T00:00:00.000Z"}},
        ]
    }


def test_there_are_not_many() -> None:
    definition = {"top_metrics": {"metrics": {"field": "f"}, "sort": {"n": "desc"}, "size": 11}}
    assert reason(holding(SOURCES, "elasticsearch", "9.2"), aggs={"x": definition}).startswith("[top_metrics.size]")
