"""Aliases with filters."""

from __future__ import annotations

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from fakeinfer.document_requests.through_aliases import alias_filters, restrict
from fakeinfer.search.request import read_request

ONE, TWO = {"term": {"a": 1}}, {"term": {"a": 2}}


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch", "2.19")
    indices.create(made.state, "i", aliases={"f1": {"filter": ONE}, "f2": {"filter": TWO}, "open": {}})
    indices.create(made.state, "j", aliases={"f1": {}})
    return made


@pytest.mark.parametrize(
    ("expression", "filters"),
    [
        ("f1", {"i": [ONE]}),
        ("f1,f2", {"i": [ONE, TWO]}),
        ("f*", {"i": [ONE, TWO]}),
        ("f1,open", {}),
        ("f1,i", {}),
        ("i*", {}),
        ("_all", {}),
        ("nope", {}),
    ],
)
def test_an_index_is_filtered_when_nothing_names_it_without(
    cluster: Cluster, expression: str, filters: dict[str, object]
) -> None:
    assert alias_filters(cluster.state, expression) == filters


def test_a_search_of_an_index_is_left_as_it_is(cluster: Cluster) -> None:
    request = read_request(cluster.state, {"query": {"match_all": {}}})
    before = request.query
    restrict(cluster.state, "i", request)
    assert request.query is before
