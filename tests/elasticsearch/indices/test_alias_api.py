"""Aliases of Elasticsearch, beyond what the fixtures hold."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import ask, ok
from tests.elasticsearch.security.asking import send, with_role


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/one", {"aliases": {"w": {"is_write_index": True}}})
    ok(cluster, "PUT", "/two")
    return cluster


def act(cluster: Cluster, *actions: dict[str, Any]) -> tuple[int, Any]:
    return ask(cluster, "POST", "/_aliases", {"actions": list(actions)})


def test_the_index_that_writes_may_change_in_any_order_of_actions(cluster: Cluster) -> None:
    gives = {"add": {"index": "two", "alias": "w", "is_write_index": True}}
    takes = {"add": {"index": "one", "alias": "w", "is_write_index": False}}
    assert act(cluster, gives, takes) == (200, {"acknowledged": True, "errors": False})


def test_two_writers_change_nothing(cluster: Cluster) -> None:
    status, answer = act(
        cluster,
        {"add": {"index": "two", "alias": "v"}},
        {"add": {"index": "two", "alias": "w", "is_write_index": True}},
    )
    assert (status, answer["error"]["type"]) == (500, "illegal_state_exception")
    assert ok(cluster, "GET", "/two/_alias")["two"]["aliases"] == {}


def test_older_versions_skip_what_they_do_not_know_of_an_alias() -> None:
    cluster = Cluster("elasticsearch", "8.19")
    ok(cluster, "PUT", "/one")
    assert ok(cluster, "PUT", "/one/_alias/a", {"nope": 1}) == {"acknowledged": True, "errors": False}


def test_an_alias_is_no_place_for_another(cluster: Cluster) -> None:
    status, answer = ask(cluster, "PUT", "/w/_alias/x")
    assert status == 400
    assert "matches an alias" in answer["error"]["reason"]


LITTLE = {"cluster": ["all"], "indices": [{"names": ["mine*"], "privileges": ["all"]}]}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/_aliases", {"actions": [{"add": {"index": "INDEX", "alias": "x"}}]}),
        ("POST", "/_aliases", {"actions": [{"remove_index": {"index": "INDEX"}}]}),
        ("PUT", "/_alias/x", {"index": "INDEX"}),
        ("PUT", "/INDEX/_alias/x", None),
        ("DELETE", "/INDEX/_alias/there", None),
        ("POST", "/INDEX/_analyze", {"text": "a"}),
        ("POST", "/_analyze?index=INDEX", {"text": "a"}),
    ],
)
def test_with_security_each_index_needs_leave(method: str, path: str, body: Any) -> None:
    cluster = with_role(LITTLE, "9.5")
    for index in ("mine", "other"):
        assert send(cluster, "PUT", f"/{index}", {"aliases": {"there": {}}}).status == 200

    def asked(index: str) -> int:
        sent = None if body is None else _put_in(body, index)
        return send(cluster, method, path.replace("INDEX", index), sent, who="bob:secret-1").status

    assert (asked("mine"), asked("other")) == (200, 403)


def _put_in(body: Any, index: str) -> Any:
    if isinstance(body, dict):
        return {key: _put_in(value, index) for key, value in body.items()}
    if isinstance(body, list):
        return [_put_in(value, index) for value in body]
    return index if body == "INDEX" else body
