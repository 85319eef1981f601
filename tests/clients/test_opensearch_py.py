"""opensearch-py, unmodified, through the main job: in-process and over a socket, sync and async."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import opensearchpy
import pytest
from opensearchpy import AsyncOpenSearch, OpenSearch

from fakeinfer import FakeOpenSearch

SAFE = {"plugins.ml_commons.safe_delete_model": True}
CONNECTOR = {
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


def agent(model_id: str) -> dict[str, Any]:
    return {"name": "a", "type": "flow", "tools": [{"type": "MLModelTool", "parameters": {"model_id": model_id}}]}


def embedding(model_id: str) -> dict[str, Any]:
    return {"processors": [{"text_embedding": {"model_id": model_id, "field_map": {"a": "b"}}}]}


@pytest.fixture(params=["2.19", "3.8"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch(version=request.param, settings=SAFE) as fake:
        yield fake
        fake.raise_bugs()


@pytest.fixture(params=["in-process", "socket"])
def client(request: pytest.FixtureRequest, fake: FakeOpenSearch) -> Iterator[OpenSearch]:
    client = fake.client() if request.param == "in-process" else OpenSearch(fake.url)
    yield client
    client.close()


def remote_model(client: OpenSearch, name: str = "embeddings") -> tuple[str, str, str]:
    """A group, a connector, and a model of both."""
    group = client.ml.register_model_group(body={"name": f"{name} group"})["model_group_id"]
    connector = client.ml.create_connector(body=CONNECTOR)["connector_id"]
    body = {"name": name, "function_name": "remote", "model_group_id": group, "connector_id": connector}
    model = client.ml.register_model(body=body)
    assert model["status"] == "CREATED"
    return group, connector, model["model_id"]


def test_a_deployed_model_is_not_deleted(client: OpenSearch) -> None:
    _, _, model = remote_model(client)
    assert client.ml.deploy_model(model_id=model)["status"] == "COMPLETED"
    assert client.ml.get_model(model_id=model)["model_state"] == "DEPLOYED"
    with pytest.raises(opensearchpy.RequestError) as refused:
        client.ml.delete_model(model_id=model)
    assert refused.value.info["error"]["reason"] == (
        "Model cannot be deleted in deploying or deployed state. Try undeploy model first then delete"
    )
    client.ml.undeploy_model(model_id=model)
    assert client.ml.delete_model(model_id=model)["result"] == "deleted"


def test_the_last_model_takes_its_group_along(client: OpenSearch) -> None:
    group, _, model = remote_model(client)
    deleted = client.ml.delete_model(model_id=model)
    assert (deleted["_index"], deleted["_id"], deleted["result"]) == (".plugins-ml-model", model, "deleted")
    with pytest.raises(opensearchpy.NotFoundError):
        client.ml.get_model_group(model_group_id=group)


def test_a_server_keeps_the_group() -> None:
    with FakeOpenSearch(version="2.19", follow="server") as fake:
        client = fake.client()
        group, _, model = remote_model(client)
        client.ml.delete_model(model_id=model)
        assert client.ml.get_model_group(model_group_id=group)["latest_version"] == 1


@pytest.mark.parametrize("kind", ["ingest pipelines", "search pipelines", "agents"])
def test_a_model_in_use_is_kept(client: OpenSearch, kind: str) -> None:
    _, _, model = remote_model(client)
    if kind == "agents":
        name = client.ml.register_agents(body=agent(model))["agent_id"]
        text = f"1 agents are still using this model, please delete or update the agents first, all visible agents are: [{name}]"
    else:
        name = "p"
        text = f"1 {kind} are still using this model, please delete or update the pipelines first: [p]"
        if kind == "ingest pipelines":
            client.ingest.put_pipeline(id=name, body=embedding(model))
        else:
            rerank = {"rerank": {"ml_opensearch": {"model_id": model}, "context": {"document_fields": ["a"]}}}
            client.search_pipeline.put(id=name, body={"response_processors": [rerank]})
    with pytest.raises(opensearchpy.ConflictError) as refused:
        client.ml.delete_model(model_id=model)
    assert refused.value.info["error"]["reason"] == text


def test_credentials_are_never_shown(client: OpenSearch) -> None:
    _, connector, _ = remote_model(client)
    shown = client.transport.perform_request("GET", f"/_plugins/_ml/connectors/{connector}")
    assert "sk-not-real" not in str(shown)
    assert "credential" not in shown


@pytest.mark.parametrize("door", ["in-process", "socket"])
async def test_the_async_client_does_the_same(fake: FakeOpenSearch, door: str) -> None:
    client: Any = fake.async_client() if door == "in-process" else AsyncOpenSearch(fake.url)
    try:
        group = (await client.ml.register_model_group(body={"name": "g"}))["model_group_id"]
        connector = (await client.ml.create_connector(body=CONNECTOR))["connector_id"]
        body = {"name": "m", "function_name": "remote", "model_group_id": group, "connector_id": connector}
        model = (await client.ml.register_model(body=body))["model_id"]
        await client.ml.deploy_model(model_id=model)
        with pytest.raises(opensearchpy.RequestError):
            await client.ml.delete_model(model_id=model)
        await client.ml.undeploy_model(model_id=model)
        await client.ingest.put_pipeline(id="p", body=embedding(model))
        with pytest.raises(opensearchpy.ConflictError):
            await client.ml.delete_model(model_id=model)
        await client.ingest.delete_pipeline(id="p")
        assert (await client.ml.delete_model(model_id=model))["result"] == "deleted"
        with pytest.raises(opensearchpy.NotFoundError):
            await client.ml.get_model_group(model_group_id=group)
    finally:
        await client.close()
