"""How services describe themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.services import service as services_module
from fakeinfer.elasticsearch.services.listing import describe, listed_services
from fakeinfer.elasticsearch.services.service import services

FILES = [
    file for file in sorted(Path(services_module.__file__).parent.glob("*.json")) if '"listing"' in file.read_text()
]


def entry(name: str, version: str = "9.5") -> dict[str, Any]:
    contract = contract_for("elasticsearch", version)
    described = describe(contract, services(contract)[name])
    assert isinstance(described, dict)
    return described


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_list_settings_that_are_there_and_say_what_is_read(file: Path) -> None:
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    known = {
        name for scope in ("service_settings", "secret_settings", "task_settings") for name in document.get(scope, ())
    }
    words = {
        "label",
        "description",
        "type",
        "required",
        "sensitive",
        "updatable",
        "default_value",
        "tasks",
        "since",
        "until",
        "before",
    }
    for name, told in document["listing"].items():
        assert name.partition(".")[0] in known, name
        assert set(told) <= words, name


@pytest.mark.parametrize("version", ["8.17", "8.18", "9.0", "9.2", "9.5"])
def test_every_listed_service_lists_something_for_each_of_its_task_types(version: str) -> None:
    contract = contract_for("elasticsearch", version)
    for service in listed_services(contract, elastic=True):
        configurations = entry(service.name, version)["configurations"]
        covered = {task for told in configurations.values() for task in told["supported_task_types"]}
        assert covered == set(service.task_types), service.name


def test_names_are_sorted_and_some_are_not_shown() -> None:
    contract = contract_for("elasticsearch", "9.5")
    names = [service.name for service in listed_services(contract, elastic=False)]
    assert names == sorted(names)
    assert {"openai", "elasticsearch", "groq"} < set(names)
    assert not {"custom", "elser", "hugging_face_elser", "elastic"} & set(names)


def test_the_elastic_inference_service_shows_where_it_is_connected() -> None:
    contract = contract_for("elasticsearch", "9.5")
    assert "elastic" in [service.name for service in listed_services(contract, elastic=True)]


def test_a_file_without_a_listing_gets_one_from_its_settings() -> None:
    listed = entry("nvidia")["configurations"]
    assert set(listed) == {
        "api_key",
        "model_id",
        "url",
        "similarity",
        "max_input_tokens",
        "rate_limit.requests_per_minute",
    }
    assert listed["api_key"] == {
        "description": "API Key for the provider you're connecting to.",
        "label": "API Key",
        "required": True,
        "sensitive": True,
        "updatable": True,
        "type": "str",
        "supported_task_types": ["text_embedding", "rerank", "completion", "chat_completion"],
    }
    assert listed["similarity"] == {
        "label": "Similarity",
        "required": False,
        "sensitive": False,
        "updatable": False,
        "type": "str",
        "supported_task_types": ["text_embedding"],
    }
    assert listed["rate_limit.requests_per_minute"]["description"] == "Minimize the number of rate limit errors."


def test_keys_come_in_the_order_of_the_server() -> None:
    allocations = entry("elasticsearch")["configurations"]["num_allocations"]
    assert list(allocations) == [
        "default_value", "description", "label", "required", "sensitive", "updatable", "type", "supported_task_types",
    ]  # fmt: skip
    assert list(entry("openai")) == ["service", "name", "task_types", "configurations"]


def test_an_entry_may_be_narrower_than_its_service() -> None:
    assert entry("openai")["configurations"]["dimensions"]["supported_task_types"] == ["text_embedding", "embedding"]


def test_a_setting_of_later_versions_is_not_listed_before() -> None:
    assert "client_secret" in entry("openai")["configurations"]
    assert "client_secret" not in entry("openai", "9.4")["configurations"]
