from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.auth import own_headers
from fakeinfer.cluster import Cluster
from fakeinfer.seed import apply_seed
from tests.opensearch.security.asking import ADMIN, AUTHINFO, ok, secured, send


@pytest.mark.parametrize("value", [True, "true", "1", "on"])
def test_ways_to_say_yes(value: Any) -> None:
    assert send(Cluster("opensearch", security=value), "GET", "/", who=None).status == 401


@pytest.mark.parametrize("value", [False, None, "false", ""])
def test_ways_to_say_no(value: Any) -> None:
    assert send(Cluster("opensearch", security=value), "GET", "/", who=None).status == 200


def test_a_user_given_by_password_alone_is_an_administrator() -> None:
    cluster = secured(users={"root": "secret-1"})
    assert ok(cluster, "GET", AUTHINFO, who="root:secret-1")["roles"] == ["all_access"]


def test_users_and_roles_as_texts_of_a_command_line() -> None:
    cluster = secured(users="bob:secret-1:r+readall,root:secret-2", roles='{"r": {"cluster_permissions": ["*"]}}')
    assert ok(cluster, "GET", AUTHINFO, who="bob:secret-1")["roles"] == ["r", "readall"]
    assert ok(cluster, "GET", "/_cluster/health", who="bob:secret-1")
    assert ok(cluster, "GET", AUTHINFO, who="root:secret-2")["roles"] == ["all_access"]


def test_the_demo_configuration_gives_everybody_own_index() -> None:
    cluster = Cluster("opensearch", security=True, users={"bob": {"password": "secret-1"}})
    assert ok(cluster, "GET", AUTHINFO, who="bob:secret-1")["roles"] == ["own_index"]
    assert ok(cluster, "PUT", "/bob", who="bob:secret-1")["acknowledged"]
    assert send(cluster, "PUT", "/alice", who="bob:secret-1").status == 403


def test_the_password_of_admin() -> None:
    cluster = secured(password="secret-1", users={"admin": {"backend_roles": ["admin"], "description": "me"}})
    assert ok(cluster, "GET", "/_plugins/_security/api/account", who="admin:secret-1")["is_reserved"] is False
    assert send(cluster, "GET", "/", who=ADMIN).status == 401


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"users": {"bob": "secret-1"}}, "the option users needs security=True"),
        ({"roles_mapping": {"readall": {}}}, "the option roles_mapping needs security=True"),
        ({"security": True, "users": {"bob": {"roles": []}}}, "the user bob needs a password"),
        ({"security": True, "users": {"bob": {"password": "x", "role": "r"}}}, "the user bob: nothing reads role"),
        ({"security": True, "users": {"bob": {"password": "x", "roles": ["r"]}}}, "the user bob: there is no role r"),
        ({"security": True, "users": {"admin": "x"}}, "the password of admin is an option of its own, password"),
        ({"security": True, "users": "bob"}, "the option users is written name:password, or name:password:role+role"),
        ({"security": True, "users": ["bob"]}, "the option users maps names to what they stand for"),
        ({"security": True, "roles": "nonsense"}, "the option roles is no JSON"),
        ({"security": True, "roles": {"r": {"foo": 1}}}, "the role r: {'status': 'error'"),
        ({"security": True, "roles": {"r": "x"}}, "the role r is no mapping"),
        (
            {"security": True, "roles": {"r": {"index_permissions": [{"dls": "{}"}]}}},
            "the role r: fakeinfer does not implement the limit [dls] of a role",
        ),
        ({"security": True, "roles_mapping": {"r": {}}}, "the option roles_mapping: there is no role r"),
    ],
)
def test_what_a_cluster_cannot_be_started_with(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Cluster("opensearch", **options)


def test_a_reset_brings_the_users_of_the_start_back() -> None:
    cluster = secured(users={"bob": {"password": "secret-1"}})
    ok(cluster, "DELETE", "/_plugins/_security/api/internalusers/bob")
    assert send(cluster, "GET", AUTHINFO, who="bob:secret-1").status == 401
    cluster.reset()
    assert ok(cluster, "GET", AUTHINFO, who="bob:secret-1")


def test_seeds_are_planted_by_the_administrator(tmp_path: Path) -> None:
    file = tmp_path / "seed.console"
    file.write_text("PUT /docs\n{}\n")
    cluster = secured(password="secret-1")
    assert apply_seed(file, cluster.handle, own_headers(cluster.state)) == 1
    assert send(cluster, "HEAD", "/docs", who="admin:secret-1").status == 200
