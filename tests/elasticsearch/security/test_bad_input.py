"""Whatever comes in: no bug of ours, and no change on refusal."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.security import FEATURE
from fakeinfer.wire import Request
from tests.elasticsearch.security.asking import ELASTIC, ok, secured, send
from tests.near import json_values, near_bodies

BOB = {"bob": {"password": "secret-1", "roles": ["viewer"]}}
ROUTES = [(op, route) for op in secured().contract.operations.values() if op.feature == FEATURE for route in op.routes]
WORDS = (
    st.sampled_from(["monitor", "all", "read", "a*", "/[/", "/~(/", "nope", "", "elastic", "bob", "/a"]) | json_values
)
LISTS = st.lists(WORDS, max_size=2) | WORDS
GROUP = st.fixed_dictionaries(
    {},
    optional={
        "names": LISTS,
        "privileges": LISTS,
        "allow_restricted_indices": json_values,
        "field_security": st.dictionaries(st.sampled_from(["grant", "except", "x"]), LISTS, max_size=2) | json_values,
        "query": json_values,
    },
)
APPLICATION = st.fixed_dictionaries({}, optional={"application": WORDS, "privileges": LISTS, "resources": LISTS})
ROLE = st.fixed_dictionaries(
    {},
    optional={
        "cluster": LISTS,
        "indices": st.lists(GROUP, max_size=2) | json_values,
        "index": st.lists(GROUP, max_size=2),
        "applications": st.lists(APPLICATION, max_size=2) | json_values,
        "application": st.lists(APPLICATION, max_size=2),
        "run_as": LISTS,
        "metadata": json_values,
        "description": json_values,
        "global": json_values,
    },
)
KEY = st.fixed_dictionaries(
    {},
    optional={
        "name": WORDS,
        "ids": LISTS,
        "role_descriptors": st.dictionaries(st.text(max_size=4), ROLE | json_values, max_size=2) | json_values,
        "metadata": json_values,
        "expiration": WORDS | st.sampled_from(["1d", "-1", "0", "99999999999999999999d", "1.5h"]),
        "owner": json_values,
    },
)
QUERY = st.fixed_dictionaries(
    {},
    optional={
        "query": st.dictionaries(
            st.sampled_from(["bool", "term", "exists", "prefix", "ids", "range", "x"]),
            st.dictionaries(st.sampled_from(["must", "field", "name", "metadata.a", "roles"]), json_values, max_size=2)
            | json_values,
            max_size=1,
        )
        | json_values,
        "sort": LISTS,
        "aggs": st.dictionaries(st.text(max_size=3), json_values, max_size=1) | json_values,
        "from": json_values,
        "size": json_values,
        "search_after": LISTS,
    },
)
BODIES = st.one_of(ROLE, KEY, QUERY, json_values, st.fixed_dictionaries({"api_key": KEY, "grant_type": WORDS}))


def exchange(cluster: Cluster, method: str, path: str, body: bytes) -> None:
    before = cluster.state.store.copied()
    response = send(cluster, method, path, body.decode("latin-1") if body else None)
    assert not cluster.bugs, (method, path, body[:500], cluster.bugs[0])
    if response.status >= 400:
        after = cluster.state.store.copied()
        assert {k: v for k, v in after.items() if v} == {k: v for k, v in before.items() if v}, (method, path, body)
    elastic = cluster.state.store[  # the password may have been changed
        "security_built_in_users"
    ]["elastic"]
    cluster.state.store.put("security_built_in_users", "elastic", {**elastic, **BEGINNING})


BEGINNING: dict[str, Any] = dict(secured().state.store["security_built_in_users"]["elastic"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("version", ["8.11", "9.5"])
def test_bodies_near_what_is_read(version: str, data: st.DataObject) -> None:
    cluster = secured(version, users=BOB)
    id = ok(cluster, "POST", "/_security/api_key", {"name": "k"})["id"]
    names = st.sampled_from(["bob", "elastic", "r", id, "viewer", " ", "a,b", "*", "é"])
    for _ in range(3):
        op, route = data.draw(st.sampled_from(ROUTES))
        path = re.sub(r"\{\w+\}", lambda found: quote(data.draw(names), safe=""), route.path)
        schema = cluster.contract.schema(op.id).body if op.id in cluster.contract.operations else None
        bodies = BODIES if schema is None else st.one_of(BODIES, near_bodies(schema.document))
        body = data.draw(bodies) if op.body != "none" else None
        exchange(cluster, route.method, path, b"" if body is None else json.dumps(body).encode())


@settings(max_examples=200, deadline=None)
@given(
    header=st.text(max_size=20)
    | st.builds(
        " ".join,
        st.tuples(st.sampled_from(["Basic", "apikey", "Bearer", "x"]), st.text(max_size=20) | st.just("OmE=")),
    ),
    run_as=st.none() | st.text(max_size=5),
)
def test_credentials_of_any_kind(header: str, run_as: str | None) -> None:
    cluster = secured()
    headers = {"authorization": header} | ({} if run_as is None else {"es-security-runas-user": run_as})
    response = cluster.handle(Request.build("GET", "/_cluster/health", headers))
    assert cluster.bugs == []
    assert response.status == 401


@settings(max_examples=100, deadline=None)
@given(name=st.text(max_size=10))
def test_asking_in_any_name(name: str) -> None:
    cluster = secured(users=BOB)
    headers = {"authorization": "Basic ZWxhc3RpYzpjaGFuZ2VtZQ==", "es-security-runas-user": name}
    response = cluster.handle(Request.build("GET", "/_cluster/health", headers))
    assert cluster.bugs == []
    assert response.status == (200 if name in ("elastic",) else 403)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(role=ROLE)
def test_a_role_that_is_kept_can_be_used(role: dict[str, Any]) -> None:
    cluster = secured(users={"bob": {"password": "secret-1", "roles": ["r"]}})
    if send(cluster, "PUT", "/_security/role/r", role, ELASTIC).status == 200:
        for path in ("/_cluster/health", "/a/_search", "/_search", "/_security/user/_privileges", "/a/_doc/1"):
            send(cluster, "GET", path, who="bob:secret-1")
        check = {"cluster": ["monitor"], "index": [{"names": ["a*"], "privileges": ["read"]}]}
        send(cluster, "POST", "/_security/user/_has_privileges", check, who="bob:secret-1")
    assert cluster.bugs == []
