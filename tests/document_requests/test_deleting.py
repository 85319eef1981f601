"""Deleting what a query finds, by both vendors' clients."""

from __future__ import annotations

import pytest
from opensearchpy import OpenSearch

from fakeinfer import FakeElasticsearch, FakeOpenSearch


def filled(client: OpenSearch, count: int) -> None:
    lines = [line for n in range(count) for line in ({"index": {"_id": str(n)}}, {"n": n})]
    client.bulk(index="d", body=lines)


def test_batches_are_counted() -> None:
    with FakeOpenSearch() as fake:
        client = fake.client()
        filled(client, 2500)
        told = client.delete_by_query(index="d", body={"query": {"range": {"n": {"gte": 400}}}})
        assert (told["deleted"], told["batches"]) == (2100, 3)
        assert client.count(index="d")["count"] == 400


def test_what_was_written_first_goes_first() -> None:
    with FakeElasticsearch() as fake:
        client = fake.client()
        for id in ("b", "a", "c"):
            client.index(index="d", id=id, document={})
        client.delete_by_query(index="d", query={"match_all": {}}, max_docs=1)
        assert [hit["_id"] for hit in client.search(index="d")["hits"]["hits"]] == ["a", "c"]


@pytest.mark.parametrize("parameter", ["terminate_after=1", "sort=a"])
def test_what_is_not_imitated_says_so(parameter: str) -> None:
    with FakeOpenSearch() as fake:
        client = fake.client()
        filled(client, 1)
        with pytest.raises(Exception, match="fakeinfer_not_implemented_exception"):
            client.transport.perform_request(
                "POST", f"/d/_delete_by_query?{parameter}", body={"query": {"match_all": {}}}
            )
        assert client.count(index="d")["count"] == 1
