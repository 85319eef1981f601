"""elasticsearch-py, unmodified: updating endpoints and the region policy, where the client knows them."""

from __future__ import annotations

from collections.abc import Iterator

import elasticsearch
import pytest
from elasticsearch import Elasticsearch

from fakeinfer import FakeElasticsearch

MAJOR = elasticsearch.__version__[0]
NEWEST = "8.19" if MAJOR == 8 else "9.5"
OPENAI = {"service": "openai", "service_settings": {"api_key": "sk-not-real", "model_id": "text-embedding-3-small"}}
ELSER = {
    "service": "elasticsearch",
    "service_settings": {"num_allocations": 1, "num_threads": 1, "model_id": ".elser_model_2"},
}
GEOS = {"allowed_geos": ["us", "eu"]}
KNOWN = dir(Elasticsearch("http://localhost:9200").inference)
knows_updates = pytest.mark.skipif(
    "update" not in KNOWN or elasticsearch.__version__ < (8, 18),
    reason="clients before 8.17 do not know updates, and 8.17 asks by POST, which no server takes",
)
knows_region_policies = pytest.mark.skipif(
    "put_region_policy" not in KNOWN,
    reason="clients before 9.5 do not know region policies",
)


@pytest.fixture(params=["in-process", "socket"])
def es(request: pytest.FixtureRequest) -> Iterator[Elasticsearch]:
    with FakeElasticsearch(version=NEWEST) as fake:
        client = fake.client() if request.param == "in-process" else Elasticsearch(fake.url)
        with client:
            yield client
        fake.raise_bugs()


@knows_updates
def test_an_endpoint_is_updated(es: Elasticsearch) -> None:
    es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=OPENAI)
    config = {"service_settings": {"api_key": "sk-other"}, "task_settings": {"user": "me"}}
    updated = es.inference.update(task_type="text_embedding", inference_id="emb", inference_config=config)
    assert updated["task_settings"] == {"user": "me"}
    assert es.inference.get(inference_id="emb")["endpoints"] == [updated.body]


@knows_updates
def test_the_id_alone_is_enough_when_the_body_says_the_task_type(es: Elasticsearch) -> None:
    es.inference.put(task_type="sparse_embedding", inference_id="elser", inference_config=ELSER)
    config = {"task_type": "sparse_embedding", "service_settings": {"num_allocations": 3}}
    updated = es.inference.update(inference_id="elser", inference_config=config)
    assert updated["service_settings"]["num_allocations"] == 3


@knows_updates
def test_refusals_are_the_clients_exceptions(es: Elasticsearch) -> None:
    with pytest.raises(elasticsearch.NotFoundError, match="does not exist and cannot be updated"):
        es.inference.update(task_type="rerank", inference_id="nope", inference_config={"task_settings": {"top_n": 1}})
    with pytest.raises(elasticsearch.BadRequestError, match="cannot be updated, remove these fields"):
        es.inference.update(task_type="rerank", inference_id="nope", inference_config={"service": "openai"})


@knows_region_policies
def test_a_region_policy_comes_and_goes(es: Elasticsearch) -> None:
    with pytest.raises(elasticsearch.NotFoundError, match="No region policy is configured"):
        es.inference.get_region_policy()
    put = es.inference.put_region_policy(region_policy=GEOS)
    assert put["region_policy"] == GEOS
    assert es.inference.get_region_policy().body == put.body
    assert "updated_at" in es.inference.put_region_policy(region_policy=GEOS, force=True)
    assert es.inference.delete_region_policy()["acknowledged"] is True
    with pytest.raises(elasticsearch.NotFoundError):
        es.inference.delete_region_policy()
