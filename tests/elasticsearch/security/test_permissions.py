from __future__ import annotations

from typing import Any

from fakeinfer.elasticsearch.security.permissions import Limited, Role, role_of
from fakeinfer.elasticsearch.security.privileges import index_privilege
from tests.elasticsearch.security.asking import secured

STATE = secured().state
READ = "indices:data/read/search"


def role(*groups: dict[str, Any], cluster: tuple[str, ...] = ()) -> Role:
    descriptor = {"cluster": list(cluster), "indices": list(groups), "applications": [], "run_as": ["b*"]}
    return role_of(STATE, [descriptor])


def group(*names: str, privileges: tuple[str, ...] = ("read",), restricted: bool = False) -> dict[str, Any]:
    return {"names": list(names), "privileges": list(privileges), "allow_restricted_indices": restricted}


def test_indices_by_pattern() -> None:
    held = role(group("a*", "b"))
    assert [name for name in ("a", "a1", "b", "b1") if held.index(READ, name)] == ["a", "a1", "b"]
    assert not held.index("indices:data/write/index", "a")


def test_indices_of_the_server_need_to_be_meant() -> None:
    assert not role(group("*")).index(READ, ".security-7")
    assert role(group("*", restricted=True)).index(READ, ".security-7")


def test_privileges_may_come_from_several_groups() -> None:
    held = role(group("a*"), group("a1", privileges=("indices:data/write/index",)))
    assert held.index("indices:data/write/index", "a1")
    assert not held.index("indices:data/write/index", "a2")


def test_several_privileges_cover_together_what_none_covers_alone() -> None:
    held = role(group("a", privileges=("indices:data/write", "indices:admin/mapping/auto_put")))
    assert held.has_index(index_privilege(STATE, "write"), "a", False)
    assert not held.has_index(index_privilege(STATE, "all"), "a", False)


def test_patterns_of_names_have_to_be_covered_whole() -> None:
    read = index_privilege(STATE, "read")
    assert role(group("a*")).has_index(read, "ab*", False)
    assert not role(group("ab*")).has_index(read, "a*", False)


def test_who_may_be_run_as() -> None:
    assert role().run_as("bob")
    assert not role().run_as("alice")


def test_a_limited_permission_is_what_both_allow() -> None:
    limited = Limited(role(group("*"), cluster=("all",)), role(group("a*"), cluster=("monitor",)))
    assert limited.index(READ, "a1")
    assert not limited.index(READ, "b1")
    assert limited.cluster("cluster:monitor/health")
    assert not limited.cluster("cluster:admin/ingest/pipeline/put")


def test_privileges_that_a_version_lacks_grant_nothing() -> None:
    state = secured("8.13").state
    descriptor: dict[str, Any] = {"cluster": ["manage_inference"], "indices": [], "applications": [], "run_as": []}
    assert not role_of(state, [descriptor]).cluster("cluster:admin/xpack/inference/put")
