"""Questions to language models, as searches ask them."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.opensearch.search_running.questions import Question, read_question
from fakeinfer.search.locate import Place
from fakeinfer.wire import Json


def read(given: Json, version: str = "2.19") -> Question:
    return read_question(Cluster("opensearch", version).state, given, Place(given))


def test_texts_and_numbers_are_read_as_they_come() -> None:
    question = read({"llm_question": 5, "llm_model": True, "context_size": "2", "timeout": 2.7, "colour": {"a": 1}})
    assert question == Question(llm_question="5", llm_model="true", context_size=2, timeout=2)


def test_memories_were_conversations() -> None:
    old: dict[str, Any] = {"llm_question": "a", "conversation_id": "c", "interaction_size": 3}
    assert read(old, "2.11") == Question("a", memory_id="c", message_size=3)
    assert read(old) == Question("a")
    assert read({"llm_question": "a", "memory_id": "m"}, "2.11") == Question("a")


def test_prompts_and_messages_came_later() -> None:
    given: dict[str, Any] = {"llm_question": "a", "system_prompt": "s", "llm_messages": []}
    assert read(given, "2.12") == Question("a")
    assert read(given, "2.13").system_prompt == "s"
    with pytest.raises(ApiError, match=r"^llm_question must be provided"):
        read({"llm_messages": [{"role": "user", "content": []}]}, "2.17")


@pytest.mark.parametrize(
    "message",
    [
        {"role": 5, "content": []},
        {"role": "user", "content": ["a"]},
        {"role": "user", "content": [{"text": 5}]},
        {"role": "user", "content": [{"image": 5}]},
        {"role": "user", "content": [{"image": {"format": 5, "url": "u"}}]},
        {"role": "user", "content": [{"document": {"format": "a", "name": "b", "data": 5}}]},
    ],
)
def test_messages_are_cast_unseen(message: Json) -> None:
    with pytest.raises(ApiError) as refused:
        read({"llm_messages": [message]})
    assert refused.value.type == "class_cast_exception"


def test_a_document_needs_its_data() -> None:
    block = {"document": {"format": "pdf", "name": "n"}}
    with pytest.raises(ApiError, match=r"^data not found in the document block$"):
        read({"llm_messages": [{"role": "user", "content": [block]}]})
