"""What elasticsearch-py copies, updates, asks later and measures."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Iterator

import pytest

from fakeinfer import FakeElasticsearch

elasticsearch = pytest.importorskip("elasticsearch")
helpers = pytest.importorskip("elasticsearch.helpers")


@pytest.fixture
def fake() -> Iterator[FakeElasticsearch]:
    with FakeElasticsearch() as fake:
        actions = ({"_index": "old", "_id": str(n), "text": f"text number {n}", "n": n} for n in range(25))
        helpers.bulk(fake.client(), actions, refresh=True)
        yield fake


def test_helpers_go_through_indices_and_copy_them(fake: FakeElasticsearch) -> None:
    es = fake.client()
    assert len(list(helpers.scan(es, index="old", size=7))) == 25
    assert helpers.reindex(es, "old", "copy") == (25, 0)
    assert es.count(index="copy")["count"] == 25


def test_helpers_do_so_while_other_things_are_done(fake: FakeElasticsearch) -> None:
    async def copied() -> tuple[int, int]:
        es = fake.async_client()
        try:
            done, _ = await helpers.async_reindex(es, "old", "copy")
            return done, len([hit async for hit in helpers.async_scan(es, index="copy", size=10)])
        finally:
            await es.close()

    assert asyncio.run(copied()) == (25, 25)


def test_copies_are_embedded_updated_by_stored_scripts_and_found(fake: FakeElasticsearch) -> None:
    es = fake.client()
    meaning = {"text": {"type": "text", "copy_to": "meaning"}, "meaning": {"type": "semantic_text"}}
    es.indices.create(index="new", mappings={"properties": meaning})
    few = {"index": "old", "query": {"range": {"n": {"lt": 5}}}}
    task = es.reindex(source=few, dest={"index": "new"}, wait_for_completion=False, refresh=True)["task"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert es.tasks.get(task_id=task, wait_for_completion=True)["response"]["created"] == 5
    es.put_script(id="more", script={"lang": "painless", "source": "ctx._source.n += params.by"})
    more = {"id": "more", "params": {"by": 10}}
    assert es.update_by_query(index="new", script=more, refresh=True)["updated"] == 5
    found = es.search(index="new", query={"semantic": {"field": "meaning", "query": "number 3"}}, size=1)
    assert found["hits"]["hits"][0]["_source"] == {"text": "text number 3", "n": 13}


def test_terms_are_listed_and_searches_measured(fake: FakeElasticsearch) -> None:
    es = fake.client()
    assert "number" in es.termvectors(index="old", id="1", fields=["text"])["term_vectors"]["text"]["terms"]
    assert es.terms_enum(index="old", field="text.keyword", string="text number 2")["terms"][:2] == [
        "text number 2",
        "text number 20",
    ]
    rated = [{"_index": "old", "_id": "3", "rating": 1}]
    request = {"id": "three", "request": {"query": {"match": {"text": "3"}}}, "ratings": rated}
    assert es.rank_eval(index="old", requests=[request], metric={"precision": {"k": 1}})["metric_score"] == 1.0


def test_answers_are_fetched_later(fake: FakeElasticsearch) -> None:
    es = fake.client()
    begun = es.async_search.submit(index="old", query={"match_all": {}}, wait_for_completion_timeout="0s")
    assert es.async_search.get(id=begun["id"])["response"]["hits"]["total"]["value"] == 25
    assert es.async_search.delete(id=begun["id"])["acknowledged"]


def test_languages_of_tables_are_refused_by_name(fake: FakeElasticsearch) -> None:
    with pytest.raises(elasticsearch.ApiError, match=r"does not implement ES\|QL"):
        fake.client().esql.query(query="FROM old")
