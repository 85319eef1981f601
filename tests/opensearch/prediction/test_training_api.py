"""Training: what is stored, and when a task that nobody waits for ends."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, ask, ok, refused

DATA = {
    "input_data": {
        "column_metas": [{"name": "x", "column_type": "DOUBLE"}],
        "rows": [{"values": [{"column_type": "DOUBLE", "value": value}]} for value in (1, 10)],
    }
}


def cluster(tasks: str = "immediate") -> Cluster:
    return Cluster("opensearch", settings={f"{KEY}only_run_on_ml_node": False}, tasks=tasks)


def test_a_task_runs_before_it_ends() -> None:
    fake = cluster(tasks="polls:2")
    task = ok(fake, "POST", f"{ML}/_train/kmeans?async=true", DATA)["task_id"]
    shown = [ok(fake, "GET", f"{ML}/tasks/{task}") for _ in range(3)]
    assert [one["state"] for one in shown] == ["CREATED", "RUNNING", "COMPLETED"]
    assert ok(fake, "POST", f"{ML}/_predict/kmeans/{shown[-1]['model_id']}", DATA)["status"] == "COMPLETED"


def test_training_with_a_support_vector_machine_is_not_done() -> None:
    assert ask(cluster(), "POST", f"{ML}/_train/ad_libsvm", DATA).status == 501


def test_the_least_busy_node_takes_no_more_than_it_may() -> None:
    fake = cluster(tasks="polls:9")
    ok(fake, "PUT", "/_cluster/settings", {"persistent": {f"{KEY}task_dispatch_policy": "least_load"}})
    ok(fake, "PUT", "/_cluster/settings", {"persistent": {f"{KEY}max_ml_task_per_node": 1}})
    ok(fake, "POST", f"{ML}/_train/kmeans?async=true", DATA)
    assert refused(fake, "POST", f"{ML}/_train/kmeans", DATA) == (
        500,
        "All nodes' executing ML task count reach limitation.",
    )


def test_a_trained_model_can_be_deployed() -> None:
    fake = cluster()
    model = ok(fake, "POST", f"{ML}/_train/kmeans", DATA)["model_id"]
    ok(fake, "POST", f"{ML}/models/{model}/_deploy")
    assert ok(fake, "GET", f"{ML}/models/{model}")["model_state"] == "DEPLOYED"
    assert ok(fake, "POST", f"{ML}/models/{model}/_predict", DATA)["status"] == "COMPLETED"


def test_two_clusters_of_one_seed_learn_the_same() -> None:
    first, second = (ok(cluster(), "POST", f"{ML}/_train_predict/kmeans", DATA) for _ in range(2))
    assert first == second
