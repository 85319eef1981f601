"""The documented core of both products, driven by the vendors' own clients against the fakes.

Elasticsearch: create, get, use and delete inference endpoints, with what refers to them. OpenSearch ML Commons: groups,
connectors, models, and deleting a model that is in use. Every line printed is an answer of a fake.
"""

from __future__ import annotations

import json
from typing import Any

import elasticsearch
import opensearchpy

from fakeinfer import FakeElasticsearch, FakeOpenSearch


def show(what: str, answer: Any) -> None:
    """Print one answer, cut to a line."""
    print(f"  {what:42} {json.dumps(answer)[:110]}")


def inference_endpoints(es: elasticsearch.Elasticsearch) -> None:
    """Create, get, infer, and delete with references."""
    settings = {"api_key": "sk-not-real", "model_id": "text-embedding-3-small", "dimensions": 8}
    config = {"service": "openai", "service_settings": settings}
    show("create", es.inference.put(task_type="text_embedding", inference_id="emb", inference_config=config).body)
    show("get", es.inference.get(inference_id="emb").body)
    show("infer", es.inference.inference(inference_id="emb", input=["one text"]).body)
    processor = {"inference": {"model_id": "emb", "input_output": {"input_field": "text", "output_field": "vector"}}}
    es.ingest.put_pipeline(id="embed", processors=[processor])
    es.indices.create(index="docs", mappings={"properties": {"body": {"type": "semantic_text", "inference_id": "emb"}}})
    try:
        es.inference.delete(inference_id="emb")
    except elasticsearch.ConflictError as refused:
        show("delete, refused with 409", refused.body["error"]["reason"])
    show("delete, dry run", es.inference.delete(inference_id="emb", dry_run=True).body)
    show("delete, forced", es.inference.delete(inference_id="emb", force=True).body)


def models_in_use(client: opensearchpy.OpenSearch) -> None:
    """Register a group, a connector and a model; delete the model while a pipeline uses it, then after."""
    group = client.ml.register_model_group(body={"name": "remote models"})
    show("register group", group)
    connector = client.ml.create_connector(
        body={
            "name": "OpenAI embeddings",
            "version": 1,
            "protocol": "http",
            "parameters": {"model": "text-embedding-3-small"},
            "credential": {"openAI_key": "sk-not-real"},
            "actions": [
                {
                    "action_type": "predict",
                    "method": "POST",
                    "url": "https://api.openai.com/v1/embeddings",
                    "headers": {"Authorization": "Bearer ${credential.openAI_key}"},
                    "request_body": '{ "input": ${parameters.input}, "model": "${parameters.model}" }',
                }
            ],
        }
    )
    show("create connector", connector)
    model = client.ml.register_model(
        body={
            "name": "embeddings",
            "function_name": "remote",
            "model_group_id": group["model_group_id"],
            "connector_id": connector["connector_id"],
        }
    )
    show("register model", model)
    show("deploy", client.ml.deploy_model(model_id=model["model_id"]))
    client.ingest.put_pipeline(
        id="embed", body={"processors": [{"text_embedding": {"model_id": model["model_id"], "field_map": {"a": "b"}}}]}
    )
    for attempt in ("deployed, refused with 400", "in use, refused with 409", "nothing uses it"):
        try:
            show(f"delete: {attempt}", client.ml.delete_model(model_id=model["model_id"]))
        except opensearchpy.TransportError as refused:
            show(f"delete: {attempt}", refused.info["error"]["reason"])
        if attempt.startswith("deployed"):
            client.ml.undeploy_model(model_id=model["model_id"])
        else:
            client.ingest.delete_pipeline(id="*")
    try:
        client.ml.get_model_group(model_group_id=group["model_group_id"])
    except opensearchpy.NotFoundError as gone:
        show("get the group: gone with its last model", gone.info["error"]["reason"])


def main() -> None:
    """Both products, one after the other."""
    with FakeElasticsearch() as fake:
        print(f"Elasticsearch {fake.version}")
        inference_endpoints(fake.client())
    with FakeOpenSearch(settings={"plugins.ml_commons.safe_delete_model": True}) as fake:
        print(f"OpenSearch {fake.version}")
        models_in_use(fake.client())


if __name__ == "__main__":
    main()
