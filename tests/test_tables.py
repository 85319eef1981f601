"""Tables of `_cat`: columns, order, alignment."""

from __future__ import annotations

import json

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from fakeinfer.documents import write
from fakeinfer.wire import Request


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch")
    indices.create(made.state, "b", settings={"number_of_replicas": "0"})
    indices.create(made.state, "a")
    write(made.state, "b", "1", {"text": "one"})
    return made


def ask(cluster: Cluster, target: str) -> str:
    response = cluster.handle(Request.build("GET", target))
    assert not cluster.bugs
    assert response.status == 200
    return response.body.decode()


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("h=index,docs.count", "a 0\nb 1\n"),
        ("v&h=health,index,dc", "health index dc\nyellow a      0\ngreen  b      1\n"),
        ("h=i&s=docs.count:desc", "b\na\n"),
        ("h=i&s=health", "b\na\n"),
        ("h=nope", "\n\n"),
        ("h=index&health=green", "b\n"),
    ],
)
def test_columns_order_and_alignment_are_the_clients(cluster: Cluster, query: str, text: str) -> None:
    assert ask(cluster, f"/_cat/indices/a,b?{query}") == text


def test_one_index_and_rows_as_objects(cluster: Cluster) -> None:
    rows = json.loads(ask(cluster, "/_cat/indices/b?format=json&h=index,rep,docs.count"))
    assert rows == [{"index": "b", "rep": "0", "docs.count": "1"}]


def test_every_column_is_shown_for_a_star(cluster: Cluster) -> None:
    row = json.loads(ask(cluster, "/_cat/plugins?format=json&h=*"))[0]
    assert list(row) == ["id", "name", "component", "version", "description"]


def test_filter_path_reaches_into_rows(cluster: Cluster) -> None:
    assert json.loads(ask(cluster, "/_cat/indices/a,b?format=json&filter_path=index")) == [
        {"index": "a"},
        {"index": "b"},
    ]
