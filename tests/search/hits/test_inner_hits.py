"""Objects inside a document that were found."""

from __future__ import annotations

from tests.search.asking import holding, reason, searched


def nested(**inner: object) -> dict[str, object]:
    return {"nested": {"path": "x", "query": {"term": {"x.y": "p"}}, "inner_hits": inner}}


def test_where_in_the_document_they_stand() -> None:
    cluster = holding([{"x": [{"y": "q"}, {"y": "p", "z": 1}, {"y": "p", "z": 2}]}])
    (hit,) = searched(cluster, nested())["hits"]["hits"]
    inner = hit["inner_hits"]["x"]["hits"]
    assert inner["total"]["value"] == 2
    assert [one["_nested"] for one in inner["hits"]] == [{"field": "x", "offset": 1}, {"field": "x", "offset": 2}]
    assert [one["_source"] for one in inner["hits"]] == [{"y": "p", "z": 1}, {"y": "p", "z": 2}]


def test_a_page_of_them() -> None:
    cluster = holding([{"x": [{"y": "p", "z": number} for number in range(5)]}])
    query = nested(name="some", size=2, sort=[{"x.z": "desc"}], **{"from": 1})
    (hit,) = searched(cluster, query)["hits"]["hits"]
    assert [one["_source"]["z"] for one in hit["inner_hits"]["some"]["hits"]["hits"]] == [3, 2]


def test_no_more_than_the_index_allows() -> None:
    assert "too large" in reason(holding([{"x": [{"y": "p"}]}]), nested(size=101))
