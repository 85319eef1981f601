"""The services' files: every word in them is known, every name in them leads somewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.contract import contract_for, product_named
from fakeinfer.elasticsearch.inference.task_types import TASK_TYPES
from fakeinfer.elasticsearch.services import service as module
from fakeinfer.elasticsearch.services.service import Plan, plan_for, services, streaming_task_types
from fakeinfer.elasticsearch.services.words import unknown_in_setting, unknown_words
from fakeinfer.versions import Version, reached

FOLDER = Path(module.__file__).parent
FILES = sorted(file for file in FOLDER.glob("*.json") if file.stem not in module.NOT_SERVICES)
LINES = list(product_named("elasticsearch").releases)


def read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return document


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_word_is_known(file: Path) -> None:
    assert [word for word, _ in unknown_words(read(file))] == []


def test_every_shared_word_is_known() -> None:
    for name, entry in read(FOLDER / "shared.json").items():
        assert [word for word, _ in unknown_in_setting(entry)] == [], name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_named_after_its_service_and_names_its_source(file: Path) -> None:
    document = read(file)
    assert document["name"] == file.stem
    assert document["title"]
    assert all(source.startswith("elastic/") for source in document["source"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_task_types_are_there_since_their_service(file: Path) -> None:
    document = read(file)
    for task_type, since in {**document["task_types"], **document["streams"]}.items():
        assert task_type in TASK_TYPES
        for edge in since.split("/"):
            assert reached(Version.parse(edge), document["since"])
    assert set(document["chunking"]) | set(document["streams"]) <= set(document["task_types"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_printed_names_are_settings(file: Path) -> None:
    document = read(file)
    orders = [document.get("print", {}), *document.get("print_before", {}).values()]
    learned = {"dimensions"} if "probe" in document or "hook" in document else set()
    for order in orders:
        for scope, by_task in order.items():
            for names in by_task.values():
                assert set(names) <= set(document[scope]) | learned


def all_plans(line: str) -> list[Plan]:
    contract = contract_for("elasticsearch", line)
    return [
        plan_for(contract, service, task_type, variant)
        for service in services(contract).values()
        for task_type in service.task_types
        for variant in service.document.get("variants", (None,))
    ]


@pytest.mark.parametrize("line", LINES)
def test_rules_speak_of_settings_that_exist(line: str) -> None:
    for plan in all_plans(line):
        existing = {setting.name for found in plan.objects.values() for setting in found}
        for rule in plan.rules:
            assert names_in(rule.must) <= existing, (plan.service.name, plan.task_type, rule.error)
            assert set(rule.fields) <= existing


def names_in(must: Any) -> set[str]:
    """The settings that a condition asks about."""
    found: set[str] = set()
    for word, value in must.items():
        if word == "required" or word == "properties":
            found |= set(value)
        else:
            for sub in value if isinstance(value, list) else [value]:
                found |= names_in(sub)
    return found


@pytest.mark.parametrize("line", LINES)
def test_embeddings_learn_their_similarity(line: str) -> None:
    for plan in all_plans(line):
        if plan.service.name == "amazon_sagemaker":  # leaves it out where nobody says it
            continue
        settings = {setting.name: setting for setting in plan.objects["service_settings"]}
        if "similarity" in settings and plan.task_type in ("text_embedding", "embedding"):
            assert (plan.probe and "similarity" in plan.probe) or settings["similarity"].default, plan.service.name


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("8.11", {"elser"}),
        ("8.12", {"elser", "hugging_face", "hugging_face_elser", "openai"}),
        ("8.13", {"elser", "hugging_face", "hugging_face_elser", "openai", "cohere", "elasticsearch"}),
    ],
)
def test_a_version_has_its_services(line: str, names: set[str]) -> None:
    assert set(services(contract_for("elasticsearch", line))) == names


def test_an_alias_leads_to_its_service() -> None:
    found = services(contract_for("elasticsearch", "9.5"))
    assert found["elser"] is found["elasticsearch"]


def test_streams_come_with_their_versions() -> None:
    for line, streams in (("8.15", []), ("8.17", ["completion"]), ("8.18", ["completion", "chat_completion"])):
        contract = contract_for("elasticsearch", line)
        assert streaming_task_types(contract, services(contract)["openai"]) == streams
