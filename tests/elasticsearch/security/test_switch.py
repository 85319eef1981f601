from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.auth import own_headers
from fakeinfer.cluster import Cluster
from fakeinfer.seed import apply_seed
from tests.elasticsearch.security.asking import ok, secured, send


@pytest.mark.parametrize("value", [True, "true", "1", "on"])
def test_ways_to_say_yes(value: Any) -> None:
    assert send(Cluster("elasticsearch", security=value), "GET", "/", who=None).status == 401


@pytest.mark.parametrize("value", [False, None, "false", ""])
def test_ways_to_say_no(value: Any) -> None:
    assert send(Cluster("elasticsearch", security=value), "GET", "/", who=None).status == 200


def test_a_user_given_by_password_alone_may_do_everything() -> None:
    cluster = secured(users={"admin": "secret-1"})
    assert ok(cluster, "GET", "/_security/_authenticate", who="admin:secret-1")["roles"] == ["superuser"]


def test_users_and_roles_as_texts_of_a_command_line() -> None:
    cluster = secured(users="bob:secret-1:r+viewer,admin:secret-2", roles='{"r": {"cluster": ["monitor"]}}')
    assert ok(cluster, "GET", "/_security/_authenticate", who="bob:secret-1")["roles"] == ["r", "viewer"]
    assert ok(cluster, "GET", "/_cluster/health", who="bob:secret-1")
    assert ok(cluster, "GET", "/_security/_authenticate", who="admin:secret-2")["roles"] == ["superuser"]


def test_a_built_in_user_gets_a_password() -> None:
    cluster = secured(users={"kibana_system": "secret-1"})
    assert ok(cluster, "GET", "/_security/_authenticate", who="kibana_system:secret-1")["roles"] == ["kibana_system"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"users": {"bob": "secret-1"}}, "the option users needs security=True"),
        ({"password": "x"}, "the option password needs security=True"),
        ({"security": True, "users": {"bob": {"roles": []}}}, "the user bob needs a password"),
        ({"security": True, "users": {"bob": {"password": "x", "role": "r"}}}, "the user bob: nothing reads role"),
        ({"security": True, "users": "bob"}, "the option users is written name:password, or name:password:role+role"),
        ({"security": True, "users": ["bob"]}, "the option users maps names to what they stand for"),
        ({"security": True, "roles": "nonsense"}, "the option roles is no JSON"),
        (
            {"security": True, "roles": {"r": {"foo": 1}}},
            "the role r: failed to parse role [r]. unexpected field [foo]",
        ),
        ({"security": True, "roles": {"r": {"cluster": ["nope"]}}}, "the role r: unknown cluster privilege [nope]"),
    ],
)
def test_what_a_cluster_cannot_be_started_with(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        Cluster("elasticsearch", **options)


def test_routes_of_security_are_there_only_with_it() -> None:
    path = "/_security/user/bob/_password"
    assert Cluster("elasticsearch").trie.find(path) is None
    assert secured().trie.find(path) is not None


def test_a_seed_file_is_sent_by_the_user_of_the_start(tmp_path: Path) -> None:
    cluster = secured(password="other-1")
    seed = tmp_path / "seed.console"
    seed.write_text('PUT _security/user/u\n{"password": "secret-2", "roles": []}\n')
    assert apply_seed(seed, cluster.handle, own_headers(cluster.state)) == 1
    assert send(cluster, "GET", "/_security/_authenticate", who="u:secret-2").status == 200


def test_without_security_a_cluster_needs_no_headers() -> None:
    assert own_headers(Cluster("elasticsearch").state) == {}
