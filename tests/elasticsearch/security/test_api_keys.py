from __future__ import annotations

import json

from fakeinfer.elasticsearch.security.api_keys import COLLECTION, encoded
from tests.elasticsearch.security.asking import ok, secured, send, with_role

BOB = "bob:secret-1"
ME = "/_security/_authenticate"


def test_a_key_expires_by_the_clusters_clock() -> None:
    cluster = secured()
    key = ok(cluster, "POST", "/_security/api_key", {"name": "k", "expiration": "1h"})["encoded"]
    assert send(cluster, "GET", ME, who=f"ApiKey {key}").status == 200
    cluster.state.clock.advance(hours=1)
    assert send(cluster, "GET", ME, who=f"ApiKey {key}").status == 401


def test_a_key_keeps_what_its_owner_might_do_when_it_was_made() -> None:
    cluster = with_role({"cluster": ["monitor", "manage_own_api_key"]})
    key = ok(cluster, "POST", "/_security/api_key", {"name": "k"}, who=BOB)
    ok(cluster, "PUT", "/_security/role/r", {"cluster": ["manage_own_api_key"]})
    assert send(cluster, "GET", "/_cluster/health", who=BOB).status == 403
    assert send(cluster, "GET", "/_cluster/health", who=f"ApiKey {key['encoded']}").status == 200
    assert ok(cluster, "PUT", f"/_security/api_key/{key['id']}", {}, who=BOB) == {"updated": True}
    assert send(cluster, "GET", "/_cluster/health", who=f"ApiKey {key['encoded']}").status == 403


def test_keys_and_users_are_part_of_a_snapshot() -> None:
    cluster = secured()
    key = ok(cluster, "POST", "/_security/api_key", {"name": "k"})
    before = cluster.snapshot()
    ok(cluster, "DELETE", "/_security/api_key", {"ids": [key["id"]]})
    ok(cluster, "PUT", "/_security/user/u", {"password": "secret-2", "roles": []})
    cluster.restore(before)
    assert send(cluster, "GET", ME, who=f"ApiKey {key['encoded']}").status == 200
    assert send(cluster, "GET", ME, who="u:secret-2").status == 401


def test_a_reset_leaves_the_users_of_the_start() -> None:
    cluster = secured(users={"bob": "secret-1"})
    ok(cluster, "POST", "/_security/user/_password", {"password": "other-1"})
    cluster.reset()
    assert send(cluster, "GET", ME).status == 200
    assert send(cluster, "GET", ME, who=BOB).status == 200


def test_what_is_kept_of_secrets_is_a_hash() -> None:
    cluster = secured(users={"bob": "canary-password"})
    key = ok(cluster, "POST", "/_security/api_key", {"name": "k"})
    kept = json.dumps(cluster.state.store.collections, default=str)
    assert key["api_key"] not in kept
    assert "canary-password" not in kept
    assert key["id"] in cluster.state.store[COLLECTION]


def test_same_seed_same_keys() -> None:
    first, second = (ok(secured(), "POST", "/_security/api_key", {"name": "k"}) for _ in range(2))
    other = ok(secured(seed="other"), "POST", "/_security/api_key", {"name": "k"})
    assert first == second
    assert other["api_key"] != first["api_key"]


def test_a_key_with_another_secret_is_told_by_its_id() -> None:
    cluster = secured()
    id = ok(cluster, "POST", "/_security/api_key", {"name": "k"})["id"]
    answer = send(cluster, "GET", ME, who=f"ApiKey {encoded(id, 'wrong')}")
    told = json.loads(answer.content)["error"]["additional_unsuccessful_credentials"]
    assert told == f"API key: invalid credentials for API key [{id}]"


def test_what_limits_a_key_are_its_owners_roles_that_there_are() -> None:
    roles = {"r": {"cluster": ["manage_own_api_key", "monitor"]}}
    cluster = secured(roles=roles, users={"bob": {"password": "secret-1", "roles": ["ghost", "r"]}})
    id = ok(cluster, "POST", "/_security/api_key", {"name": "k"}, who=BOB)["id"]
    path = f"/_security/api_key?id={id}&with_limited_by=true"
    (limits,) = ok(cluster, "GET", path)["api_keys"][0]["limited_by"]
    assert list(limits) == ["r"]
    assert limits["r"]["cluster"] == ["manage_own_api_key", "monitor"]
    ok(cluster, "PUT", f"/_security/api_key/{id}", {"metadata": {"a": 1}}, who=BOB)
    assert ok(cluster, "GET", path)["api_keys"][0]["limited_by"] == [limits]


def test_a_key_that_a_key_made_is_limited_by_no_role() -> None:
    cluster = secured()
    first = ok(cluster, "POST", "/_security/api_key", {"name": "k"})
    derived = {"name": "k2", "role_descriptors": {"none": {}}}
    second = ok(cluster, "POST", "/_security/api_key", derived, who=f"ApiKey {first['encoded']}")
    path = f"/_security/api_key?id={second['id']}&with_limited_by=true"
    assert ok(cluster, "GET", path)["api_keys"][0]["limited_by"] == [{}]
    assert send(cluster, "GET", "/_cluster/health", who=f"ApiKey {second['encoded']}").status == 403


def test_changing_keys_to_what_the_fake_has_not_is_said_and_no_failure_of_single_keys() -> None:
    cluster = secured()
    id = ok(cluster, "POST", "/_security/api_key", {"name": "k"})["id"]
    hiding = {"r": {"indices": [{"names": ["a"], "privileges": ["read"], "query": '{"match_all":{}}'}]}}
    body = {"ids": [id], "role_descriptors": hiding}
    assert send(cluster, "POST", "/_security/api_key/_bulk_update", body).status == 501


def test_a_name_is_meant_as_it_stands_or_as_a_beginning() -> None:
    cluster = secured()
    for name in ("one", "on*", "/o[/"):
        ok(cluster, "POST", "/_security/api_key", {"name": name})

    def named(asked: str) -> list[str]:
        return [key["name"] for key in ok(cluster, "GET", f"/_security/api_key?name={asked}")["api_keys"]]

    assert named("on*") == ["one", "on*"]
    assert named("*") == ["one", "on*", "/o[/"]
    assert named("o*e") == []
    assert ok(cluster, "DELETE", "/_security/api_key", {"name": "/o[/"})["error_count"] == 0
    assert named("one") == ["one"]
