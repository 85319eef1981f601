"""What a new embedding endpoint learns at creation."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.services.learning import learn
from fakeinfer.elasticsearch.services.plans import plan_for
from fakeinfer.elasticsearch.services.reading import Configuration
from fakeinfer.elasticsearch.services.service import services


def learned(service: str, task_type: str, settings: dict[str, Any], line: str = "9.5") -> dict[str, Any]:
    """Service settings and task settings afterwards."""
    contract = contract_for("elasticsearch", line)
    configuration = Configuration(dict(settings), {}, {})
    learn(plan_for(contract, services(contract)[service], task_type), configuration)
    return {**configuration.service_settings, **configuration.task_settings}


@pytest.mark.parametrize(
    ("service", "settings", "dimensions"),
    [
        ("openai", {"model_id": "text-embedding-3-large"}, 3072),
        ("openai", {"model_id": "unheard-of"}, 1024),
        ("openai", {"model_id": "text-embedding-3-large", "dimensions": 16}, 16),
        ("azureopenai", {"deployment_id": "anything"}, 1536),
        ("mistral", {"model": "mistral-embed", "dimensions": 16}, 1024),
        ("mistral", {"model": "unheard-of", "dimensions": 16}, 16),
        ("jinaai", {"model_id": "jina-embeddings-v3", "embedding_type": "float"}, 1024),
        ("voyageai", {"model_id": "voyage-3-lite"}, 512),
        ("nvidia", {"model_id": "nvidia/nv-embedqa-e5-v5"}, 1024),
        ("amazon_sagemaker", {"endpoint_name": "anything"}, 1024),
    ],
)
def test_the_length_of_vectors(service: str, settings: dict[str, Any], dimensions: int) -> None:
    assert learned(service, "text_embedding", settings)["dimensions"] == dimensions


@pytest.mark.parametrize(
    ("line", "embedding_type", "similarity"),
    [("9.5", "float", "cosine"), ("9.5", "bit", "l2_norm"), ("8.17", "byte", "dot_product")],
)
def test_a_similarity_may_depend_on_another_setting(line: str, embedding_type: str, similarity: str) -> None:
    settings = {"model_id": "m", "embedding_type": embedding_type}
    assert learned("cohere", "text_embedding", settings, line)["similarity"] == similarity


@pytest.mark.parametrize(
    ("embedding_type", "similarity"), [("float", "dot_product"), ("bit", "l2_norm"), ("binary", "l2_norm")]
)
def test_bits_are_compared_by_l2_norm(embedding_type: str, similarity: str) -> None:
    settings = {"model_id": "m", "embedding_type": embedding_type}
    assert learned("jinaai", "text_embedding", settings)["similarity"] == similarity


def test_other_tasks_learn_nothing() -> None:
    assert learned("openai", "completion", {"model_id": "gpt"}) == {"model_id": "gpt"}


def test_a_trial_call_may_leave_task_settings() -> None:
    assert learned("azureaistudio", "completion", {})["max_new_tokens"] == 64
