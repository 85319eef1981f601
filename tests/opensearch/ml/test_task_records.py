"""When tasks end."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, new_model, ok, refused

PRETRAINED = {
    "name": "huggingface/sentence-transformers/all-MiniLM-L6-v2",
    "version": "1.0.2",
    "model_format": "TORCH_SCRIPT",
}
ANY_NODE = {KEY + "only_run_on_ml_node": False}


def states(cluster: Cluster, task: str, times: int) -> list[str]:
    return [ok(cluster, "GET", f"{ML}/tasks/{task}")["state"] for _ in range(times)]


def test_tasks_end_at_once_by_default() -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE)
    task = ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)["task_id"]
    assert states(cluster, task, 1) == ["COMPLETED"]


def test_a_task_shows_unfinished_the_agreed_number_of_times() -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE, tasks="polls:2")
    task = ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)["task_id"]
    assert states(cluster, task, 4) == ["CREATED", "RUNNING", "COMPLETED", "COMPLETED"]


def local_model(cluster: Cluster) -> str:
    task = ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)["task_id"]
    while "model_id" not in (seen := ok(cluster, "GET", f"{ML}/tasks/{task}")):
        pass
    id: str = seen["model_id"]
    return id


def test_looking_at_the_model_counts_too() -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE, tasks="polls:1")
    model = local_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    seen = [ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] for _ in range(2)]
    assert seen == ["DEPLOYING", "DEPLOYED"]


@pytest.mark.parametrize("kind", ["tasks", "models"])
def test_searching_counts_too(kind: str) -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE, tasks="polls:1")
    ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)
    found = [ok(cluster, "POST", f"{ML}/{kind}/_search", {})["hits"]["total"]["value"] for _ in range(2)]
    assert found == ([1, 1] if kind == "tasks" else [0, 2]), "the model and its chunk are there once the task ended"


def test_a_remote_model_is_deployed_at_once_though_its_task_lags() -> None:
    cluster = Cluster("opensearch", tasks="polls:1")
    model = new_model(cluster)
    answer = ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    assert answer["status"] == "COMPLETED"
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "DEPLOYED"
    assert states(cluster, answer["task_id"], 2) == ["CREATED", "COMPLETED"]


def test_registration_with_deploy_makes_a_second_task() -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE)
    task = ok(cluster, "POST", f"{ML}/models/_register?deploy=true", PRETRAINED)["task_id"]
    model = ok(cluster, "GET", f"{ML}/tasks/{task}")["model_id"]
    assert ok(cluster, "GET", f"{ML}/models/{model}")["model_state"] == "DEPLOYED"
    found = ok(cluster, "POST", f"{ML}/tasks/_search", {"query": {"term": {"model_id": model}}})
    kinds = {hit["_source"]["task_type"] for hit in found["hits"]["hits"]}
    assert kinds == {"REGISTER_MODEL", "DEPLOY_MODEL"}


def test_a_model_deleted_while_being_deployed_fails_its_task() -> None:
    cluster = Cluster("opensearch", "2.19", settings=ANY_NODE, tasks="polls:1")
    model = local_model(cluster)
    task = ok(cluster, "POST", f"{ML}/models/{model}/_deploy")["task_id"]
    cluster.state.store.delete("docs:.plugins-ml-model", model)
    assert states(cluster, task, 2) == ["CREATED", "FAILED"]


@pytest.mark.parametrize("policy", ["sometimes", "polls:", "polls:-1"])
def test_a_policy_that_is_none_is_refused_at_the_start(policy: str) -> None:
    with pytest.raises(ValueError, match="immediate"):
        Cluster("opensearch", tasks=policy)


@pytest.mark.parametrize(("downloads", "outcome"), [(False, "FAILED"), ("false", "FAILED"), ("true", "COMPLETED")])
def test_downloads_may_be_said_not_to_succeed(downloads: object, outcome: str) -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE, downloads=downloads)
    task = ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)["task_id"]
    assert states(cluster, task, 1) == [outcome]


def test_downloads_is_true_or_false() -> None:
    with pytest.raises(ValueError, match="downloads"):
        Cluster("opensearch", downloads="perhaps")


def test_a_task_that_takes_too_long_fails() -> None:
    cluster = Cluster("opensearch", settings={**ANY_NODE, f"{KEY}ml_task_timeout_in_seconds": 60}, tasks="polls:9")
    task = ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)["task_id"]
    assert states(cluster, task, 2) == ["CREATED", "RUNNING"]
    cluster.state.clock.advance(minutes=2)
    shown = ok(cluster, "GET", f"{ML}/tasks/{task}")
    assert (shown["state"], shown["error"]) == ("FAILED", "timeout after 60 seconds")


def test_a_running_task_is_not_deleted() -> None:
    cluster = Cluster("opensearch", settings=ANY_NODE, tasks="polls:9")
    task = ok(cluster, "POST", f"{ML}/models/_register", PRETRAINED)["task_id"]
    assert states(cluster, task, 2) == ["CREATED", "RUNNING"]
    assert refused(cluster, "DELETE", f"{ML}/tasks/{task}") == (
        500,
        "Task cannot be deleted in running state. Try after some time.",
    )
