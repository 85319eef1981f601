"""What of a document `_source` shows."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ok

MAPPINGS = {
    "properties": {
        "v": {"type": "dense_vector", "dims": 2},
        "o": {"properties": {"v": {"type": "dense_vector", "dims": 2}}},
        "n": {"type": "nested", "properties": {"v": {"type": "dense_vector", "dims": 2}}},
    }
}
SENT = {"v": [1, 0], "t": "x", "o": {"v": [0, 1], "y": 1}, "n": [{"v": [1, 1], "x": "p"}]}


def source(version: str, query: str = "", settings: dict[str, Any] | None = None) -> Any:
    """The source of a document with vectors."""
    cluster = Cluster("elasticsearch", version)
    ok(cluster, "PUT", "/i", {"settings": settings or {}, "mappings": MAPPINGS})
    ok(cluster, "PUT", "/i/_doc/1", SENT)
    got = ok(cluster, "GET", f"/i/_doc/1{query}")["_source"]
    found = ok(cluster, "GET", f"/i/_search{query}")["hits"]["hits"][0]["_source"]
    assert got == found == ok(cluster, "GET", f"/i/_source/1{query}")
    assert list(got) == list(found)
    return got


def test_vectors_are_shown_before_9_2() -> None:
    assert source("9.1") == SENT


def test_vectors_are_hidden_since() -> None:
    assert source("9.2") == {"t": "x", "o": {"y": 1}, "n": [{"x": "p"}]}


def test_vectors_come_back_after_the_other_keys() -> None:
    shown = source("9.2", "?_source_exclude_vectors=false")
    assert list(shown) == ["t", "o", "n", "v"]
    assert shown["n"] == [{"x": "p", "v": [1.0, 1.0]}]


@pytest.mark.parametrize(
    ("includes", "shown"), [("v", {"v": [1, 0]}), ("o.*", {"o": {"v": [0, 1], "y": 1}}), ("t", {"t": "x"})]
)
def test_a_vector_is_shown_when_it_is_named(includes: str, shown: dict[str, Any]) -> None:
    assert source("9.5", f"?_source_includes={includes}") == shown


def test_an_index_may_keep_its_sources_whole() -> None:
    assert source("9.5", settings={"index.mapping.exclude_source_vectors": False}) == SENT


def test_a_partial_update_keeps_a_hidden_vector() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/i", {"mappings": MAPPINGS})
    ok(cluster, "PUT", "/i/_doc/1", SENT)
    ok(cluster, "POST", "/i/_update/1", {"doc": {"t": "y"}})
    shown = ok(cluster, "GET", "/i/_doc/1?_source_exclude_vectors=false")["_source"]
    assert (shown["t"], shown["v"]) == ("y", [1, 0])
