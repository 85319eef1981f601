"""What can be done with fields, whatever the product."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.document_requests.field_caps import capability_of, finds_nothing
from fakeinfer.mapping.fields import fields_of
from fakeinfer.search.view import view_of
from fakeinfer.wire import Request


@pytest.fixture
def cluster() -> Cluster:
    """OpenSearch with an index of many types."""
    cluster = Cluster("opensearch", "2.19")
    mapping = (
        b'{"mappings": {"properties": {"k": {"type": "keyword"}, "d": {"type": "date"}, "t": {"type": "text"},'
        b' "hidden": {"type": "keyword", "index": false, "doc_values": false}, "rfs": {"type": "rank_features"},'
        b' "ft": {"type": "text", "fielddata": true}, "bin": {"type": "binary"}}}}'
    )
    for path, body in (("/s", mapping), ("/s/_doc/1", b'{"k": "a", "d": "2020-01-01"}')):
        assert cluster.handle(Request.build("PUT", path, {"Content-Type": "application/json"}, body)).status < 300
    return cluster


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("k", ("keyword", True, True)),
        ("hidden", ("keyword", False, False)),
        ("t", ("text", True, False)),
        ("ft", ("text", True, True)),
        ("rfs", ("rank_features", False, False)),
        ("bin", ("binary", False, False)),
    ],
)
def test_a_definition_says_what_can_be_done(cluster: Cluster, field: str, shown: tuple[str, bool, bool]) -> None:
    assert capability_of(fields_of(cluster.state, "s"), field)[:3] == shown


@pytest.mark.parametrize(
    ("query", "nothing"),
    [
        ({"match_all": {}}, False),
        ({"range": {"nope": {"gt": 1}}}, True),
        ({"range": {"d": {"lt": "2019"}}}, True),
        ({"range": {"d": {"gte": "2019", "lt": "2021"}}}, False),
        ({"bool": {"filter": {"term": {"nope": 1}}}}, True),
        ({"bool": {"should": [{"match_none": {}}]}}, False),
        ({"term": {"_index": "other"}}, False),
    ],
)
def test_some_queries_find_nothing_whatever_the_documents(
    cluster: Cluster, query: dict[str, Any], nothing: bool
) -> None:
    assert finds_nothing(query, view_of(cluster.state, "s")) is nothing
