"""What is said to an agent in `input`: the question in it."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.errors import ApiError
from fakeinfer.opensearch.agent_framework import inputs


def text(words: str) -> dict[str, Any]:
    return {"type": "text", "text": words}


def said(role: str, *words: str, **more: Any) -> dict[str, Any]:
    return {"role": role, "content": [text(one) for one in words], **more}


@pytest.mark.parametrize(
    ("value", "question"),
    [
        ("why", "why"),
        ([text("why"), text(" not ")], "why\nnot\n"),
        ([said("user", "a"), said("assistant", "b"), said("user", "c"), said("user", "d")], "c\n\nd\n"),
        ([said("assistant", "b"), said("tool", "found", toolCallId="1")], "found\n"),
    ],
)
def test_the_question_is_what_the_user_said_last(value: Any, question: str) -> None:
    assert inputs.question(inputs.read(value)) == question


@pytest.mark.parametrize(
    ("value", "kind"), [("a", inputs.TEXT), ([text("a")], inputs.BLOCKS), ([said("user", "a")], inputs.MESSAGES)]
)
def test_there_are_three_forms(value: Any, kind: str) -> None:
    assert inputs.read(value).kind == kind


def test_everything_can_be_told_as_messages() -> None:
    block = {"type": "TEXT", "text": "a"}
    for value in ("a", [text("a")], [said("user", "a")]):
        assert inputs.read(value).as_messages() == [{"role": "user", "content": [block]}]


@pytest.mark.parametrize("value", [None, 1, {}, [1], [[]], [{"a": 1}], [text("a"), said("user", "b")]])
def test_what_has_none_of_the_forms_is_refused(value: Any) -> None:
    with pytest.raises(ApiError):
        inputs.read(value)
