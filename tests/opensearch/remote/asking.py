"""Models behind connectors, in a line each."""

from __future__ import annotations

import json
from typing import Any

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, connector_body, ok

CHAT = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/chat/completions",
    "headers": {"Authorization": "Bearer ${credential.key}", "X-Kind": "chat"},
    "request_body": '{ "model": "${parameters.model}", "messages": ${parameters.messages} }',
}
EMBED = {
    "action_type": "predict",
    "method": "POST",
    "url": "https://api.openai.com/v1/embeddings",
    "request_body": '{ "input": ${parameters.input}, "model": "text-embedding-3-small" }',
    "pre_process_function": "connector.pre_process.openai.embedding",
    "post_process_function": "connector.post_process.openai.embedding",
}
HELLO = {"messages": [{"role": "user", "content": "hello"}]}


def model_of(cluster: Cluster, *actions: dict[str, Any], model: dict[str, Any] | None = None, **connector: Any) -> str:
    """The id of a deployed model named "m" whose connector has these actions."""
    body = connector_body(**{"parameters": {"model": "gpt-4o"}, "actions": list(actions), **connector})
    id = ok(cluster, "POST", f"{ML}/connectors/_create", body)["connector_id"]
    registered = {"name": "m", "function_name": "remote", "connector_id": id, **(model or {})}
    found: str = ok(cluster, "POST", f"{ML}/models/_register", registered)["model_id"]
    ok(cluster, "POST", f"{ML}/models/{found}/_deploy")
    return found


def predict(cluster: Cluster, model: str, /, **parameters: Any) -> Any:
    """The one result of a model asked by parameters."""
    (result,) = ok(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": parameters})["inference_results"]
    return result


def embed(cluster: Cluster, model: str, *texts: str) -> list[list[float]]:
    """The vectors of texts."""
    results = ok(cluster, "POST", f"{ML}/_predict/text_embedding/{model}", {"text_docs": texts})["inference_results"]
    return [tensor["data"] for result in results for tensor in result["output"]]


def refusal(cluster: Cluster, model: str, /, **parameters: Any) -> tuple[int, str, str]:
    """Status, type and reason of a refused call."""
    response = ask(cluster, "POST", f"{ML}/models/{model}/_predict", {"parameters": parameters})
    error = json.loads(response.content)["error"]
    return response.status, error["type"], error["reason"]
