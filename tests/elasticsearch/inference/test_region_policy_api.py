"""The region policy, beyond single answers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

GEOS = {"region_policy": {"allowed_geos": ["us"]}}
OPENAI = {"service": "openai", "service_settings": {"api_key": "k", "model_id": "text-embedding-3-small"}}
FIELD = {"mappings": {"properties": {"body": {"type": "semantic_text", "inference_id": "a"}}}}


def ask(cluster: Cluster, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    """Status and answer."""
    data = b"" if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"content-type": "application/json"}
    answer = cluster.handle(Request.build(method, path, headers, data))
    return answer.status, json.loads(answer.content)


def test_a_policy_that_replaces_another_keeps_its_birthday() -> None:
    cluster = Cluster("elasticsearch")
    first = ask(cluster, "PUT", "/_inference/_region_policy", GEOS)[1]
    cluster.state.clock.advance(minutes=1)
    second = ask(cluster, "PUT", "/_inference/_region_policy", {"region_policy": {}})[1]
    assert list(first) == ["region_policy", "created_at"]
    assert list(second) == ["region_policy", "created_at", "updated_at"]
    assert second["created_at"] == first["created_at"] < second["updated_at"]
    assert ask(cluster, "GET", "/_inference/_region_policy")[1] == second


@pytest.mark.parametrize("denied", [["a"], "a", "b,a"])
def test_a_refused_policy_leaves_the_old_one(denied: Any) -> None:
    cluster = Cluster("elasticsearch", denied_by_region_policy=denied)
    ask(cluster, "PUT", "/_inference/_region_policy", GEOS)
    ask(cluster, "PUT", "/_inference/text_embedding/a", OPENAI)
    ask(cluster, "PUT", "/docs", FIELD)
    status, answer = ask(cluster, "PUT", "/_inference/_region_policy", {"region_policy": {"allowed_geos": ["eu"]}})
    assert status == 409
    assert answer["error"]["referencing_indexes"] == "a:docs"
    assert "referencing_pipelines" not in answer["error"]
    assert ask(cluster, "GET", "/_inference/_region_policy")[1]["region_policy"] == GEOS["region_policy"]


@pytest.mark.parametrize(
    "body", [{"region_policy": None}, {"region_policy": []}, [], {"region_policy": {"allowed_geos": {}}}]
)
def test_other_shapes_are_refused(body: Any) -> None:
    status, answer = ask(Cluster("elasticsearch"), "PUT", "/_inference/_region_policy", body)
    assert (status, answer["error"]["type"]) == (400, "x_content_parse_exception")


def test_a_policy_may_come_as_a_parameter() -> None:
    path = "/_inference/_region_policy?source_content_type=application/json&source=" + json.dumps(GEOS).replace(" ", "")
    assert ask(Cluster("elasticsearch"), "PUT", path)[1]["region_policy"] == GEOS["region_policy"]
