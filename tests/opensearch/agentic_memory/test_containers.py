"""Memory containers: the indices they come with, and what an update merges."""

from __future__ import annotations

from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, new_model, ok

CONTAINERS = f"{ML}/memory_containers"


def new_container(cluster: Cluster, **configuration: Any) -> str:
    body = {"name": "c", "configuration": configuration}
    return str(ok(cluster, "POST", f"{CONTAINERS}/_create", body)["memory_container_id"])


def indices_of(cluster: Cluster) -> set[str]:
    return {name for name in cluster.state.store["indices"] if "-memory-" in name and "container" not in name}


def test_only_kinds_that_are_kept_have_an_index() -> None:
    cluster = Cluster("opensearch", "3.4")
    new_container(cluster)
    assert indices_of(cluster) == {".plugins-ml-am-default-memory-working"}
    strategies = [{"type": "semantic", "namespace": ["user_id"]}]
    new_container(
        cluster,
        index_prefix="mine",
        use_system_index=False,
        disable_session=False,
        disable_history=True,
        strategies=strategies,
    )
    assert indices_of(cluster) - {".plugins-ml-am-default-memory-working"} == {
        "mine-memory-sessions",
        "mine-memory-working",
        "mine-memory-long-term",
    }


def test_an_update_merges_strategies_by_id_and_keeps_the_prefix() -> None:
    cluster = Cluster("opensearch", "3.4")
    id = new_container(cluster, strategies=[{"type": "semantic", "namespace": ["user_id"]}])
    kept = ok(cluster, "GET", f"{CONTAINERS}/{id}")["configuration"]["strategies"][0]
    changed = {"id": kept["id"], "type": "SEMANTIC", "namespace": ["a"], "enabled": False}
    strategies = [changed, {"type": "summary", "namespace": ["b"]}]
    update = {"description": "d", "configuration": {"index_prefix": "other", "strategies": strategies}}
    ok(cluster, "PUT", f"{CONTAINERS}/{id}", update)
    shown = ok(cluster, "GET", f"{CONTAINERS}/{id}")
    assert shown["description"] == "d"
    assert shown["configuration"]["index_prefix"] == "default"
    assert shown["configuration"]["strategies"][0] == changed
    assert [strategy["type"] for strategy in shown["configuration"]["strategies"]] == ["SEMANTIC", "SUMMARY"]


def test_a_model_to_think_with_may_infer_five_memories_unless_told_otherwise() -> None:
    cluster = Cluster("opensearch", "3.4")
    id = new_container(cluster, llm_id=new_model(cluster))
    assert ok(cluster, "GET", f"{CONTAINERS}/{id}")["configuration"]["max_infer_size"] == 5


def test_the_switch_of_32_does_not_bring_what_33_has() -> None:
    cluster = Cluster("opensearch", "3.2", settings={"plugins.ml_commons.agentic_memory_enabled": True})
    assert ask(cluster, "POST", f"{CONTAINERS}/_create", {"name": "c"}).status == 400
