from __future__ import annotations

from fakeinfer.opensearch.security.permissions import is_cluster_action, permissions_of, spelled_out
from fakeinfer.opensearch.security.users import User
from tests.opensearch.security.asking import API, ok, secured, send, with_role


def test_groups_of_actions_are_spelled_out_in_all_depth() -> None:
    found = set(spelled_out(secured().state, ["crud"]))
    assert {"crud", "read", "write", "indices:data/read*", "indices:data/write*"} <= found


def test_groups_that_name_each_other_come_to_an_end() -> None:
    cluster = secured()
    ok(cluster, "PUT", f"{API}/actiongroups/a", {"allowed_actions": ["b"]})
    ok(cluster, "PUT", f"{API}/actiongroups/b", {"allowed_actions": ["a", "cluster:monitor/main"]})
    assert set(spelled_out(cluster.state, ["a"])) == {"a", "b", "cluster:monitor/main"}


def test_a_group_of_ones_own_grants_what_it_holds() -> None:
    cluster = with_role({"cluster_permissions": ["mine"]})
    assert send(cluster, "GET", "/", who="bob:secret-1").status == 403
    ok(cluster, "PUT", f"{API}/actiongroups/mine", {"allowed_actions": ["cluster:monitor/main"]})
    assert send(cluster, "GET", "/", who="bob:secret-1").status == 200


def test_attributes_stand_in_patterns() -> None:
    role = {"index_permissions": [{"index_patterns": ["${attr.internal.team}-*"], "allowed_actions": ["read"]}]}
    state = secured(roles={"r": role}).state
    permissions = permissions_of(state, User("bob", (), ("r",), {"team": "a"}))
    assert permissions.allow_index("indices:data/read/get", ["a-1"])
    assert not permissions.allow_index("indices:data/read/get", ["b-1"])


def test_a_role_that_is_gone_grants_nothing() -> None:
    permissions = permissions_of(secured().state, User("bob", (), ("gone",)))
    assert permissions.cluster == ()
    assert permissions.indices == ()


def test_which_actions_need_no_index() -> None:
    assert is_cluster_action("cluster:admin/opensearch/ml/predict")
    assert is_cluster_action("indices:data/write/bulk")
    assert not is_cluster_action("indices:data/write/bulk[s]")
    assert not is_cluster_action("indices:data/read/search")
