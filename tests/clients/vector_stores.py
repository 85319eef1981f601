"""What the tests of vector stores share: a fake with an endpoint and deployed models."""

from __future__ import annotations

import elasticsearch
from elasticsearch import Elasticsearch

from fakeinfer import FakeElasticsearch

NEWEST = {8: "8.19", 9: "9.5"}[elasticsearch.__version__[0]]
TEXTS = ["a cat and two kittens", "tax law for companies"]
E5, ELSER = ".multilingual-e5-small", ".elser_model_2"


def embedding_cluster() -> FakeElasticsearch:
    """A cluster with the endpoint `emb` (eight dimensions), and E5 and ELSER deployed."""
    fake = FakeElasticsearch(version=NEWEST)
    with fake.client() as es:
        settings = {"api_key": "sk-not-real", "model_id": "text-embedding-3-small", "dimensions": 8}
        config = {"service": "openai", "service_settings": settings}
        es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=config)
        for model in (E5, ELSER):
            es.ml.put_trained_model(model_id=model, input={"field_names": ["text_field"]})
            es.ml.start_trained_model_deployment(model_id=model, wait_for="started")
    return fake


def vectors(es: Elasticsearch, texts: list[str]) -> list[list[float]]:
    """What the endpoint makes of texts."""
    told = es.inference.inference(inference_id="emb", input=texts)["text_embedding"]
    return [one["embedding"] for one in told]
