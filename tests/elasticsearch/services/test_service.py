"""The services' files: every word in them is known, every name in them leads somewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fakeinfer.contract import contract_for, product_named
from fakeinfer.elasticsearch.inference.task_types import TASK_TYPES
from fakeinfer.elasticsearch.services import service as module
from fakeinfer.elasticsearch.services.service import services, streaming_task_types
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
