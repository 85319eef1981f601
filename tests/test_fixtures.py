"""Every fixture, replayed against the fake at the edges of its span."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS, contract_for, product_named
from fakeinfer.fixtures import Fixture, edge_lines, read_all, replay

FOLDER = Path(__file__).parent.parent / "fixtures"


CASES = [
    pytest.param(fixture, id=f"{fixture.product}-{fixture.id}")
    for product in PRODUCTS
    for fixture in read_all(FOLDER, product)
]


@pytest.mark.parametrize("fixture", CASES)
def test_the_fake_answers_as_the_fixture_says(fixture: Fixture) -> None:
    problems = [f"{line}: {problem}" for line in edge_lines(fixture) for problem in problems_at(fixture, line)]
    assert not problems, "\n".join(problems)


def problems_at(fixture: Fixture, line: str) -> Iterator[str]:
    """What is wrong at one release line."""
    options = dict(fixture.document.get("options", {}))
    cluster = Cluster(fixture.product, line, follow=fixture.document.get("follow"), **options)
    outcome = replay(fixture, cluster.handle)
    yield from map(repr, cluster.bugs)
    yield from outcome.differences


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_operation_has_a_fixture(product: str) -> None:
    shown = {fixture.operation for fixture in read_all(FOLDER, product)}
    declared = {
        op.id for line in product_named(product).releases for op in contract_for(product, line).operations.values()
    }
    assert declared - shown == set()
    assert shown - declared == set()


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_operation_has_a_response_schema(product: str) -> None:
    """Answers are held against it wherever a test gets one (`conftest.py`)."""
    without = {
        op.id
        for line in product_named(product).releases
        for op in contract_for(product, line).operations.values()
        if contract_for(product, line).schema(op.id).response is None
    }
    assert without == set()


def test_every_fixture_holds_for_some_version_and_names_its_source() -> None:
    for product in PRODUCTS:
        for fixture in read_all(FOLDER, product):
            assert edge_lines(fixture), fixture.id
            assert fixture.document.get("source"), fixture.id
            assert fixture.document.get("about"), fixture.id
