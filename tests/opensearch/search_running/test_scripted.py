"""Scripts over the source of a search."""

from __future__ import annotations

from typing import Any

import pytest

from tests.opensearch.search_running.searching import cluster_of, through

CLUSTER = cluster_of()
OF = "ctx._source"


def run(source: str, body: dict[str, Any] | None = None) -> Any:
    """The answer of a search whose source a script changes."""
    return through(CLUSTER, {"sort": ["n"], **(body or {})}, request={"script": {"source": source}})


@pytest.mark.parametrize(
    ("source", "body", "found"),
    [
        (f"{OF}.size = 2", {}, 2),
        (f"{OF}['size'] = 1", {}, 1),
        (f"{OF}.put('from', 2)", {}, 1),
        (f"if ({OF}.size == -1) {{ {OF}.size = 1 }}", {}, 1),
        (f"{OF}.size = {OF}.from", {"from": 1}, 1),
        (f"if ({OF}.containsKey('min_score')) {{ {OF}.size = 1 }}", {}, 3),
        (f"if ({OF}.isEmpty()) {{ {OF}.size = 1 }}", {}, 3),
        (f"if ({OF}.get('track_scores') == false) {{ {OF}.size = 2 }}", {}, 2),
    ],
)
def test_scripts_change_what_is_searched_for(source: str, body: dict[str, Any], found: int) -> None:
    assert len(run(source, body)["hits"]["hits"]) == found


@pytest.mark.parametrize(
    ("source", "type", "reason"),
    [
        (f"{OF}.query = 1", "search_request_map_processing_exception", "Unsupported key: query"),
        (f"{OF}.size = -2", "illegal_argument_exception", "[size] parameter cannot be negative, found [-2]"),
        (f"{OF}.terminate_after = -1", "illegal_argument_exception", "terminateAfter must be > 0"),
        (
            f"{OF}.size = null",
            "null_pointer_exception",
            'Cannot invoke "java.lang.Integer.intValue()" because "value" is null',
        ),
        (
            f"{OF}.remove('size')",
            "unsupported_operation_exception",
            "remove Method not supported in Search pipeline script",
        ),
        (
            f"{OF}.min_score = 1.5",
            "class_cast_exception",
            "class java.lang.Double cannot be cast to class java.lang.Float ",
        ),
        ("ctx.x = 1", "unsupported_operation_exception", None),
    ],
)
def test_scripts_are_refused(source: str, type: str, reason: str | None) -> None:
    error = run(source)["error"]
    assert error["type"] == "script_exception"
    assert error["caused_by"]["type"] == type
    assert (error["caused_by"]["reason"] or "").startswith(reason or "")


def test_least_scores_are_single_numbers() -> None:
    body = {"query": {"match_all": {}}, "sort": ["_score"]}
    assert run(f"{OF}.min_score = 2.5f", body)["hits"]["hits"] == []
