"""Models and agents that a super-admin registers are hidden from everybody else, who may ask them all the same."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request, Response
from tests.opensearch.asking import ML, connector_body

USERS = {
    "kirk": {"password": "p", "super_admin": True},
    "alice": {"password": "p", "roles": ["all_access"]},
}
ASK = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "request_body": '{ "messages": ${parameters.messages} }',
}
OUT_OF_REACH = "User doesn't have privilege to perform this operation on this "


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch", security=True, users=USERS)


def send(cluster: Cluster, who: str, method: str, path: str, body: Any = None) -> Response:
    pair = b64encode(f"{who}:p".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", **({"Content-Type": "application/json"} if body is not None else {})}
    data = b"" if body is None else json.dumps(body).encode()
    return cluster.handle(Request.build(method, f"{ML}{path}", headers, data))


def told(cluster: Cluster, who: str, method: str, path: str, body: Any = None) -> Any:
    answer = send(cluster, who, method, path, body)
    read = json.loads(answer.content)
    return read if answer.status == 200 else (answer.status, read["error"]["reason"])


def new_model(cluster: Cluster, who: str, name: str) -> str:
    connector = connector_body(actions=[ASK])
    body = {"name": name, "function_name": "remote", "connector": connector}
    id: str = told(cluster, who, "POST", "/models/_register", body)["model_id"]
    return id


def test_a_hidden_model_is_called_by_its_name(cluster: Cluster) -> None:
    assert new_model(cluster, "kirk", "secret") == "secret"
    assert told(cluster, "kirk", "GET", "/models/secret")["is_hidden"] is True
    other = new_model(cluster, "alice", "plain")
    assert told(cluster, "alice", "GET", f"/models/{other}")["is_hidden"] is False


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/models/secret", None),
        ("PUT", "/models/secret", {"description": "x"}),
        ("POST", "/models/secret/_deploy", None),
        ("POST", "/models/secret/_undeploy", None),
        ("DELETE", "/models/secret", None),
    ],
)
def test_nobody_else_sees_or_changes_it(cluster: Cluster, method: str, path: str, body: Any) -> None:
    new_model(cluster, "kirk", "secret")
    assert told(cluster, "alice", method, path, body) == (403, f"{OUT_OF_REACH}model")
    assert send(cluster, "kirk", method, path, body).status == 200


def test_everybody_may_ask_it(cluster: Cluster) -> None:
    new_model(cluster, "kirk", "secret")
    asked = {"parameters": {"messages": [{"role": "user", "content": "hi"}]}}
    assert told(cluster, "alice", "POST", "/models/secret/_predict", asked)["inference_results"]
    assert told(cluster, "alice", "GET", "/stats")["nodes"].popitem()[1]["models"] == {}
    assert set(told(cluster, "kirk", "GET", "/stats")["nodes"].popitem()[1]["models"]) == {"secret"}
    assert told(cluster, "alice", "GET", "/profile/models") == {}
    assert told(cluster, "kirk", "GET", "/profile/models")["nodes"]


def test_searches_leave_it_out(cluster: Cluster) -> None:
    new_model(cluster, "kirk", "secret")
    plain = new_model(cluster, "alice", "plain")
    for body in ({}, {"query": {"match_all": {}}}, {"query": {"exists": {"field": "connector.name"}}}):
        hits = told(cluster, "alice", "POST", "/models/_search", body)["hits"]["hits"]
        assert {hit["_id"] for hit in hits} <= {plain}


def test_taking_several_models_out_of_memory_passes_it_by(cluster: Cluster) -> None:
    new_model(cluster, "kirk", "secret")
    plain = new_model(cluster, "alice", "plain")
    ((_, node),) = told(cluster, "alice", "POST", "/models/_undeploy", {"model_ids": ["secret", plain]}).items()
    assert set(node["stats"]) == {plain}


def test_agents_are_hidden_too(cluster: Cluster) -> None:
    agent = {"name": "a", "type": "flow", "tools": [{"type": "ListIndexTool"}]}
    id = told(cluster, "kirk", "POST", "/agents/_register", agent)["agent_id"]
    for method in ("GET", "DELETE"):
        assert told(cluster, "alice", method, f"/agents/{id}") == (403, f"{OUT_OF_REACH}agent")
    changed = told(cluster, "alice", "PUT", f"/agents/{id}", {"description": "x"})
    assert changed == (403, "User does not have privilege to perform this operation on this agent")
    assert told(cluster, "alice", "POST", "/agents/_search", {"query": {"match_all": {}}})["hits"]["hits"] == []
    assert told(cluster, "alice", "POST", f"/agents/{id}/_execute", {"parameters": {}})["inference_results"]
    assert send(cluster, "kirk", "DELETE", f"/agents/{id}").status == 200


def test_nothing_is_forbidden_to_a_super_admin(cluster: Cluster) -> None:
    pair = b64encode(b"kirk:p").decode()
    request = Request.build("GET", "/.plugins-ml-config/_search", {"Authorization": f"Basic {pair}"})
    assert json.loads(cluster.handle(request).content)["hits"]["total"]["value"] == 1


def test_before_212_nothing_is_hidden() -> None:
    old = Cluster("opensearch", "2.11", security=True, users=USERS)
    assert new_model(old, "kirk", "plain") != "plain"
