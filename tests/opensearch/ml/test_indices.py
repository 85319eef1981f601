"""System indices: they appear with their first document, hidden and mapped."""

from __future__ import annotations

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.ml.indices import AGENTS, CONNECTORS, GROUPS, MODELS, TASKS, add, change, find, shown
from tests.opensearch.asking import ask, new_model


def test_an_index_appears_with_its_first_document() -> None:
    cluster = Cluster("opensearch")
    assert not indices.exists(cluster.state, MODELS)
    new_model(cluster)
    assert all(indices.exists(cluster.state, name) for name in (GROUPS, CONNECTORS, MODELS, TASKS))
    assert not indices.exists(cluster.state, AGENTS)


@pytest.mark.parametrize("index", [GROUPS, CONNECTORS, MODELS, TASKS, AGENTS])
def test_every_index_says_what_its_names_or_states_are(index: str) -> None:
    cluster = Cluster("opensearch")
    add(cluster.state, index, {"name": "n"})
    properties = indices.find(cluster.state, index)["mappings"]["properties"]
    assert len(properties) > 5
    assert ask(cluster, "GET", f"/{index}/_mapping").status == 200


def test_a_change_merges_and_none_removes() -> None:
    state = Cluster("opensearch").state
    id = add(state, GROUPS, {"name": "n", "description": "d", "owner": None})
    change(state, GROUPS, id, {"description": None, "access": "public"})
    assert find(state, GROUPS, id) == {"name": "n", "access": "public"}


def test_fields_show_in_the_order_asked_for() -> None:
    assert list(shown({"b": 1, "a": 2, "secret": 3}, ("a", "b", "c"))) == ["a", "b"]
