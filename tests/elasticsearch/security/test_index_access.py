from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.security.asking import ok, reason, send, with_role

BOB = "bob:secret-1"


@pytest.fixture
def cluster() -> Cluster:
    found = with_role({"indices": [{"names": ["a*", "shared"], "privileges": ["read"]}]})
    for name in ("a1", "a2", "b1"):
        aliases: dict[str, object] = {"shared": {}} if name == "b1" else {}
        ok(found, "PUT", f"/{name}", {"aliases": aliases})
        ok(found, "PUT", f"/{name}/_doc/1?refresh=true", {"x": 1})
    return found


@pytest.mark.parametrize(
    ("expression", "seen"),
    [
        ("_all", ["a1", "a2", "b1"]),
        ("*", ["a1", "a2", "b1"]),
        ("*,-shared", ["a1", "a2"]),
        ("*,-a*", ["b1"]),
        ("a*", ["a1", "a2"]),
        ("a*,-a2", ["a1"]),
        ("b*", []),
        ("a1", ["a1"]),
        ("shared", ["b1"]),
    ],
)
def test_expressions_mean_what_the_user_may_see(cluster: Cluster, expression: str, seen: list[str]) -> None:
    hits = ok(cluster, "GET", f"/{expression}/_search", who=BOB)["hits"]["hits"]
    assert sorted(hit["_index"] for hit in hits) == seen


def test_a_wildcard_that_means_nothing_is_refused_where_that_is_asked(cluster: Cluster) -> None:
    told = reason(cluster, "GET", "/b*/_search?allow_no_indices=false", who=BOB)
    assert told == "no such index [b*]"


def test_an_alias_lets_at_an_index_by_that_name_only(cluster: Cluster) -> None:
    assert send(cluster, "GET", "/shared/_doc/1", who=BOB).status == 200
    assert send(cluster, "GET", "/b1/_doc/1", who=BOB).status == 403


def test_the_server_s_own_indices_are_told_apart() -> None:
    cluster = with_role({"indices": [{"names": ["a"], "privileges": ["read"]}]})
    told = reason(cluster, "GET", "/b,.security/_search", who=BOB)
    assert " on indices [b] and restricted indices [.security], this action" in told


def test_a_table_lists_what_the_user_may_see() -> None:
    cluster = with_role({"indices": [{"names": ["a*"], "privileges": ["monitor"]}]})
    for name in ("a1", "b1"):
        ok(cluster, "PUT", f"/{name}", {})
    assert send(cluster, "GET", "/_cat/indices?h=index", who=BOB).content == b"a1\n"


@pytest.mark.parametrize("who", ["elastic:changeme", BOB])
@pytest.mark.parametrize("expression", ["*", "_all", "a1,b*"])
def test_wildcards_delete_nothing_whoever_asks(cluster: Cluster, who: str, expression: str) -> None:
    told = reason(cluster, "DELETE", f"/{expression}", who=who)
    assert told == "Wildcard expressions or all indices are not allowed"
