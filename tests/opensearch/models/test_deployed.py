"""Models in memory: forgotten after their time, if nobody asks for them."""

from __future__ import annotations

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import KEY, ML, ask, new_model, ok


def lives_a_minute(cluster: Cluster) -> str:
    model = new_model(cluster)
    ok(cluster, "PUT", f"{ML}/models/{model}", {"deploy_setting": {"model_ttl_minutes": 1}})
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    return model


def state_of(cluster: Cluster, model: str) -> str:
    state: str = ok(cluster, "GET", f"{ML}/models/{model}")["model_state"]
    return state


def test_a_model_is_undeployed_when_nobody_asked_for_it_its_time() -> None:
    cluster = Cluster("opensearch")
    model = lives_a_minute(cluster)
    cluster.state.clock.advance(seconds=59)
    assert state_of(cluster, model) == "DEPLOYED"
    cluster.state.clock.advance(seconds=2)
    assert state_of(cluster, model) == "UNDEPLOYED"


def test_asking_a_model_keeps_it() -> None:
    cluster = Cluster("opensearch")
    model = lives_a_minute(cluster)
    cluster.state.clock.advance(seconds=50)
    ok(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": {}})
    cluster.state.clock.advance(seconds=50)
    assert state_of(cluster, model) == "DEPLOYED"


def test_no_model_is_forgotten_while_nodes_do_not_agree() -> None:
    cluster = Cluster("opensearch", settings={f"{KEY}sync_up_job_interval_in_seconds": 0})
    model = lives_a_minute(cluster)
    cluster.state.clock.advance(hours=1)
    assert state_of(cluster, model) == "DEPLOYED"


def test_a_model_without_a_time_stays() -> None:
    cluster = Cluster("opensearch")
    model = new_model(cluster)
    ok(cluster, "POST", f"{ML}/models/{model}/_deploy")
    cluster.state.clock.advance(hours=1000)
    assert state_of(cluster, model) == "DEPLOYED"
    assert ask(cluster, "DELETE", f"{ML}/models/{model}").status == 400
