"""Answers that a test writes down."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.brains.answers import Chat, read_answer
from fakeinfer.brains.chat import ToolCall
from fakeinfer.faults import Upstream


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("text", "text"),
        ({"text": "a", "usage": {"completion_tokens": 3}}, Chat("a", completion_tokens=3)),
        ({"tool_calls": [{"name": "f"}]}, Chat(tool_calls=(ToolCall("f"),))),
        ({"upstream": {"status": 503, "message": "no"}}, Upstream(503, "no")),
        ([ToolCall("f"), ToolCall("g")], (ToolCall("f"), ToolCall("g"))),
        ([0.5, 0.1], [0.5, 0.1]),
        (((1, 0.5), (0, 0.1)), [(1, 0.5), (0, 0.1)]),
    ],
)
def test_an_answer_is_read_from_what_is_written(written: Any, answer: Any) -> None:
    assert read_answer(written) == answer


@pytest.mark.parametrize(
    "written",
    [None, 5, True, [], {"txt": "x"}, {"text": 5}, {"usage": 3}, {"usage": {"prompt_tokens": -1}}, {"upstream": 200},
     {"upstream": 429, "text": "x"}, {"tool_calls": [{"arguments": {}}]}, {"tool_calls": [{"name": "f", "arguments": 5}]}],
)  # fmt: skip
def test_what_can_be_no_answer_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match=r"answer|usage|tool call|upstream"):
        read_answer(written)
