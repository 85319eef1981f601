"""Values that the index keeps, and indices that count for more."""

from __future__ import annotations

import pytest

from fakeinfer.cluster import Cluster
from tests.search.asking import asked, reason, searched

FIELDS = {"t": {"type": "text", "store": True}, "d": {"type": "date", "store": True}, "n": {"type": "integer"}}
LINES = [("opensearch", "2.19"), ("elasticsearch", "9.1")]


def holding(product: str = "opensearch", line: str = "2.19") -> Cluster:
    cluster = Cluster(product, line)
    for index in ("s", "r"):
        assert asked(cluster, "PUT", f"/{index}", {"mappings": {"properties": FIELDS}})[0] == 200
        assert asked(cluster, "PUT", f"/{index}/_doc/{index}", {"t": "red fox", "d": "2024-01-02", "n": 1})[0] == 201
    return cluster


@pytest.mark.parametrize(("product", "line"), LINES)
def test_kept_values_take_the_place_of_the_source(product: str, line: str) -> None:
    (hit,) = searched(holding(product, line), stored_fields=["t", "d", "n"])["hits"]["hits"]
    assert hit["fields"] == {"t": ["red fox"], "d": ["2024-01-02T00:00:00.000Z"]}
    assert "_source" not in hit


@pytest.mark.parametrize(("product", "line"), LINES)
def test_not_even_ids_are_shown(product: str, line: str) -> None:
    (hit,) = searched(holding(product, line), stored_fields="_none_")["hits"]["hits"]
    assert hit == {"_index": "s", "_score": 1.0}


def test_nothing_cannot_be_combined() -> None:
    assert reason(holding(), stored_fields=["_none_", "t"]) == "cannot combine _none_ with other fields"


@pytest.mark.parametrize(("product", "line"), LINES)
def test_hits_of_an_index_count_for_more(product: str, line: str) -> None:
    boosts = [{"r*": 3}, {"s": 1}]
    cluster = holding(product, line)
    hits = searched(cluster, {"match_all": {}}, "/s,r/_search", indices_boost=boosts)["hits"]["hits"]
    assert [(hit["_index"], hit["_score"]) for hit in hits] == [("r", 3.0), ("s", 1.0)]
