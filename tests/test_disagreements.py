"""Where documentation and server disagree, fixtures show both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.contract import PRODUCTS, product_named
from fakeinfer.fixtures import Fixture, edge_lines, read_all, replay
from fakeinfer.verify import fixtures_folder

SIDES = {"documented", "server"}


class Asked(frozenset[str]):
    """The names that hold, and those that somebody asked about."""

    names: set[str]

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


def asked_about(fixture: Fixture) -> set[str]:
    """The changes and disagreements that the code asks about while the fixture is replayed."""
    found: set[str] = set()
    for line in edge_lines(fixture):
        options: Mapping[str, Any] = fixture.document.get("options", {})
        cluster = Cluster(fixture.product, line, follow=fixture.document["follow"], **options)
        watched = Asked(cluster.state.switched_on)
        watched.names = found
        cluster.state.switched_on = watched
        replay(fixture, cluster.handle)
    return found


@pytest.mark.parametrize("product", PRODUCTS)
def test_every_disagreement_has_a_fixture_for_each_side(product: str) -> None:
    shown: defaultdict[str, set[str]] = defaultdict(set)
    for fixture in read_all(fixtures_folder(), product):
        if "follow" in fixture.document:
            for name in asked_about(fixture):
                shown[name].add(fixture.document["follow"])
    names = [disagreement.name for disagreement in product_named(product).disagreements]
    assert {name: SIDES - shown[name] for name in names if SIDES - shown[name]} == {}
