"""Deployments over time: what a snapshot keeps, scaling to zero, the cache."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok, reason
from tests.elasticsearch.trained_models.making import MODELS, deploy, infer, stats, upload

FROM_ZERO = {"adaptive_allocations": {"enabled": True, "min_number_of_allocations": 0, "max_number_of_allocations": 4}}
SETTING = "xpack.ml.trained_models.adaptive_allocations.scale_to_zero_time"


def deployed(version: str = "9.5", body: object = FROM_ZERO, **options: object) -> Cluster:
    cluster = Cluster("elasticsearch", version, **options)  # type: ignore[arg-type]
    upload(cluster, embedding_size=4)
    deploy(cluster, body=body)
    return cluster


def allocations(cluster: Cluster) -> int:
    count: int = stats(cluster, "mine")["deployment_stats"]["number_of_allocations"]
    return count


@pytest.mark.parametrize(
    ("version", "minutes"), [("8.16", 15), ("8.18", 15), ("8.19", 1440), ("9.0", 15), ("9.1", 1440)]
)
def test_who_may_have_no_allocations_has_none_after_a_while(version: str, minutes: int) -> None:
    cluster = deployed(version)
    cluster.state.clock.advance(minutes=minutes - 1)
    assert allocations(cluster) == 1
    cluster.state.clock.advance(minutes=1)
    assert allocations(cluster) == 0
    assert stats(cluster, "mine")["deployment_stats"]["nodes"] == []


def test_the_first_question_after_that_is_refused_and_wakes_it() -> None:
    cluster = deployed()
    cluster.state.clock.advance(hours=25)
    status, answer = ask(cluster, "POST", f"{MODELS}/mine/_infer", {"docs": [{"text": "x"}]})
    assert status == 409
    assert answer["error"]["reason"] == (
        "Trained model deployment [mine] is not allocated to any nodes; starting deployment of one allocation"
    )
    assert len(infer(cluster, "mine", "x")) == 1
    assert allocations(cluster) == 1


def test_questions_keep_it_awake() -> None:
    cluster = deployed(settings={SETTING: "15m"})
    for _ in range(5):
        cluster.state.clock.advance(minutes=14)
        infer(cluster, "mine", "x")
    cluster.state.clock.advance(minutes=15)
    assert "is not allocated" in reason(cluster, "POST", f"{MODELS}/mine/_infer", {"docs": [{"text": "x"}]})


@pytest.mark.parametrize("body", [None, {"adaptive_allocations": {"enabled": True, "min_number_of_allocations": 1}}])
def test_others_stay(body: object) -> None:
    cluster = deployed(body=body)
    cluster.state.clock.advance(hours=100)
    assert allocations(cluster) == 1


def test_the_cache_goes_by_text_and_is_cleared() -> None:
    cluster = deployed(body=None)
    infer(cluster, "mine", "a", "b", "a")
    infer(cluster, "mine", "b")
    node = stats(cluster, "mine")["deployment_stats"]["nodes"][0]
    assert (node["inference_count"], node["inference_cache_hit_count"]) == (4, 2)
    ok(cluster, "POST", f"{MODELS}/mine/deployment/cache/_clear")
    infer(cluster, "mine", "a")
    assert stats(cluster, "mine")["deployment_stats"]["nodes"][0]["inference_cache_hit_count"] == 2


def test_a_cache_of_no_size_hits_nothing() -> None:
    cluster = Cluster("elasticsearch")
    upload(cluster)
    deploy(cluster, query="?cache_size=0")
    infer(cluster, "mine", "a", "a")
    assert stats(cluster, "mine")["deployment_stats"]["nodes"][0]["inference_cache_hit_count"] == 0


def test_failed_questions_are_counted() -> None:
    cluster = deployed(body=None)
    ask(cluster, "POST", f"{MODELS}/mine/_infer", {"docs": [{"other": "x"}]})
    entry = stats(cluster, "mine")
    assert entry["inference_stats"]["failure_count"] == entry["deployment_stats"]["error_count"] == 1


def test_throughput_is_of_a_minute() -> None:
    cluster = deployed(body=None)
    infer(cluster, "mine", "a", "b", "c")
    cluster.state.clock.advance(minutes=1)
    infer(cluster, "mine", "d")
    told = stats(cluster, "mine")["deployment_stats"]
    assert (told["peak_throughput_per_minute"], told["nodes"][0]["throughput_last_minute"]) == (3, 1)
    cluster.state.clock.advance(minutes=5)
    assert stats(cluster, "mine")["deployment_stats"]["nodes"][0]["throughput_last_minute"] == 0


def test_a_snapshot_keeps_what_runs_and_what_was_asked() -> None:
    cluster = deployed(body=None)
    infer(cluster, "mine", "a")
    before = cluster.snapshot()
    infer(cluster, "mine", "a", "b")
    ok(cluster, "POST", f"{MODELS}/mine/deployment/_stop")
    cluster.restore(before)
    infer(cluster, "mine", "b")
    node = stats(cluster, "mine")["deployment_stats"]["nodes"][0]
    assert (node["inference_count"], node["inference_cache_hit_count"]) == (2, 0)


def test_there_are_a_hundred_deployments_at_most() -> None:
    cluster = Cluster("elasticsearch")
    upload(cluster)
    for number in range(100):
        deploy(cluster, query=f"?deployment_id=d{number}")
    status, answer = ask(cluster, "POST", f"{MODELS}/mine/deployment/_start")
    assert status == 429
    assert answer["error"]["reason"] == (
        "Could not start model deployment because existing deployments reached the limit of [100]"
    )


def test_memory_is_counted_as_the_server_does() -> None:
    cluster = Cluster("elasticsearch")
    ok(cluster, "PUT", f"{MODELS}/.elser_model_2", {"input": {"field_names": ["text_field"]}})
    assert stats(cluster, ".elser_model_2")["model_size_stats"]["required_native_memory_bytes"] == 2_101_346_304
    upload(cluster)
    assert stats(cluster, "mine")["model_size_stats"]["required_native_memory_bytes"] == 240 * 1024 * 1024 + 20
