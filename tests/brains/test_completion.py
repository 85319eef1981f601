"""Completions without a model."""

from __future__ import annotations

from fakeinfer.brains.completion import complete
from fakeinfer.brains.tokens import count_tokens


def test_the_answer_holds_the_prompt() -> None:
    assert complete("What is 2 + 2?") == "This is a made-up answer to: What is 2 + 2?"


def test_an_empty_prompt_is_answered_too() -> None:
    assert complete("  ") == "This is a made-up answer to an empty prompt."


def test_a_long_prompt_is_shown_from_its_end() -> None:
    answer = complete("context " * 1000 + "the question")
    assert answer.endswith("the question")
    assert len(answer) < 2100


def test_a_limit_of_tokens_is_kept() -> None:
    assert complete("one two three", 3) == "This is a"
    assert count_tokens(complete("one two three", 5)) <= 5
