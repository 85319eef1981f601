"""Downloads: at once, after some looks, after some time, or never."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import SPARSE, ask, ok, reason
from tests.elasticsearch.trained_models.making import MODELS

INPUT = {"input": {"field_names": ["text_field"]}}


def put(cluster: Cluster, query: str = "") -> None:
    ok(cluster, "PUT", f"{MODELS}/.elser_model_2{query}", INPUT)


def is_whole(cluster: Cluster) -> bool:
    (config,) = ok(cluster, "GET", f"{MODELS}/.elser_model_2?include=definition_status")["trained_model_configs"]
    whole: bool = config["fully_defined"]
    return whole


def test_a_download_is_there_at_once() -> None:
    cluster = Cluster("elasticsearch")
    put(cluster)
    assert is_whole(cluster)


def test_a_download_may_take_some_looks() -> None:
    cluster = Cluster("elasticsearch", downloads="polls:2")
    put(cluster)
    assert [is_whole(cluster) for _ in range(4)] == [False, False, True, True]


def test_a_download_may_take_some_time_of_the_clock() -> None:
    cluster = Cluster("elasticsearch", downloads="virtual_time:60")
    put(cluster)
    assert not is_whole(cluster)
    cluster.state.clock.advance(seconds=60)
    assert is_whole(cluster)


def test_a_download_may_never_end() -> None:
    cluster = Cluster("elasticsearch", downloads="never")
    put(cluster)
    cluster.state.clock.advance(hours=100)
    assert not is_whole(cluster)
    assert ask(cluster, "POST", f"{MODELS}/.elser_model_2/deployment/_start")[0] == 408
    assert ask(cluster, "PUT", "/_inference/sparse_embedding/e", SPARSE)[0] == 408


@pytest.mark.parametrize("downloads", ["polls:5", "virtual_time:20"])
def test_who_waits_gets_it(downloads: str) -> None:
    cluster = Cluster("elasticsearch", downloads=downloads)
    put(cluster, "?wait_for_completion=true")
    assert is_whole(cluster)


def test_starting_waits_as_long_as_it_is_told() -> None:
    cluster = Cluster("elasticsearch", downloads="virtual_time:60")
    put(cluster)
    assert ask(cluster, "POST", f"{MODELS}/.elser_model_2/deployment/_start?timeout=30s")[0] == 408
    assert ask(cluster, "POST", f"{MODELS}/.elser_model_2/deployment/_start?timeout=2m")[0] == 200


def test_putting_a_model_that_is_on_its_way_answers_with_it() -> None:
    cluster = Cluster("elasticsearch", downloads="polls:2")
    put(cluster)
    put(cluster)
    assert [is_whole(cluster) for _ in range(3)] == [False, False, True]
    assert "already exists" in reason(cluster, "PUT", f"{MODELS}/.elser_model_2", INPUT)


@pytest.mark.parametrize("downloads", ["polls:many", "later", "polls:1.5"])
def test_a_bad_policy_is_named(downloads: str) -> None:
    with pytest.raises(ValueError, match='downloads is "immediate"'):
        Cluster("elasticsearch", downloads=downloads)
