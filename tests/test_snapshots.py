"""Stored records are replaced and never edited: what a snapshot holds stays as it was, and what is put back answers the same."""

from __future__ import annotations

import copy
import json
import re
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS
from fakeinfer.fixtures import Fixture, read_all, replay
from fakeinfer.search.contexts import POINTS_IN_TIME, SCROLLS
from fakeinfer.wire import Request, Response
from tests.near import near_bodies

FIXTURES = {
    product: [
        fixture
        for fixture in read_all(Path(__file__).parent.parent / "fixtures", product)
        if fixture.holds_for(Cluster(product).contract.version)
    ]
    for product in PRODUCTS
}
OPERATIONS = [
    (product, operation)
    for product in PRODUCTS
    for operation in sorted({fixture.operation for fixture in FIXTURES[product]})
]


def cluster_for(fixture: Fixture, version: str | None = None) -> Cluster:
    return Cluster(
        fixture.product, version, follow=fixture.document.get("follow"), **fixture.document.get("options", {})
    )


def told(response: Response) -> tuple[int, list[tuple[str, str]], bytes]:
    return response.status, response.headers, response.content


def held_of(collections: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """A copy of what is stored, through and through; what searches keep holds views of indices, which equal only themselves."""
    return {
        name: dict(records)
        if name in (SCROLLS, POINTS_IN_TIME)
        else {id: copy.deepcopy(one) for id, one in records.items()}
        for name, records in collections.items()
    }


def without_views(collections: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What is stored, and which searches are kept: their views are made anew when they begin again."""
    return {
        name: sorted(records) if name in (SCROLLS, POINTS_IN_TIME) else records for name, records in collections.items()
    }


def handled_twice(cluster: Cluster, request: Request) -> Response:
    """Answer, go back, answer again: the same bytes, and nothing that was stored before has changed.

    What is declared to go wrong is no part of snapshots, and declared once; of scripts the same answers are given again.
    """
    if request.path.startswith("/_fakeinfer/"):
        return cluster.handle(request)
    before = cluster.snapshot()
    held = held_of(before.collections)
    scripts = copy.deepcopy(cluster.state.scripts)
    first = cluster.handle(request)
    assert before.collections == held, (request.method, request.target, request.body[:500])
    after = cluster.snapshot()
    cluster.restore(before)
    cluster.state.scripts = scripts
    second = cluster.handle(request)
    assert told(second) == told(first), (request.method, request.target, request.body[:500])
    assert without_views(cluster.state.store.collections) == without_views(after.collections)
    assert before.collections == held
    return second


@pytest.mark.parametrize(("product", "operation"), OPERATIONS)
def test_no_operation_edits_what_is_stored(product: str, operation: str) -> None:
    for fixture in FIXTURES[product]:
        if fixture.operation == operation:
            cluster = cluster_for(fixture)
            replay(fixture, lambda request, cluster=cluster: handled_twice(cluster, request))  # type: ignore[misc]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
@pytest.mark.parametrize("product", PRODUCTS)
def test_a_furnished_cluster_is_put_back_whatever_was_asked(product: str, data: st.DataObject) -> None:
    cluster = Cluster(product)
    for fixture in data.draw(st.lists(st.sampled_from(FIXTURES[product]), min_size=1, max_size=4)):
        replay(fixture, cluster.handle)
    ids = sorted({name for records in cluster.state.store.collections.values() for name in records} | {"other"})
    operations = list(cluster.contract.operations.values())
    for _ in range(data.draw(st.integers(1, 5))):
        op = data.draw(st.sampled_from(operations))
        route = data.draw(st.sampled_from(op.routes))
        schema = cluster.contract.schema(op.id).body
        path = re.sub(r"\{\w+\}", lambda found: quote(data.draw(st.sampled_from(ids)), safe=""), route.path)
        body = b"" if schema is None else json.dumps(data.draw(near_bodies(schema.document))).encode()
        headers = {"Content-Type": "application/json"} if body else {}
        handled_twice(cluster, Request.build(route.method, path, headers, body))
        assert not cluster.bugs, (route.method, path, body[:500], cluster.bugs[0])


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_cluster_that_was_reset_answers_like_a_new_one(product: str) -> None:
    used = Cluster(product)
    for fixture in FIXTURES[product]:
        if not fixture.document.get("options") and not fixture.document.get("follow"):
            used.reset()
            again = replay(fixture, used.handle)
            new = replay(fixture, Cluster(product).handle)
            assert (again.status, again.body) == (new.status, new.body), fixture.id


@pytest.mark.parametrize(("product", "version"), [("elasticsearch", "9.2.77"), ("opensearch", "3.1.77")])
def test_clusters_in_several_threads_fill_their_common_contract_and_answer_alike(product: str, version: str) -> None:
    """The release is one that no other test asks for, so that its contract is bare when the threads begin."""
    contract = Cluster(product, version).contract
    chosen = [fixture for fixture in FIXTURES[product] if fixture.holds_for(contract.version)][::5]
    start = threading.Barrier(6)
    answers: list[dict[str, tuple[int, bytes]]] = [{} for _ in range(6)]
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            turned = chosen[number * 7 :] + chosen[: number * 7]
            start.wait()
            for fixture in turned if number % 2 else reversed(turned):
                cluster = cluster_for(fixture, version)
                outcome = replay(fixture, cluster.handle)
                failures.extend(cluster.bugs)
                answers[number][fixture.id] = (outcome.status, outcome.body)
        except BaseException as failure:
            failures.append(failure)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert not failures, failures[:3]
    assert all(told == answers[0] for told in answers)
