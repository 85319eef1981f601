"""Memory containers: the indices they come with, and what an update merges."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, new_model, ok

CONTAINERS = f"{ML}/memory_containers"


def new_container(cluster: Cluster, **configuration: Any) -> str:
    body = {"name": "c", "configuration": configuration}
    return str(ok(cluster, "POST", f"{CONTAINERS}/_create", body)["memory_container_id"])


def models(cluster: Cluster) -> dict[str, Any]:
    """What a container with strategies needs."""
    embeds = {"embedding_model_type": "TEXT_EMBEDDING", "embedding_dimension": 8}
    return {"llm_id": new_model(cluster), "embedding_model_id": new_model(cluster), **embeds}


def configuration_of(cluster: Cluster, id: str) -> dict[str, Any]:
    found: dict[str, Any] = ok(cluster, "GET", f"{CONTAINERS}/{id}")["configuration"]
    return found


def indices_of(cluster: Cluster) -> set[str]:
    return {name for name in cluster.state.store["indices"] if "-memory-" in name and "container" not in name}


def test_only_kinds_that_are_kept_have_an_index() -> None:
    cluster = Cluster("opensearch", "3.4")
    new_container(cluster)
    assert indices_of(cluster) == {".plugins-ml-am-default-memory-working"}
    mine = {"index_prefix": "mine", "use_system_index": False, "disable_session": False, "disable_history": True}
    new_container(cluster, **mine, **models(cluster), strategies=[{"type": "semantic", "namespace": ["user_id"]}])
    assert indices_of(cluster) - {".plugins-ml-am-default-memory-working"} == {
        "mine-memory-sessions",
        "mine-memory-working",
        "mine-memory-long-term",
    }


def test_the_index_of_long_term_memories_embeds_them() -> None:
    cluster = Cluster("opensearch", "3.8")
    settings = {"working_memory_index": {"number_of_shards": "3"}}
    configuration = {"index_prefix": "mine", "use_system_index": False, "index_settings": settings}
    asked = models(cluster)
    new_container(cluster, **configuration, **asked, strategies=[{"type": "summary", "namespace": ["user_id"]}])
    index = ok(cluster, "GET", "/mine-memory-long-term")["mine-memory-long-term"]
    field = index["mappings"]["properties"]["memory_embedding"]
    assert (field["type"], field["dimension"], field["method"]["space_type"]) == ("knn_vector", 8, "cosinesimil")
    pipeline = "mine-memory-long-term-embedding"
    assert index["settings"]["index"]["default_pipeline"] == pipeline
    options = ok(cluster, "GET", f"/_ingest/pipeline/{pipeline}")[pipeline]["processors"][0]["text_embedding"]
    assert options == {"model_id": asked["embedding_model_id"], "field_map": {"memory": "memory_embedding"}}
    working = ok(cluster, "GET", "/mine-memory-working")["mine-memory-working"]
    assert working["settings"]["index"]["number_of_shards"] == "3"


@pytest.mark.parametrize(("version", "fields"), [("3.3", set()), ("3.4", {"checkpoint_id"}), ("3.8", {"session_id"})])
def test_mappings_grow_with_the_version(version: str, fields: set[str]) -> None:
    cluster = Cluster("opensearch", version)
    new_container(cluster, index_prefix="mine", use_system_index=False)
    found = ok(cluster, "GET", "/mine-memory-working/_mapping")["mine-memory-working"]["mappings"]["properties"]
    assert fields == {"checkpoint_id", "session_id"} & set(found) - ({"checkpoint_id"} if version == "3.8" else set())


def test_an_update_merges_strategies_by_id_and_keeps_the_prefix() -> None:
    cluster = Cluster("opensearch", "3.4")
    id = new_container(cluster, **models(cluster), strategies=[{"type": "semantic", "namespace": ["user_id"]}])
    kept = configuration_of(cluster, id)["strategies"][0]
    strategies = [{"id": kept["id"], "namespace": ["a"], "enabled": False}, {"type": "summary", "namespace": ["b"]}]
    update = {"description": "d", "configuration": {"index_prefix": "other", "strategies": strategies}}
    ok(cluster, "PUT", f"{CONTAINERS}/{id}", update)
    configuration = configuration_of(cluster, id)
    assert configuration["index_prefix"] == "default"
    by_type = {strategy["type"]: strategy for strategy in configuration["strategies"]}
    assert by_type["SEMANTIC"] == {**kept, "namespace": ["a"], "enabled": False}
    assert by_type["SUMMARY"]["enabled"] is True


def test_an_update_changes_a_limit_only_with_the_model_that_it_is_for() -> None:
    cluster = Cluster("opensearch", "3.8")
    id = new_container(cluster, llm_id=new_model(cluster), max_infer_size=7, parameters={"a": "b"})
    ok(cluster, "PUT", f"{CONTAINERS}/{id}", {"configuration": {"max_infer_size": 3, "parameters": {"a": "c"}}})
    assert configuration_of(cluster, id)["max_infer_size"] == 7
    assert configuration_of(cluster, id)["parameters"] == {"a": "b"}
    ok(cluster, "PUT", f"{CONTAINERS}/{id}", {"configuration": {"llm_id": new_model(cluster)}})
    assert configuration_of(cluster, id)["max_infer_size"] == 5


def test_an_update_of_a_rule_leaves_what_it_does_not_name() -> None:
    cluster = Cluster("opensearch", "3.8", settings={"plugins.ml_commons.memory.retention_enabled": True})
    id = new_container(cluster, retention_policy={"sessions": {"retention_days": 30, "max_count": 5}})
    path = f"{CONTAINERS}/{id}"
    ok(cluster, "PUT", path, {"configuration": {"retention_policy": {"sessions": {"max_count": None}}}})
    assert configuration_of(cluster, id)["retention_policy"] == {"sessions": {"retention_days": 30, "max_count": None}}
    ok(cluster, "PUT", path, {"configuration": {"retention_policy": None}})
    assert configuration_of(cluster, id)["retention_policy"] is None


def test_what_is_retained_of_sessions_that_are_not_kept_is_warned_of() -> None:
    cluster = Cluster("opensearch", "3.8", settings={"plugins.ml_commons.memory.retention_enabled": True})
    configuration = {"disable_session": True, "retention_policy": {"sessions": {"max_count": 5}}}
    answer = ask(cluster, "POST", f"{CONTAINERS}/_create", {"name": "c", "configuration": configuration})
    assert any("has no effect when disableSession=true" in value for name, value in answer.headers if name == "Warning")


def test_a_model_to_think_with_may_infer_five_memories_unless_told_otherwise() -> None:
    cluster = Cluster("opensearch", "3.4")
    id = new_container(cluster, llm_id=new_model(cluster))
    assert configuration_of(cluster, id)["max_infer_size"] == 5


def test_containers_of_32_have_to_be_switched_on() -> None:
    refused = ask(Cluster("opensearch", "3.2"), "POST", f"{CONTAINERS}/_create", {"name": "c"})
    assert refused.status == 403
