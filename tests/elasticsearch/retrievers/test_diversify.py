"""Hits that are not too much like each other."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.cluster import Cluster
from tests.elasticsearch.asking import DENSE, ask, ok

VECTORS = st.lists(st.lists(st.integers(-3, 3), min_size=2, max_size=2), min_size=1, max_size=8)
ALL = {"standard": {"query": {"match_all": {}}}}


def diversify(field: str, size: int, weight: float, **more: Any) -> dict[str, Any]:
    return {"diversify": {"type": "mmr", "field": field, "retriever": ALL, "size": size, "lambda": weight, **more}}


def found(cluster: Cluster, retriever: Any) -> list[str]:
    answer = ok(cluster, "POST", "/i/_search", {"retriever": retriever})
    return [hit["_id"] for hit in answer["hits"]["hits"]]


@given(VECTORS, st.integers(1, 10), st.floats(0, 1, width=32))
def test_as_many_stay_as_may_in_the_order_they_had(vectors: list[list[int]], size: int, weight: float) -> None:
    cluster = Cluster("elasticsearch", "9.5")
    field = {"type": "dense_vector", "dims": 2, "similarity": "l2_norm"}
    ok(cluster, "PUT", "/i", {"mappings": {"properties": {"v": field}}})
    for number, vector in enumerate(vectors):
        ok(cluster, "PUT", f"/i/_doc/{number}?refresh=true", {"v": vector})
    stay = found(cluster, diversify("v", size, weight, query_vector=[1, 0]))
    assert len(stay) == min(size, len(vectors))
    assert stay == sorted(stay)


def test_chunks_of_semantic_fields_tell_documents_apart() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/_inference/text_embedding/de", DENSE)
    ok(cluster, "PUT", "/i", {"mappings": {"properties": {"f": {"type": "semantic_text", "inference_id": "de"}}}})
    for id, text in {"1": "red fox", "2": "red fox", "3": "taxes and duties"}.items():
        ok(cluster, "PUT", f"/i/_doc/{id}?refresh=true", {"f": [text, text]})
    assert found(cluster, diversify("f", 2, 0.3)) == ["1", "3"]


def test_scrolls_are_not_there() -> None:
    cluster = Cluster("elasticsearch", "9.5")
    ok(cluster, "PUT", "/i", {})
    status, _ = ask(cluster, "POST", "/i/_search?scroll=1m", {"retriever": diversify("v", 2, 0.3)})
    assert status == 501
