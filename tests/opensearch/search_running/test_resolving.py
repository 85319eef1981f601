"""Which pipeline a search goes through."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.search_running.resolving import NONE, asked_pipeline, default_pipeline
from tests.ingest.tools import ask


@pytest.fixture
def cluster() -> Cluster:
    return _cluster("2.19")


def _cluster(version: str) -> Cluster:
    made = Cluster("opensearch", version)
    ask(made, "PUT", "/_search/pipeline/p", {"request_processors": [{"filter_query": {"query": {"match_all": {}}}}]})
    for name, pipeline in (("a", "p"), ("b", None), ("c", "_none"), ("d", "p")):
        settings = {} if pipeline is None else {"index.search.default_pipeline": pipeline}
        ask(made, "PUT", f"/{name}", {"settings": settings})
    return made


def test_a_search_that_says_nothing_asks_for_nothing(cluster: Cluster) -> None:
    assert asked_pipeline(cluster.state, {"size": 1}, None) is None


def test_none_is_a_name_of_its_own(cluster: Cluster) -> None:
    assert asked_pipeline(cluster.state, {"search_pipeline": "p"}, "_none") == NONE


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["a"], "p"),
        (["a", "b"], "p"),
        (["a", "d"], "p"),
        (["a", "c"], None),
        (["c", "a"], "p"),
        (["b"], None),
        ([], None),
    ],
)
def test_indices_have_a_default_if_they_agree(cluster: Cluster, names: list[str], found: str | None) -> None:
    pipeline = default_pipeline(cluster.state, names)
    assert (pipeline and pipeline.id) == found


def test_before_214_several_indices_have_none() -> None:
    cluster = _cluster("2.13")
    assert default_pipeline(cluster.state, ["a", "d"]) is None
    assert default_pipeline(cluster.state, ["a"]) is not None
