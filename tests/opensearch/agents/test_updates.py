"""Changing an agent: what an update may name, and what stays."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ok

AGENT = {
    "name": "a",
    "type": "conversational",
    "llm": {"model_id": "m", "parameters": {"x": "1"}},
    "memory": {"type": "conversation_index"},
    "parameters": {"p": "1"},
    "tools": [{"type": "ListIndexTool"}],
}


@pytest.mark.parametrize(
    ("update", "changed"),
    [
        ({"name": "b"}, {"name": "b"}),
        ({"llm": {"parameters": {"y": 2}}}, {"llm": {"model_id": "m", "parameters": {"x": "1", "y": "2"}}}),
        ({"llm": {"model_id": "n"}}, {"llm": {"model_id": "n", "parameters": {"x": "1"}}}),
        ({"memory": {"window_size": 3}}, {"memory": {"type": "conversation_index", "window_size": 3}}),
        ({"parameters": {"q": "2"}}, {"parameters": {"p": "1", "q": "2"}}),
        ({"parameters": {}, "tools": []}, {}),
        ({"tools": [{"type": "T", "config": {"a": 1}}]}, {"tools": [("T", {"a": "1"})]}),
        ({"model": {"model_id": 1}, "context_management_name": "t", "app_type": "z"}, {"app_type": "z"}),
    ],
)
def test_what_is_not_named_stays(update: dict[str, Any], changed: dict[str, Any]) -> None:
    cluster = Cluster("opensearch", "3.8")
    id = ok(cluster, "POST", f"{ML}/agents/_register", AGENT)["agent_id"]
    before = ok(cluster, "GET", f"{ML}/agents/{id}")
    ok(cluster, "PUT", f"{ML}/agents/{id}", update)
    after = ok(cluster, "GET", f"{ML}/agents/{id}")
    assert after.pop("last_updated_time") > before.pop("last_updated_time")
    if "tools" in changed:
        after["tools"] = [(tool["type"], tool["config"]) for tool in after["tools"]]
    assert after == {**before, **changed}
