"""Who may do what with containers, and what searches are cut down to."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.opensearch.agentic_memory.access import containers_seen, is_owner, may_use, memories_seen, narrowed
from fakeinfer.opensearch.security.users import User

TERM = {"term": {"a": "b"}}
OWNED = {"owner": {"name": "ann", "backend_roles": ["red"]}}


@pytest.fixture
def cluster() -> Cluster:
    return Cluster("opensearch", "3.8")


@pytest.mark.parametrize(
    ("user", "container", "expected"),
    [
        (None, OWNED, True),
        (User("ann"), OWNED, True),
        (User("bob", ("red",)), OWNED, True),
        (User("bob", ("blue",)), OWNED, False),
        (User("bob", ("blue",)), OWNED | {"backend_roles": ["blue"]}, True),
        (User("bob", ("red",)), OWNED | {"backend_roles": ["blue"]}, False),
        (User("root", roles=("all_access",)), OWNED, True),
        (User("bob", ("red",)), {}, False),
    ],
)
def test_a_container_is_its_owners_and_of_those_who_share_a_role(
    cluster: Cluster, user: User | None, container: dict[str, Any], expected: bool
) -> None:
    cluster.state.user = user
    assert may_use(cluster.state, container) is expected


def test_a_memory_is_its_owners_alone(cluster: Cluster) -> None:
    cluster.state.user = User("ann", ("red",))
    assert is_owner(cluster.state, "ann")
    assert not is_owner(cluster.state, "bob")
    assert not is_owner(cluster.state, None)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, TERM),
        ({"query": {"match_all": {}}}, {"bool": {"must": [{"match_all": {}}], "filter": [TERM]}}),
        ({"query": {"bool": {"must": [1]}}}, {"bool": {"must": [1], "filter": [TERM]}}),
        ({"query": {"bool": {"filter": {"x": 1}}}}, {"bool": {"filter": [{"x": 1}, TERM]}}),
        ({"query": {"bool": {"filter": [2]}}}, {"bool": {"filter": [2, TERM]}}),
    ],
)
def test_a_condition_joins_a_query_as_a_filter(body: dict[str, Any], expected: dict[str, Any]) -> None:
    assert narrowed(body, TERM)["query"] == expected


def test_searches_see_ones_own(cluster: Cluster) -> None:
    own = {"bool": {"filter": [{"term": {"memory_container_id": "c"}}]}}
    assert memories_seen(cluster.state, {}, "c") == {"query": own}
    assert containers_seen(cluster.state, {}) == {}
    cluster.state.user = User("ann", ("red",))
    filters = memories_seen(cluster.state, {}, "c")["query"]["bool"]["filter"]
    assert filters[1:] == [{"bool": {"should": [{"terms": {"owner_id": ["ann"]}}]}}]
    by_role, by_name = containers_seen(cluster.state, {})["query"]["bool"]["should"]
    assert by_role == {"terms": {"backend_roles.keyword": ["red"]}}
    assert by_name["nested"]["query"] == {"term": {"owner.name.keyword": "ann"}}
