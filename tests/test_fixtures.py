"""Every fixture, replayed against the fake at the edges of its span."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS, contract_for, product_named
from fakeinfer.fixtures import Fixture, edge_lines, read_all, replay

FOLDER = Path(__file__).parent.parent / "fixtures"


CASES = [
    pytest.param(fixture, line, id=f"{fixture.product}-{fixture.id}-{line}")
    for product in PRODUCTS
    for fixture in read_all(FOLDER, product)
    for line in edge_lines(fixture)
]


@pytest.mark.parametrize(("fixture", "line"), CASES)
def test_the_fake_answers_as_the_fixture_says(fixture: Fixture, line: str) -> None:
    options = dict(fixture.document.get("options", {}))
    cluster = Cluster(fixture.product, line, follow=fixture.document.get("follow"), **options)
    outcome = replay(fixture, cluster.handle)
    assert not cluster.bugs, cluster.bugs
    assert not outcome.differences, "\n".join(outcome.differences)
    if outcome.status < 400:
        hold_against_schema(cluster, fixture, outcome.body)


def hold_against_schema(cluster: Cluster, fixture: Fixture, body: bytes) -> None:
    """A whole JSON answer of a success fits the response schema of the operation that gave it."""
    asked = fixture.document["request"]
    if not body or asked["method"] == "HEAD" or any(word in asked["path"] for word in ("filter_path", "format=")):
        return
    try:
        answer = json.loads(body)
    except ValueError:
        return
    operation = cluster.journal[-1].operation
    assert operation is not None
    schema = cluster.contract.schema(operation).response
    assert schema is not None, f"{operation} has no response schema"
    violation = schema.violation(answer)
    assert violation is None, f"{operation}: {'.'.join(map(str, violation.at))}: {violation.message}"


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_operation_has_a_fixture(product: str) -> None:
    shown = {fixture.operation for fixture in read_all(FOLDER, product)}
    declared = {
        op.id for line in product_named(product).releases for op in contract_for(product, line).operations.values()
    }
    assert declared - shown == set()
    assert shown - declared == set()


def test_every_fixture_holds_for_some_version_and_names_its_source() -> None:
    for product in PRODUCTS:
        for fixture in read_all(FOLDER, product):
            assert edge_lines(fixture), fixture.id
            assert fixture.document.get("source"), fixture.id
            assert fixture.document.get("about"), fixture.id
