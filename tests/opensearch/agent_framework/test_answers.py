"""What is made of a model's words."""

from __future__ import annotations

import pytest

from fakeinfer.opensearch.agent_framework import answers

TOOLS = ("SearchIndexTool", "lister")


@pytest.mark.parametrize(
    ("text", "final"),
    [
        ('```json\n{"thought": "t", "final_answer": " done "}\n```', "done"),
        ('{"thought": "t", "final_answer": "done"}', "done"),
        ('I think {"thought": "t", "final_answer": "done"} is it', "done"),
        ('{"thought": "a", "final_answer": "x "y" z"}', 'x "y" z'),
        ("no json", "no json"),
        ('{"action": "nobody", "action_input": "x"}', '{"action": "nobody", "action_input": "x"}'),
    ],
)
def test_the_final_answer_is_found(text: str, final: str) -> None:
    assert answers.read({"response": text}, TOOLS).final_answer == final


def test_an_action_names_a_tool_in_any_case_and_among_other_words() -> None:
    said = answers.read({"response": '{"thought": "t", "action": "the LISTER tool", "action_input": {"a": 1}}'}, TOOLS)
    assert (said.action, said.action_input, said.final_answer) == ("lister", '{"a":1.0}', None)


def test_an_answer_of_several_fields_is_read_by_their_names() -> None:
    said = answers.read({"thought": "t", "action": "lister", "action_input": "x", "usage": {"tokens": 3}}, TOOLS)
    assert (said.thought, said.action, said.action_input) == ("t", "lister", "x")
    assert '"usage"' in said.whole


def test_a_pattern_of_the_agent_is_tried_first() -> None:
    text = 'ACTION {"action": "lister", "x": 1} END {"thought": "t", "final_answer": "f"}'
    assert answers.read({"response": text}, TOOLS, [r"\{\"action\".*?\}"]).action == "lister"
