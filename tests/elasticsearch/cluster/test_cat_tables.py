"""Tables of Elasticsearch, beyond what fixtures can hold: every column, units, what versions have."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.cluster.cat_tables import columns_of
from fakeinfer.elasticsearch.cluster.cluster_api import TABLES
from fakeinfer.versions import Version
from fakeinfer.wire import Request
from tests.elasticsearch.asking import ok


@pytest.fixture
def cluster() -> Cluster:
    cluster = Cluster("elasticsearch", "9.5", node_name="n")
    ok(cluster, "PUT", "/c", {"settings": {"number_of_replicas": 0}})
    return cluster


def text(cluster: Cluster, path: str) -> str:
    response = cluster.handle(Request.build("GET", path))
    assert response.status == 200, response.content
    return response.content.decode()


@pytest.mark.parametrize("table", [name for name in TABLES if "{" not in name])
def test_every_table_that_is_listed_answers_with_all_its_columns(cluster: Cluster, table: str) -> None:
    columns = [one.column.name for one in columns_of(table, cluster.contract.version)]
    helped = [line.partition(" ")[0] for line in text(cluster, f"/_cat/{table}?help").splitlines()]
    assert helped == columns
    for row in json.loads(text(cluster, f"/_cat/{table}?h=*&format=json")):
        assert list(row) == columns


def test_a_closed_index_has_no_counters(cluster: Cluster) -> None:
    ok(cluster, "POST", "/c/_close")
    (row,) = json.loads(text(cluster, "/_cat/indices?format=json&h=status,docs.count,store.size,search.query_total"))
    assert row == {"status": "close", "docs.count": None, "store.size": None, "search.query_total": None}


@pytest.mark.parametrize(("unit", "shown"), [("b", "208"), ("kb", "0"), ("x", "208b")])
def test_sizes_are_told_in_the_unit_that_is_asked_for(cluster: Cluster, unit: str, shown: str) -> None:
    assert text(cluster, f"/_cat/indices?h=store.size&bytes={unit}") == f"{shown}\n"
    assert text(cluster, f"/_cat/indices?h=completion.size&bytes={unit}") == ("0\n" if unit != "x" else "0b\n")


def test_sizes_are_sorted_by_what_they_are_worth(cluster: Cluster) -> None:
    ok(cluster, "PUT", "/d/_doc/1", {"a": 1})
    assert text(cluster, "/_cat/indices?h=index&s=store.size") == "c\nd\n"
    assert text(cluster, "/_cat/indices?h=index&s=ss:desc") == "d\nc\n"


@pytest.mark.parametrize(("version", "there"), [("8.19", True), ("9.2", False)])
def test_columns_come_and_go_with_versions(version: str, there: bool) -> None:
    names = [one.column.name for one in columns_of("indices", Version.parse(f"{version}.0"))]
    assert ("search.throttled" in names) is there


def test_an_alias_is_left_out_by_a_minus(cluster: Cluster) -> None:
    ok(cluster, "PUT", "/c/_alias/a1")
    ok(cluster, "PUT", "/c/_alias/a2")
    assert text(cluster, "/_cat/aliases/a*,-a2?h=alias") == "a1\n"
