"""Finding endpoints."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.endpoints import all_endpoints, find_endpoint, is_preconfigured
from fakeinfer.errors import ApiError
from fakeinfer.operations import Call
from fakeinfer.wire import Request


def call(version: str = "9.5") -> Call:
    """A call to a fresh cluster."""
    cluster = Cluster("elasticsearch", version)
    operation = cluster.contract.operations["inference.get"]
    return Call(cluster.contract, cluster.state, operation, Request("GET", "/_inference"), {})


@pytest.mark.parametrize("task_type", [None, "any", "rerank"])
def test_a_task_type_that_fits_finds(task_type: str | None) -> None:
    assert find_endpoint(call(), ".rerank-v1-elasticsearch", task_type)["service"] == "elasticsearch"


def test_another_task_type_is_refused() -> None:
    with pytest.raises(ApiError, match="does not match the inference endpoint's task type"):
        find_endpoint(call(), ".rerank-v1-elasticsearch", "completion")


def test_nothing_is_found_where_nothing_is() -> None:
    with pytest.raises(ApiError, match=r"Inference endpoint not found \[nope\]"):
        find_endpoint(call(), "nope")


@pytest.mark.parametrize(("version", "count"), [("8.16", 0), ("8.17", 2), ("8.18", 3), ("9.0", 3), ("9.5", 3)])
def test_a_version_has_its_preconfigured_endpoints(version: str, count: int) -> None:
    assert len(all_endpoints(call(version))) == count


def test_a_stored_copy_comes_before_the_preconfigured_one() -> None:
    here = call()
    stored = {**find_endpoint(here, ".rerank-v1-elasticsearch"), "service": "stored"}
    here.store.put("inference_endpoints", ".rerank-v1-elasticsearch", stored)
    assert find_endpoint(here, ".rerank-v1-elasticsearch")["service"] == "stored"
    assert is_preconfigured(here, ".rerank-v1-elasticsearch")
    assert not is_preconfigured(here, "mine")
