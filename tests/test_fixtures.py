"""Every fixture, replayed against the fake at the edges of its span."""

from __future__ import annotations

from pathlib import Path

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS, product_named
from fakeinfer.fixtures import Fixture, read_all, replay
from fakeinfer.versions import Version

FOLDER = Path(__file__).parent.parent / "fixtures"


def edges(fixture: Fixture) -> list[str]:
    """The oldest and the newest release line that a fixture holds for."""
    lines = [line for line in product_named(fixture.product).releases if fixture.holds_for(Version.parse(line))]
    return sorted({lines[0], lines[-1]}, key=lines.index) if lines else []


CASES = [
    pytest.param(fixture, line, id=f"{fixture.product}-{fixture.id}-{line}")
    for product in PRODUCTS
    for fixture in read_all(FOLDER, product)
    for line in edges(fixture)
]


@pytest.mark.parametrize(("fixture", "line"), CASES)
def test_the_fake_answers_as_the_fixture_says(fixture: Fixture, line: str) -> None:
    options = dict(fixture.document.get("options", {}))
    cluster = Cluster(fixture.product, line, follow=fixture.document.get("follow"), **options)
    outcome = replay(fixture, cluster.handle)
    assert not cluster.bugs, cluster.bugs
    assert not outcome.differences, "\n".join(outcome.differences)


def test_every_fixture_holds_for_some_version_and_names_its_source() -> None:
    for product in PRODUCTS:
        for fixture in read_all(FOLDER, product):
            assert edges(fixture), fixture.id
            assert fixture.document.get("source"), fixture.id
            assert fixture.document.get("about"), fixture.id
