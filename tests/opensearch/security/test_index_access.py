from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.security.index_access import meant
from tests.opensearch.security.asking import ok, reason, secured, with_role

READER = {"index_permissions": [{"index_patterns": ["docs*"], "allowed_actions": ["read"]}]}


@pytest.fixture
def cluster() -> Cluster:
    made = with_role(READER)
    ok(made, "PUT", "/docs-1", {"aliases": {"al": {}}})
    ok(made, "PUT", "/other", {"aliases": {"docs-al": {}}})
    return made


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("docs-1", ["docs-1"]),
        ("al", ["docs-1"]),
        ("nope", ["nope"]),
        ("docs*", ["docs-1", "other"]),
        ("o*,-other", []),
        ("zzz*", []),
        ("_nope", []),
        ("", []),
    ],
)
def test_what_an_expression_means(cluster: Cluster, expression: str, names: list[str]) -> None:
    assert meant(cluster.state, expression) == names


def test_everything_means_the_servers_own_index_too(cluster: Cluster) -> None:
    assert set(meant(cluster.state, "_all")) == {".opendistro_security", ".plugins-ml-config", "docs-1", "other"}
    assert meant(cluster.state, "*") == meant(cluster.state, "_all")


def test_an_index_may_be_read_under_any_of_its_names(cluster: Cluster) -> None:
    for name in ("docs-1", "al", "docs-al", "other"):
        assert ok(cluster, "POST", f"/{name}/_search", {}, who="bob:secret-1")


def test_each_item_of_many_needs_leave(cluster: Cluster) -> None:
    made = with_role({**READER, "cluster_permissions": ["cluster_composite_ops_ro"]})
    ok(made, "PUT", "/docs-1")
    ok(made, "PUT", "/other")
    items = [{"_index": name, "_id": "1"} for name in ("docs-1", "other")]
    first, second = ok(made, "POST", "/_mget", {"docs": items}, who="bob:secret-1")["docs"]
    assert first["found"] is False
    assert second["error"]["reason"].startswith("no permissions for [indices:data/read/mget[shard]]")


def test_a_refusal_names_who_asked(cluster: Cluster) -> None:
    told = reason(cluster, "PUT", "/docs-1/_doc/1", {"a": 1}, who="bob:secret-1")
    assert told == (
        "no permissions for [indices:data/write/index] and User [name=bob, backend_roles=[], requestedTenant=null]"
    )


def test_an_administrator_may_write_anywhere_else() -> None:
    cluster = secured()
    assert ok(cluster, "PUT", "/docs/_doc/1", {"a": 1})["result"] == "created"
    lines = '{"index": {"_index": "docs", "_id": "2"}}\n{"a": 1}\n{"delete": {"_index": "docs", "_id": "1"}}\n'
    assert ok(cluster, "POST", "/_bulk", lines)["errors"] is False
    assert ok(cluster, "DELETE", "/docs")["acknowledged"]
