"""Role mappings: what they name is nobody's here, and what is read is printed alike."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.elasticsearch.security.asking import ask, ok, secured, send

PATH = "/_security/role_mapping/m"
FIELDS = st.dictionaries(
    st.text(min_size=1, max_size=4),
    st.text(max_size=4)
    | st.integers(-(2**40), 2**40)
    | st.booleans()
    | st.none()
    | st.lists(st.text(max_size=3), min_size=2, max_size=3),
    min_size=1,
    max_size=1,
).map(lambda field: {"field": field})
RULES = st.recursive(
    FIELDS,
    lambda rules: st.one_of(
        st.lists(rules, max_size=3).map(lambda several: {"any": several}),
        st.lists(rules | rules.map(lambda rule: {"except": rule}), max_size=3).map(lambda several: {"all": several}),
    ),
    max_leaves=6,
)


@given(RULES)
def test_rules_are_printed_as_they_were_put(rules: dict[str, Any]) -> None:
    cluster = secured()
    ok(cluster, "PUT", PATH, {"roles": ["r"], "enabled": True, "rules": rules})
    assert ok(cluster, "GET", PATH)["m"]["rules"] == rules


def test_a_mapping_gives_native_users_nothing() -> None:
    cluster = secured(users={"bob": {"password": "secret-1", "roles": []}})
    ok(cluster, "PUT", PATH, {"roles": ["superuser"], "enabled": True, "rules": {"field": {"username": "bob"}}})
    assert ask(cluster, "GET", "/_inference/_all", who="bob:secret-1")[0] == 403
    assert ok(cluster, "GET", "/_security/_authenticate", who="bob:secret-1")["roles"] == []


def test_several_names_with_commas() -> None:
    cluster = secured()
    for name in ("a", "b", "c"):
        body = {"roles": ["r"], "enabled": True, "rules": {"all": []}}
        ok(cluster, "PUT", f"/_security/role_mapping/{name}", body)
    assert list(ok(cluster, "GET", "/_security/role_mapping/c,nope,a")) == ["c", "a"]
    assert list(ok(cluster, "GET", "/_security/role_mapping")) == ["a", "b", "c"]


def test_a_refused_mapping_leaves_the_one_before() -> None:
    cluster = secured()
    ok(cluster, "PUT", PATH, {"roles": ["r"], "enabled": True, "rules": {"all": []}})
    assert send(cluster, "PUT", PATH, {"roles": [], "enabled": False, "rules": {"any": []}}).status == 400
    assert ok(cluster, "GET", PATH)["m"]["enabled"] is True


def test_whole_numbers_alone() -> None:
    cluster = secured()
    body = '{"roles":["r"],"enabled":"true","rules":{"field":{"n":1.9}},"type":"ignored"}'
    ok(cluster, "PUT", PATH, body)
    kept = json.loads(send(cluster, "GET", PATH).content)
    assert kept == {"m": {"enabled": True, "roles": ["r"], "rules": {"field": {"n": 1}}, "metadata": {}}}


def test_roles_are_queried_page_by_page() -> None:
    cluster = secured(roles={f"r{number}": {"cluster": []} for number in range(3)})
    own = {"bool": {"must_not": {"exists": {"field": "metadata._reserved"}}}}
    page = {"query": own, "sort": ["name"], "size": 2}
    first = ok(cluster, "POST", "/_security/_query/role", page)
    assert (first["total"], [role["name"] for role in first["roles"]]) == (3, ["r0", "r1"])
    second = ok(cluster, "POST", "/_security/_query/role", {**page, "search_after": first["roles"][-1]["_sort"]})
    assert [role["name"] for role in second["roles"]] == ["r2"]
