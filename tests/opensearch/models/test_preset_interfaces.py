"""Interfaces that models get by themselves (observed: opensearch 2.19.1)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from tests.opensearch.asking import ML, ask, connector_body, ok

CLAUDE = {"service_name": "bedrock", "model": "anthropic.claude-v2"}
TITAN = {"service_name": "bedrock", "model": "amazon.titan-embed-text-v1"}
EMBEDDING = "connector.post_process.bedrock.embedding"


def connector(parameters: dict[str, str], function: str | None = None) -> dict[str, Any]:
    """A connector to AWS."""
    action = {
        "action_type": "predict",
        "method": "POST",
        "url": "https://bedrock-runtime.us-east-1.amazonaws.com/model/x/invoke",
        "request_body": "{}",
        **({"post_process_function": function} if function else {}),
    }
    return connector_body(
        protocol="aws_sigv4",
        credential={"access_key": "k", "secret_key": "s"},
        parameters={"region": "us-east-1", **parameters},
        actions=[action],
    )


def registered(cluster: Cluster, **fields: Any) -> str:
    """The id of a new model."""
    body = {"name": "m", "function_name": "remote", **fields}
    id: str = ok(cluster, "POST", f"{ML}/models/_register", body)["model_id"]
    return id


def interface(cluster: Cluster, parameters: dict[str, str], function: str | None = None, **fields: Any) -> Any:
    """The interface of a model behind such a connector."""
    id = registered(cluster, connector=connector(parameters, function), **fields)
    return ok(cluster, "GET", f"{ML}/models/{id}").get("interface")


def test_the_function_decides_what_comes_out() -> None:
    cluster = Cluster("opensearch", "2.19")
    made, raw, other = (interface(cluster, TITAN, function) for function in (EMBEDDING, None, "something else"))
    assert raw == other != made
    assert raw["input"] == made["input"]
    assert '["embedding", "inputTextTokenCount"]' in raw["output"]
    assert raw["output"].startswith('{\n  "type": "object",\n')


def test_a_connector_of_its_own_says_it_too() -> None:
    cluster = Cluster("opensearch", "2.19")
    id = ok(cluster, "POST", f"{ML}/connectors/_create", connector(TITAN, EMBEDDING))["connector_id"]
    model = registered(cluster, connector_id=id)
    assert ok(cluster, "GET", f"{ML}/models/{model}")["interface"] == interface(cluster, TITAN, EMBEDDING)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"service_name": "sagemaker"},
        {"service_name": "bedrock"},
        {"service_name": "bedrock", "model": "amazon.titan-embed-text-v2:0"},
        {"service_name": "comprehend", "api_name": "DetectEntities"},
    ],
)
def test_other_models_have_none(parameters: dict[str, str]) -> None:
    held = {"service_name": "bedrock", **parameters}
    assert interface(Cluster("opensearch", "2.19"), held) is None


@pytest.mark.parametrize(
    "parameters",
    [
        {"service_name": "comprehend", "api_name": "DetectDominantLanguage"},
        {"service_name": "textract"},
        {"service_name": "bedrock", "model": "ai21.j2-mid-v1"},
        {"service_name": "bedrock", "model": "anthropic.claude-3-sonnet-20240229-v1:0"},
        {"service_name": "bedrock", "model": "cohere.embed-multilingual-v3"},
        {"service_name": "bedrock", "model": "amazon.titan-embed-image-v1"},
    ],
)
def test_these_models_have_one(parameters: dict[str, str]) -> None:
    found = interface(Cluster("opensearch"), parameters)
    assert {name: json.loads(text)["type"] for name, text in found.items()} == {"input": "object", "output": "object"}


def test_an_interface_of_ones_own_stays() -> None:
    own = {"input": '{"type":"object"}'}
    assert interface(Cluster("opensearch", "2.19"), TITAN, interface=own) == own


def test_versions_differ() -> None:
    assert interface(Cluster("opensearch", "2.18"), TITAN) is None
    before, after = (interface(Cluster("opensearch", version), CLAUDE)["output"] for version in ("2.19", "3.0"))
    assert ('"stop_reason"\n' in before or '"stop_reason",' in before, len(after) < len(before)) == (True, True)


def test_inputs_are_held_against_it() -> None:
    cluster = Cluster("opensearch", "2.19")
    id = registered(cluster, connector=connector(CLAUDE))
    ok(cluster, "POST", f"{ML}/models/{id}/_deploy")
    answer = ask(cluster, "POST", f"{ML}/models/{id}/_predict", {"parameters": {"prompt": "hi"}})
    assert answer.status == 400
    assert b"Error validating input schema" in answer.content
