"""What both products count of indices."""

from __future__ import annotations

import json

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.measuring import Counted
from fakeinfer.wire import Request

PRODUCTS = pytest.mark.parametrize("product", ["elasticsearch", "opensearch"])


@PRODUCTS
def test_documents_and_shards_of_several_indices_are_counted_together(product: str) -> None:
    cluster = Cluster(product)
    for path in ("/a/_doc/1", "/a/_doc/2", "/b/_doc/1"):
        assert cluster.handle(Request.build("PUT", path, {"Content-Type": "application/json"}, b"{}")).status == 201
    stats = json.loads(cluster.handle(Request.build("GET", "/a,b/_stats")).content)
    assert stats["_all"]["primaries"]["docs"]["count"] == 3
    assert stats["_all"]["primaries"]["store"]["size_in_bytes"] == Counted(3, 2, 2).size
    assert stats["_shards"] == {"total": 4, "successful": 2, "failed": 0}


@PRODUCTS
def test_a_metric_that_is_misspelt_is_told_what_it_may_be(product: str) -> None:
    answer = json.loads(Cluster(product).handle(Request.build("GET", "/_stats/serch")).content)
    assert "contains unrecognized metric: [serch] -> did you mean [search]?" in answer["error"]["reason"]
