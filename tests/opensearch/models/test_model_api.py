"""Models: deletion and what becomes of the rest."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import AGENTS, GROUPS, MODELS, change, every
from fakeinfer.opensearch.models.deployed import deployed_models
from tests.opensearch.asking import KEY, ML, new_connector, new_model, ok, refused

AGENT = {"name": "a", "type": "flow", "tools": [{"type": "MLModelTool", "parameters": {}}]}


def agent_using(cluster: Cluster, model: str) -> str:
    tools = [{"type": "MLModelTool", "parameters": {"model_id": model}}]
    id: str = ok(cluster, "POST", f"{ML}/agents/_register", {**AGENT, "tools": tools})["agent_id"]
    return id


@pytest.mark.parametrize(
    ("choice", "groups"), [({}, 0), ({"follow": "server"}, 1), ({"follow": "documented"}, 0)], ids=str
)
def test_the_last_model_takes_its_group_along_unless_servers_are_followed(choice: dict[str, str], groups: int) -> None:
    cluster = Cluster("opensearch", **choice)  # type: ignore[arg-type]
    ok(cluster, "DELETE", f"{ML}/models/{new_model(cluster)}")
    assert len(list(every(cluster.state, GROUPS))) == groups


def test_one_disagreement_can_be_chosen_by_name() -> None:
    cluster = Cluster("opensearch", disagreements={"last_model_deletes_group": "server"})
    ok(cluster, "DELETE", f"{ML}/models/{new_model(cluster)}")
    assert len(list(every(cluster.state, GROUPS))) == 1


@pytest.mark.parametrize("version", ["2.9", "2.10"])
def test_servers_of_29_and_210_did_as_documented(version: str) -> None:
    cluster = Cluster("opensearch", version, follow="server")
    body = {"name": "m", "function_name": "remote", "connector_id": new_connector(cluster)}
    task = ok(cluster, "POST", f"{ML}/models/_register", body)["task_id"]
    model = ok(cluster, "GET", f"{ML}/tasks/{task}")["model_id"]
    ok(cluster, "DELETE", f"{ML}/models/{model}")
    assert not list(every(cluster.state, GROUPS))


def test_a_hidden_agent_is_counted_and_not_named() -> None:
    cluster = Cluster("opensearch", settings={KEY + "safe_delete_model": True})
    model = new_model(cluster)
    seen, hidden = agent_using(cluster, model), agent_using(cluster, model)
    change(cluster.state, AGENTS, hidden, {"is_hidden": True})
    status, reason = refused(cluster, "DELETE", f"{ML}/models/{model}")
    assert status == 409
    assert reason == (
        "2 agents are still using this model, please delete or update the agents first, all visible agents are: "
        f"[{seen}]"
    )


def test_safe_delete_tells_of_pipelines_before_agents() -> None:
    """No fixture: a real server asks for both at once and tells of either."""
    cluster = Cluster("opensearch", settings={KEY + "safe_delete_model": True})
    model = new_model(cluster)
    tool = {"type": "MLModelTool", "parameters": {"model_id": model}}
    ok(cluster, "POST", f"{ML}/agents/_register", {"name": "one", "type": "flow", "tools": [tool]})
    processor = {"text_embedding": {"model_id": model, "field_map": {"a": "b"}}}
    ok(cluster, "PUT", "/_ingest/pipeline/p", {"processors": [processor]})
    status, reason = refused(cluster, "DELETE", f"{ML}/models/{model}")
    assert status == 409
    assert reason.startswith("1 ingest pipelines are still using this model")


def test_safe_delete_needs_a_version_that_has_it() -> None:
    cluster = Cluster("opensearch", "2.18")
    model = new_model(cluster)
    agent_using(cluster, model)
    assert ok(cluster, "DELETE", f"{ML}/models/{model}")["result"] == "deleted"


def test_a_deleted_model_is_not_in_memory_any_more() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert model in deployed_models(cluster.state)
    ok(cluster, "POST", f"{ML}/models/{model}/_undeploy")
    ok(cluster, "DELETE", f"{ML}/models/{model}")
    assert model not in deployed_models(cluster.state)
    assert not list(every(cluster.state, MODELS))


def test_a_snapshot_brings_everything_back() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    before = cluster.snapshot()
    ok(cluster, "DELETE", f"{ML}/models/{model}")
    cluster.restore(before)
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "REGISTERED"


def test_same_seed_and_same_calls_give_the_same_answers() -> None:
    answers = []
    for _ in range(2):
        cluster = Cluster("opensearch", seed="s")
        answers.append(json.dumps(ok(cluster, "GET", f"{ML}/models/{new_model(cluster)}")))
    assert answers[0] == answers[1]
