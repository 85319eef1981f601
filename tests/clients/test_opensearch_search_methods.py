"""opensearch-py's methods around searches: templates, explanations, validation, fields, and those of the k-NN plugin."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opensearchpy import NotFoundError, OpenSearch

from fakeinfer import FakeOpenSearch

TEMPLATE = '{"query": {"term": {"k": "{{k}}"}}, "size": {{n}}{{^n}}10{{/n}}}'


@pytest.fixture(params=["2.19", "3.8"])
def client(request: pytest.FixtureRequest) -> Iterator[OpenSearch]:
    """A client of a server with a few documents."""
    with FakeOpenSearch(version=request.param) as fake:
        client = fake.client()
        client.indices.create(
            index="s", body={"mappings": {"properties": {"k": {"type": "keyword"}, "n": {"type": "integer"}}}}
        )
        for number, word in enumerate("ab", 1):
            client.index(index="s", id=str(number), body={"k": word, "n": number}, refresh=True)
        client.put_script(id="by-word", body={"script": {"lang": "mustache", "source": TEMPLATE}})
        yield client
        client.close()
        fake.raise_bugs()


def test_a_template_is_rendered(client: OpenSearch) -> None:
    rendered = client.render_search_template(id="by-word", body={"params": {"k": "a"}})
    assert rendered["template_output"] == {"query": {"term": {"k": "a"}}, "size": 10}


def test_a_template_finds_what_its_search_would(client: OpenSearch) -> None:
    found = client.search_template(index="s", body={"id": "by-word", "params": {"k": "b"}})
    assert [hit["_id"] for hit in found["hits"]["hits"]] == ["2"]
    with pytest.raises(NotFoundError):
        client.search_template(index="s", body={"id": "other"})


def test_several_templates_in_one_request(client: OpenSearch) -> None:
    body = [{"index": "s"}, {"id": "by-word", "params": {"k": "a"}}, {"index": "s"}, {"id": "other"}]
    found, missing = client.msearch_template(body=body)["responses"]
    assert found["hits"]["total"]["value"] == 1
    assert missing["status"] == 404


def test_a_score_is_explained(client: OpenSearch) -> None:
    told = client.explain(index="s", id="2", body={"query": {"range": {"n": {"gt": 1}}}})
    assert told["matched"]
    assert told["explanation"] == {"value": 1.0, "description": "n:[2 TO 2147483647]", "details": []}


def test_a_query_is_validated(client: OpenSearch) -> None:
    assert client.indices.validate_query(index="s", body={"query": {"match_all": {}}})["valid"]
    assert not client.indices.validate_query(index="s", body={"query": {"nope": {}}})["valid"]


def test_fields_tell_what_they_can(client: OpenSearch) -> None:
    caps = client.field_caps(index="s", fields="k,n")
    assert {name: list(types) for name, types in caps["fields"].items()} == {"k": ["keyword"], "n": ["integer"]}


def test_the_knn_plugin_tells_what_it_counts(client: OpenSearch) -> None:
    mapping = {"properties": {"v": {"type": "knn_vector", "dimension": 2}}}
    client.indices.create(index="v", body={"settings": {"index.knn": True}, "mappings": mapping})
    client.index(index="v", id="1", body={"v": [1, 0]}, refresh=True)
    client.search(index="v", body={"query": {"knn": {"v": {"vector": [1, 0], "k": 1}}}})
    (node,) = client.knn.stats()["nodes"].values()
    assert node["knn_query_requests"] == 1
    assert client.knn.warmup(index="v")["_shards"]["failed"] == 0
