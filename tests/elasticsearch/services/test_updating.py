"""What of a stored endpoint an update changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.contract import contract_for
from fakeinfer.elasticsearch.inference.endpoints import Endpoint
from fakeinfer.elasticsearch.services import service as services_module
from fakeinfer.elasticsearch.services import updating
from fakeinfer.elasticsearch.services.plans import Plan
from fakeinfer.elasticsearch.services.service import services
from fakeinfer.errors import ApiError

FILES = [
    file
    for file in sorted(Path(services_module.__file__).parent.glob("*.json"))
    if "service_settings" in file.read_text()
]
OPENAI: Endpoint = {
    "inference_id": "a",
    "task_type": "text_embedding",
    "service": "openai",
    "service_settings": {"model_id": "m", "dimensions": 3, "rate_limit": {"requests_per_minute": 3000}},
    "task_settings": {"user": "u"},
    "chunking_settings": None,
    "hidden": {},
    "secrets": {"api_key": "old"},
}


def plan(service: str = "openai", endpoint: Endpoint = OPENAI) -> Plan:
    contract = contract_for("elasticsearch", "9.5")
    return updating.plan_of(contract, services(contract)[service], endpoint)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_files_name_settings_that_are_there(file: Path) -> None:
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    known = set(document.get("service_settings", ()))
    assert {name for names in document.get("updatable", {}).values() for name in names} <= known
    assert set(document.get("updatable", {})) <= {"*", *document["task_types"]}
    assert set(document.get("updatable_only_with", {}).get("names", ())) <= known
    assert set(document.get("update_replaces", ())) <= {"task_settings"}


def test_a_silent_file_lets_the_usual_settings_change() -> None:
    told = plan("voyageai", {**OPENAI, "service": "voyageai"})
    document = {key: value for key, value in told.service.document.items() if key != "updatable"}
    silent = told._replace(service=told.service._replace(document=document))
    assert {setting.name for setting in updating.updatable(silent)} == {"rate_limit", "max_input_tokens"}


def test_a_merge_leaves_the_stored_endpoint_alone_and_takes_what_it_read() -> None:
    sent: dict[str, Any] = {"rate_limit": {"requests_per_minute": 1}, "model_id": "other"}
    changed = updating.merge_service_settings(plan(), OPENAI, sent)
    assert changed["service_settings"] == {"model_id": "m", "dimensions": 3, "rate_limit": {"requests_per_minute": 1}}
    assert OPENAI["service_settings"]["rate_limit"] == {"requests_per_minute": 3000}
    assert sent == {"model_id": "other"}


def test_settings_of_nobody_stay_where_they_were() -> None:
    endpoint: Endpoint = {**OPENAI, "service_settings": {**OPENAI["service_settings"], "strange": 1}}
    changed = updating.merge_service_settings(plan(), endpoint, {"max_input_tokens": 5})
    assert changed["service_settings"]["strange"] == 1
    assert list(changed["service_settings"])[-1] == "strange"


def test_a_hidden_setting_stays_hidden() -> None:
    endpoint: Endpoint = {
        **OPENAI,
        "service": "cohere",
        "service_settings": {"model_id": "m", "rate_limit": {"requests_per_minute": 10000}},
        "task_settings": {},
        "task_type": "completion",
        "hidden": {"url": "http://u"},
    }
    changed = updating.merge_service_settings(
        plan("cohere", endpoint), endpoint, {"rate_limit": {"requests_per_minute": 2}}
    )
    assert changed["hidden"] == {"url": "http://u"}
    assert changed["service_settings"] == {"model_id": "m", "rate_limit": {"requests_per_minute": 2}}


def test_a_secret_that_is_not_sent_stays() -> None:
    assert updating.combine_secrets(plan(), OPENAI, {})["secrets"] == {"api_key": "old"}


def test_a_secret_that_is_sent_is_replaced_and_taken() -> None:
    sent = {"api_key": "new", "foo": 1}
    assert updating.combine_secrets(plan(), OPENAI, sent)["secrets"] == {"api_key": "new"}
    assert sent == {"foo": 1}


AZURE: Endpoint = {
    **OPENAI,
    "task_type": "completion",
    "service": "azureopenai",
    "service_settings": {
        "resource_name": "r",
        "deployment_id": "d",
        "api_version": "v",
        "rate_limit": {"requests_per_minute": 1},
    },
    "task_settings": {},
}


def test_a_secret_of_another_kind_takes_the_place_of_the_old_one() -> None:
    changed = updating.combine_secrets(plan("azureopenai", AZURE), AZURE, {"entra_id": "e"})
    assert changed["secrets"] == {"entra_id": "e"}


def test_secrets_that_exclude_each_other_are_refused() -> None:
    with pytest.raises(ApiError, match="must have exactly one of"):
        updating.combine_secrets(plan("azureopenai", AZURE), AZURE, {"entra_id": "e", "api_key": "k"})


def test_a_client_secret_needs_its_fields() -> None:
    with pytest.raises(ApiError, match="OAuth2 requires the fields"):
        updating.combine_secrets(plan("azureopenai", AZURE), AZURE, {"client_secret": "s"})


def test_oauth_settings_change_where_there_are_some() -> None:
    oauth = {"client_id": "c", "scopes": ["s"], "tenant_id": "t"}
    endpoint: Endpoint = {**AZURE, "service_settings": {**AZURE["service_settings"], **oauth}}
    changed = updating.merge_service_settings(plan("azureopenai", endpoint), endpoint, {"client_id": "d"})
    assert changed["service_settings"]["client_id"] == "d"
    assert changed["service_settings"]["scopes"] == ["s"]


def test_early_secrets_are_read_as_at_creation() -> None:
    with pytest.raises(ApiError, match="exactly one of"):
        updating.replace_secrets(plan(), OPENAI, {"foo": 1})


def test_null_task_settings_change_nothing() -> None:
    sent: dict[str, Any] = {"user": None}
    assert updating.merge_task_settings(plan(), OPENAI, sent)["task_settings"] == {"user": "u"}
    assert sent == {}


def test_a_secret_among_the_service_settings_is_kept_with_the_secrets() -> None:
    endpoint: Endpoint = {
        **OPENAI,
        "service": "deepseek",
        "task_type": "completion",
        "service_settings": {"model_id": "m"},
        "task_settings": {},
    }
    changed = updating.merge_service_settings(plan("deepseek", endpoint), endpoint, {"api_key": "new"})
    assert changed["secrets"] == {"api_key": "new"}
    assert changed["service_settings"] == {"model_id": "m"}
