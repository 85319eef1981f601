"""What log messages of a span of time have more of than those of another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.agent_framework.skills.running import ON, run_tool, write
from tests.opensearch.asking import ask, ok

DAY = "2026-01-02"
ASKED = {
    "index": "logs",
    "selectionTimeRangeStart": f"{DAY} 09:00:00",
    "selectionTimeRangeEnd": f"{DAY}T10:00:00Z",
}
BASE = {"baseTimeRangeStart": f"{DAY} 08:00:00", "baseTimeRangeEnd": f"{DAY} 09:00:00"}


def told(version: str, messages: dict[str, list[str]], **parameters: Any) -> Any:
    """What the tool makes of messages by their hour."""
    cluster = Cluster("opensearch", version, settings=ON)
    ok(cluster, "PUT", "/logs", {"mappings": {"properties": {"@timestamp": {"type": "date"}}}})
    write(
        cluster,
        "logs",
        *(
            {"@timestamp": f"{DAY}T{hour}:30:00Z", "message": text}
            for hour, texts in messages.items()
            for text in texts
        ),
    )
    return json.loads(run_tool(cluster, "LogPatternAnalysisTool", **{**ASKED, **parameters}))


@pytest.mark.parametrize(("version", "samples"), [("3.3", 2), ("3.4", 5)])
def test_messages_of_errors_are_shown_by_pattern(version: str, samples: int) -> None:
    failed = [f"connection {number}0000 failed" for number in range(1, 8)]
    found = told(version, {"09": [*failed, "all is well", "a timeout"]})["logInsights"]
    assert found == [
        {"pattern": "connection <*> failed", "count": 7.0, "sampleLogs": failed[:samples]},
        {"pattern": "a timeout", "count": 1.0, "sampleLogs": ["a timeout"]},
    ]


def test_patterns_are_told_that_rose_or_are_new() -> None:
    before = ["disk ok"] * 9 + ["slow answer here"]
    now = ["disk ok"] * 5 + ["slow answer here"] * 4 + ["node left"]
    assert told("3.8", {"08": before, "09": now}, **BASE)["patternMapDifference"] == [
        {"pattern": "slow answer here", "base": 0.1, "selection": 0.4, "lift": 4.0},
        {"pattern": "node left", "base": 0.0, "selection": 0.1},
    ]


def test_patterns_that_are_alike_count_as_one() -> None:
    alike = ["a b c d e f g h 1234 5678 x", "a b c d e f g h 1234 5678 y"]
    (found,) = told("3.8", {"09": alike}, **BASE)["patternMapDifference"]
    assert found == {"pattern": "a b c d e f g h <*> x", "base": 0.0, "selection": 1.0}


def test_nothing_is_no_pattern() -> None:
    assert told("3.8", {"08": ["error"]}) == {"logInsights": []}
    assert told("3.8", {"07": ["error"]}, **BASE) == {"patternMapDifference": []}


def test_filters_are_for_the_newest() -> None:
    messages = {"09": ["first error", "second error"]}
    one = "match(message, 'first')"
    assert len(told("3.6", messages, filter=one)["logInsights"]) == 1
    assert len(told("3.5", messages, filter=one)["logInsights"]) == 2


def test_numbers_have_no_patterns() -> None:
    cluster = Cluster("opensearch", "3.8", settings=ON)
    write(cluster, "logs", {"@timestamp": f"{DAY}T09:30:00Z", "message": 5})
    body = {"parameters": {**ASKED, **BASE}}
    assert ask(cluster, "POST", "/_plugins/_ml/tools/_execute/LogPatternAnalysisTool", body).status == 501
