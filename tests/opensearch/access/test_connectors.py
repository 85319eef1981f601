from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.access.test_control import USERS, who
from tests.opensearch.asking import ML, connector_body
from tests.opensearch.security.asking import ask, ok, secured

SETTINGS = {"plugins.ml_commons.connector_access_control_enabled": True}


@pytest.fixture
def cluster() -> Cluster:
    return secured(users=USERS, settings=SETTINGS)


def connector(cluster: Cluster, **access: Any) -> str:
    made = ok(cluster, "POST", f"{ML}/connectors/_create", connector_body(**access), who=who("alice"))
    id: str = made["connector_id"]
    return id


@pytest.mark.parametrize(
    ("access", "seen_by"),
    [
        ({}, ["alice"]),
        ({"access_mode": "public"}, ["alice", "bob", "carol"]),
        ({"backend_roles": ["common"]}, ["alice", "bob"]),
        ({"add_all_backend_roles": True}, ["alice", "bob"]),
        ({"backend_roles": ["red"]}, ["alice"]),
    ],
)
def test_who_sees_a_connector(cluster: Cluster, access: dict[str, Any], seen_by: list[str]) -> None:
    id = connector(cluster, **access)
    for name in USERS:
        seen = name in seen_by
        found = ok(cluster, "POST", f"{ML}/connectors/_search", {"query": {"match_all": {}}}, who=who(name))
        assert (found["hits"]["total"]["value"] == 1) is seen
        assert (ask(cluster, "GET", f"{ML}/connectors/{id}", who=who(name))[0] == 200) is seen
        assert (ask(cluster, "PUT", f"{ML}/connectors/{id}", {"description": "d"}, who=who(name))[0] == 200) is seen
    assert ok(cluster, "GET", f"{ML}/connectors/{id}")["owner"]["name"] == "alice"


def test_a_model_may_use_any_connector(cluster: Cluster) -> None:
    body = {"name": "m", "function_name": "remote", "connector_id": connector(cluster)}
    assert ok(cluster, "POST", f"{ML}/models/_register", body, who=who("bob"))["status"] == "CREATED"


def test_an_update_says_who_may_unasked(cluster: Cluster) -> None:
    id = connector(cluster, backend_roles=["common"])
    ok(cluster, "PUT", f"{ML}/connectors/{id}", {"backend_roles": ["blue"]}, who=who("alice"))
    assert ask(cluster, "GET", f"{ML}/connectors/{id}", who=who("alice"))[0] == 403
    assert ask(cluster, "GET", f"{ML}/connectors/{id}", who=who("bob"))[0] == 200


def test_who_is_limited_is_told_that_a_connector_is_not_there(cluster: Cluster) -> None:
    connector(cluster)
    status, refused = ask(cluster, "DELETE", f"{ML}/connectors/nope", who=who("bob"))
    assert status == 404
    assert refused["error"]["reason"] == "Failed to find connector with the provided connector id: nope"
    assert ok(cluster, "DELETE", f"{ML}/connectors/nope")["result"] == "not_found"
