"""Cluster settings of Elasticsearch: what they do, beside the answers that the fixtures hold."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.cluster.cluster_settings import known_settings, setting
from fakeinfer.indices.registered import check_value
from tests.elasticsearch.asking import ask, ok

NAME = "action.destructive_requires_name"


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("elasticsearch", "9.5")


def put(cluster: Cluster, **levels: dict[str, Any]) -> Any:
    return ok(cluster, "PUT", "/_cluster/settings", levels)


def test_transient_wins_over_persistent_and_persistent_over_the_default(cluster: Cluster) -> None:
    assert setting(cluster.state, NAME) == "true"
    put(cluster, persistent={NAME: False})
    assert setting(cluster.state, NAME) == "false"
    put(cluster, transient={NAME: True})
    assert setting(cluster.state, NAME) == "true"


def test_wildcards_destroy_only_if_a_setting_says_so(cluster: Cluster) -> None:
    ok(cluster, "PUT", "/a1")
    assert ask(cluster, "POST", "/a*/_close")[0] == 400
    assert ask(cluster, "DELETE", "/a*")[0] == 400
    put(cluster, persistent={NAME: False})
    assert ok(cluster, "POST", "/a*/_close")["indices"] == {"a1": {"closed": True}}
    assert ok(cluster, "DELETE", "/_all") == {"acknowledged": True}


@pytest.mark.parametrize(
    ("said", "index", "why"),
    [
        ("false", "x", "and [action.auto_create_index] is [false]"),
        ("a*", "x", "and [action.auto_create_index] ([a*]) doesn't match"),
        ("+a*,-b*", "b1", "contains [-b*] which forbids automatic creation of the index"),
    ],
)
def test_indices_are_made_by_writes_only_if_a_setting_lets_them(
    cluster: Cluster, said: str, index: str, why: str
) -> None:
    put(cluster, persistent={"action.auto_create_index": said})
    status, answer = ask(cluster, "PUT", f"/{index}/_doc/1", {"a": 1})
    assert status == 404
    assert why in answer["error"]["reason"]
    assert "resource.id" not in answer["error"]


def test_a_pattern_lets_indices_be_made(cluster: Cluster) -> None:
    put(cluster, persistent={"action.auto_create_index": "+a*,-b*"})
    assert ok(cluster, "PUT", "/a1/_doc/1", {"a": 1})["result"] == "created"


def test_a_pattern_takes_settings_back(cluster: Cluster) -> None:
    put(cluster, persistent={"search.max_buckets": 5, "search.default_search_timeout": "5s"})
    put(cluster, persistent={"search.*": None})
    assert ok(cluster, "GET", "/_cluster/settings")["persistent"] == {}


def test_all_of_a_request_is_set_or_nothing_of_it(cluster: Cluster) -> None:
    body = {"persistent": {"search.max_buckets": 5}, "transient": {"nope": 1}}
    assert ask(cluster, "PUT", "/_cluster/settings", body)[0] == 400
    assert ok(cluster, "GET", "/_cluster/settings")["persistent"] == {}


def test_what_the_node_was_started_with_is_among_the_defaults() -> None:
    cluster = Cluster("elasticsearch", "9.5", node_name="n-7", settings={"xpack.ml.max_inference_processors": 7})
    defaults = ok(cluster, "GET", "/_cluster/settings?include_defaults&flat_settings")["defaults"]
    assert defaults["node.name"] == "n-7"
    assert defaults["xpack.ml.max_inference_processors"] == "7"
    assert defaults["search.max_buckets"] == "65536"


@pytest.mark.parametrize("line", ["8.11", "9.2", "9.5"])
def test_every_default_is_a_value_that_its_setting_takes(line: str) -> None:
    for name, known in known_settings(Cluster("elasticsearch", line).state).items():
        if isinstance(known.default, str) and known.default not in ("", "-1"):
            check_value(name, known.default, known)


MARK = "cluster.routing.allocation.disk.watermark"


@pytest.mark.parametrize(
    ("low", "high", "flood_stage", "refusal"),
    [
        ("80%", "0.9", "95%", None),
        ("30gb", "20gb", "10gb", None),
        ("95%", "90%", "95%", "low disk watermark [95%] more than high disk watermark [90%]"),
        ("92%", "94%", "93%", "high disk watermark [94%] more than flood stage disk watermark [93%]"),
        ("10gb", "20gb", "5gb", "low disk watermark [10gb] less than high disk watermark [20gb]"),
        ("30gb", "20gb", "25gb", "high disk watermark [20gb] less than flood stage disk watermark [25gb]"),
        ("30gb", "20gb", "90%", f"unable to consistently parse [{MARK}.low=30gb], [{MARK}.high=20gb],"
         f" and [{MARK}.flood_stage=90%] as percentage or bytes"),
        ("101%", "90%", "95%", f"unable to parse [{MARK}.low=101%] as either percentage or bytes"),
    ],
)  # fmt: skip
def test_watermarks_agree(cluster: Cluster, low: str, high: str, flood_stage: str, refusal: str | None) -> None:
    values = {f"{MARK}.low": low, f"{MARK}.high": high, f"{MARK}.flood_stage": flood_stage}
    status, answer = ask(cluster, "PUT", "/_cluster/settings", {"transient": values})
    assert (status, answer.get("error", {}).get("reason")) == (400 if refusal else 200, refusal)


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ("90%", None),
        ("10gb", None),
        ("101%", "percentage should be in [0-100], got [101]"),
        ("x%", "failed to parse [x] as a double"),
        ("0.9", "failed to parse setting [indices.breaker.request.limit] with value [0.9] as a size in bytes: unit is missing or unrecognized"),
    ],
)  # fmt: skip
def test_a_circuit_breaker_is_a_share_of_the_heap(cluster: Cluster, value: str, refusal: str | None) -> None:
    status, answer = ask(cluster, "PUT", "/_cluster/settings", {"transient": {"indices.breaker.request.limit": value}})
    assert (status, answer.get("error", {}).get("reason")) == (400 if refusal else 200, refusal)
