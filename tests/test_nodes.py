"""The only node and its only task."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.wire import Request

PRODUCTS = pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])


def ask(product: str, target: str, **options: Any) -> Any:
    cluster = Cluster(product, **options)
    response = cluster.handle(Request.build("GET", target))
    assert not cluster.bugs
    return json.loads(response.body)


@PRODUCTS
def test_the_node_has_the_name_it_was_given_and_tells_its_processors(product: str) -> None:
    answer = ask(product, "/_nodes", node_name="n-7", cluster_name="c-7")
    (node,) = answer["nodes"].values()
    assert (node["name"], answer["cluster_name"]) == ("n-7", "c-7")
    types = [processor["type"] for processor in node["ingest"]["processors"]]
    assert types == sorted(types)
    assert "set" in types


@PRODUCTS
def test_a_metric_alone_is_no_node(product: str) -> None:
    (node,) = ask(product, "/_nodes/ingest")["nodes"].values()
    assert "ingest" in node
    assert "http" not in node
    assert ask(product, "/_nodes/n-7/http", node_name="n-7")["_nodes"]["total"] == 1
    assert ask(product, "/_nodes/other/http", node_name="n-7")["_nodes"]["total"] == 0


@PRODUCTS
@pytest.mark.parametrize(("group_by", "key"), [("nodes", "nodes"), ("parents", "tasks"), ("none", "tasks")])
def test_the_listing_lists_itself(product: str, group_by: str, key: str) -> None:
    answer = ask(product, f"/_tasks?group_by={group_by}&actions=*lists*")
    assert list(answer) == [key]
    assert "cluster:monitor/tasks/lists" in json.dumps(answer)
    assert not ask(product, f"/_tasks?group_by={group_by}&actions=none")[key]
