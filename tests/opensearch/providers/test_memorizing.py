"""What a model says to memory containers when no test says what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.brains.chat import Conversation, Said, Tool
from fakeinfer.brains.hashed import HashedBrains
from fakeinfer.opensearch.agentic_memory import prompts
from fakeinfer.opensearch.providers.memorizing import MemorizingBrains, answer_to

SAID = "I am Ann. I love tea. Do you? No way."


def conversation(*texts: str) -> list[dict[str, Any]]:
    return [prompts.message("user", text) for text in texts]


def facts(system: str, *texts: str) -> list[str]:
    answer = answer_to([("system", system), ("user", prompts.about(prompts.EXTRACT, conversation(*texts)))])
    found: list[str] = json.loads(answer or "")["facts"]
    return found


def decided(known: dict[str, str], *new: str) -> list[dict[str, str]]:
    similar = [{"id": id, "text": text, "score": 0.5} for id, text in known.items()]
    answer = answer_to([("user", prompts.about(prompts.DECIDE, prompts.decision(similar, new)))])
    made: list[dict[str, str]] = json.loads(answer or "")["memory_decision"]
    return made


def test_facts_are_sentences_that_say_something() -> None:
    assert facts("", SAID, "I am Ann.") == ["I am Ann.", "I love tea."]


def test_the_reminder_of_the_form_is_no_fact() -> None:
    assert facts("", "I am Ann.", "Respond NOW with ONE LINE of valid JSON ONLY exactly as told.") == ["I am Ann."]


def test_preferences_have_a_word_of_liking() -> None:
    assert facts("You are a USER PREFERENCE EXTRACTOR", SAID) == ["I love tea."]


def test_a_summary_is_all_of_it() -> None:
    assert facts("You are a summary generator, not a helpful assistant.", SAID) == [SAID]
    assert facts("You are a summary generator, not a helpful assistant.") == []


def test_what_is_known_stays_what_says_more_replaces_and_the_rest_is_added() -> None:
    known = {"1": "I love tea", "2": "I am Ann", "3": "I have a dog"}
    assert decided(known, "i AM ann", "I love green tea", "It rains") == [
        {"id": "fact_2", "text": "It rains", "event": "ADD"},
        {"id": "1", "text": "I love green tea", "event": "UPDATE", "old_memory": "I love tea"},
        {"id": "2", "text": "I am Ann", "event": "NONE"},
        {"id": "3", "text": "I have a dog", "event": "NONE"},
    ]


def test_a_session_is_called_what_the_user_said_first() -> None:
    asked = prompts.about(prompts.SUMMARIZE.format(words=3), conversation(SAID))
    assert answer_to([("user", asked)]) == "I am Ann."


def test_facts_of_32_are_asked_for_by_the_system_alone() -> None:
    answer = answer_to([("system", "<role>Personal Information Organizer</role>"), ("user", "I am Ann.")])
    assert json.loads(answer or "") == {"facts": ["I am Ann."]}


@pytest.mark.parametrize("text", ["hello", "```json\n{]\n```", '```json\n{"a": 1}\n```', '{"retrieved_facts": 1}', ""])
def test_others_are_answered_by_those_behind(text: str) -> None:
    behind = HashedBrains("seed")
    brains = MemorizingBrains(behind)
    assert answer_to([("user", text)]) is None
    assert brains.complete_all([text]) == behind.complete_all([text])
    asked = Conversation([Said("user", text)])
    assert brains.chat(asked) == behind.chat(asked)


def test_an_answer_is_cut_where_it_has_to_be() -> None:
    brains = MemorizingBrains(HashedBrains("seed"))
    asked = prompts.about(prompts.EXTRACT, conversation(SAID))
    assert len(brains.complete_all([asked], 2)[0]) < len(brains.complete_all([asked])[0])
    answer = brains.chat(Conversation([Said("user", asked)], max_tokens=2))
    assert (answer.finish_reason, answer.completion_tokens) == ("length", 2)


def test_a_tool_that_has_to_be_called_is_called() -> None:
    asked = prompts.about(prompts.EXTRACT, conversation(SAID))
    brains = MemorizingBrains(HashedBrains("seed"))
    answer = brains.chat(Conversation([Said("user", asked)], [Tool("find")], required=True))
    assert [call.name for call in answer.calls] == ["find"]


def test_everything_else_is_as_without() -> None:
    behind = HashedBrains("seed")
    brains = MemorizingBrains(behind)
    assert brains.rank("a", ["b", "a"]) == behind.rank("a", ["b", "a"])
    assert brains.weigh_all(["a b"]) == behind.weigh_all(["a b"])
    assert brains.embed_all(["a"], 4, "float")[0].json() == behind.embed_all(["a"], 4, "float")[0].json()
