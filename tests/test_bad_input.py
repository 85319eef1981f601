"""Whatever comes in: no bug of ours, no state change on refusal, no secret in what is shown."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS, contract_for
from fakeinfer.fixtures import Fixture, read_all, replay
from fakeinfer.operations import Operation, Route
from fakeinfer.wire import Request, Response
from tests.near import near_bodies

ROUTES = {
    product: [(op, route) for op in contract_for(product).operations.values() for route in op.routes]
    for product in PRODUCTS
}
NAMES = st.sampled_from(
    ["a", "emb", "_all", "*", "text_embedding", "any", ".x", "A B", "é", "a,b", "%", "..", "x" * 300]
) | st.text(min_size=1, max_size=12)


def exchange(cluster: Cluster, method: str, target: str, body: bytes) -> Response:
    """Send it and hold the cluster to its promises."""
    before = cluster.state.store.copied()
    headers = {"Content-Type": "application/json"} if body else {}
    response = cluster.handle(Request.build(method, target, headers, body))
    assert not cluster.bugs, (method, target, body[:500], cluster.bugs[0])
    if response.status >= 400 or response.closes:
        assert held(cluster.state.store.copied()) == held(before), (method, target, body[:500], response.status)
    return response


def held(collections: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Collections without the empty ones, and without what counts writes: removing an absent document is one (404)."""
    counting = ("sequences", "tombstones:", "trained_model_uses", "trained_model_inferences")
    return {name: records for name, records in collections.items() if records and not name.startswith(counting)}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("product", PRODUCTS)
def test_bodies_near_the_schema(product: str, data: st.DataObject) -> None:
    cluster = Cluster(product)
    for _ in range(data.draw(st.integers(1, 4))):
        op, route = data.draw(st.sampled_from(ROUTES[product]))
        schema = cluster.contract.schema(op.id).body
        body = data.draw(near_bodies(schema.document)) if schema is not None else None
        encoded = b"" if body is None else json.dumps(body).encode()
        exchange(cluster, route.method, target(op, route, data), encoded)


def target(op: Operation, route: Route, data: st.DataObject) -> str:
    """A path of the route with drawn names and some of the operation's parameters."""
    path = re.sub(r"\{\w+\}", lambda found: quote(data.draw(NAMES), safe=""), route.path)
    chosen = data.draw(st.lists(st.sampled_from([*op.query, "pretty", "filter_path", "nope"]), max_size=2))
    values = st.sampled_from(["", "true", "false", "1", "-1", "30s", "x", "**.a", "-a"])
    return path + ("?" + "&".join(f"{name}={data.draw(values)}" for name in chosen) if chosen else "")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.data(),
    body=st.binary(max_size=60)
    | st.sampled_from([b"{", b"[", b"null", b'{"a":', b"[" * 3000, b'{"a":1,"a":2}', b"\xff"]),
)
@pytest.mark.parametrize("product", PRODUCTS)
def test_bytes_that_are_no_json(product: str, data: st.DataObject, body: bytes) -> None:
    op, route = data.draw(st.sampled_from(ROUTES[product]))
    exchange(Cluster(product), route.method, target(op, route, data), body)


@settings(max_examples=150, deadline=None)
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "HEAD", "PATCH", "FOO"]),
    path=st.text(max_size=40),
    raw=st.booleans(),
)
@pytest.mark.parametrize("product", PRODUCTS)
def test_paths_of_any_kind(product: str, method: str, path: str, raw: bool) -> None:
    exchange(Cluster(product), method, "/" + (path if raw else quote(path)), b"")


@settings(max_examples=60, deadline=None)
@given(
    headers=st.dictionaries(
        st.sampled_from(["accept", "content-type", "content-encoding", "accept-encoding"]), st.text(max_size=30)
    )
)
@pytest.mark.parametrize("product", PRODUCTS)
def test_headers_of_any_kind(product: str, headers: dict[str, str]) -> None:
    cluster = Cluster(product)
    cluster.handle(Request.build("PUT", "/_ingest/pipeline/a", headers, b'{"processors": []}'))
    assert not cluster.bugs, cluster.bugs


@pytest.mark.parametrize("body", [b"null", b"[]", b'"x"', b"3", b"true", b"{}"])
@pytest.mark.parametrize("product", PRODUCTS)
def test_any_kind_of_value_for_every_operation(product: str, body: bytes) -> None:
    cluster = Cluster(product)
    exchange(cluster, "PUT", "/d", b"{}")
    for _, route in ROUTES[product]:
        before = cluster.snapshot()
        exchange(cluster, route.method, re.sub(r"\{\w+\}", "d", route.path), body)
        cluster.restore(before)


FIXTURES = [
    fixture
    for fixture in read_all(Path(__file__).parent.parent / "fixtures")
    if isinstance(fixture.document["request"].get("body"), dict)
    and fixture.holds_for(contract_for(fixture.product).version)
]
UNLIKELY: list[Any] = [
    "", None, True, 0, -1, 0.5, -0.0, 1e308, 2**31, 2**63, 10**400, -(10**400), "9" * 4400, "1e400", "\u00b2", "\u0663", "\ud800x",
    [], {}, [[]], [None], [{}], {"a": None}, "a.b..c", "${a}", "{{a",
]  # fmt: skip


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths to everything inside of a body."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in inner:
        yield (*path, step)
        yield from places(item, (*path, step))


def with_value(body: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """A copy of the body with another value at the path."""
    changed = copy.deepcopy(body)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return changed


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_good_body_with_one_unlikely_value(data: st.DataObject) -> None:
    fixture = data.draw(st.sampled_from(FIXTURES))
    asked = fixture.document["request"]
    path = data.draw(st.sampled_from([*places(asked["body"])] or [("a",)]))
    body = with_value(asked["body"], path, data.draw(st.sampled_from(UNLIKELY)))
    document = {**fixture.document, "request": {**asked, "body": json.dumps(body)}}
    options = fixture.document.get("options", {})
    cluster = Cluster(fixture.product, follow=fixture.document.get("follow"), **options)
    replay(Fixture(fixture.product, fixture.operation, fixture.case, document), cluster.handle)
    assert not cluster.bugs, (fixture.id, path, cluster.bugs[0])
