"""What language models are told before they answer."""

from __future__ import annotations

from typing import Any

import pytest

from fakeinfer.opensearch.search_running.prompts import (
    INSTRUCTIONS,
    Prompts,
    Said,
    blocks,
    lines,
    single_text,
    template,
)
from fakeinfer.opensearch.search_running.questions import Question

ASKED = Question("why?")
NOTHING = Said(Prompts(None, None), (), ())


def test_models_are_told_what_to_do() -> None:
    assert single_text(ASKED, NOTHING) == rf"{INSTRUCTIONS}\nQUESTION: why?\n"
    first, *_ = lines("OPENAI", ASKED, NOTHING)
    assert first == {"role": "system", "content": INSTRUCTIONS}
    message: Any
    (message,) = blocks("OPENAI", ASKED, NOTHING)
    assert message["role"] == "user"
    assert message["content"][0]["text"] == INSTRUCTIONS


def test_memory_comes_from_its_end() -> None:
    said = Said(Prompts("s", "u"), (("a", "b"), ("c", None)), ("x",))
    text = r"s\nu\nSEARCH RESULT 1: x\nassistant: null\nuser: c\nassistant: b\nuser: a\nQUESTION: why?\n"
    assert single_text(ASKED, said) == text
    written: list[Any] = lines("OPENAI", ASKED, said)
    assert [line["content"] for line in written] == [
        *("s", "u", "SEARCH RESULT 1: x", None, "c", "b", "a", "QUESTION: why?", "ANSWER:")
    ]


def test_memory_keeps_prompts_escaped() -> None:
    assert template(Prompts(None, 'say "no"')) == [{"role": "user", "content": r"say \"no\""}]


@pytest.mark.parametrize(
    ("image", "shown"),
    [
        ({"format": "png", "data": "cGln"}, "data:image/png;base64,cGln"),
        ({"format": "png", "url": "http://x"}, "http://x"),
    ],
)
def test_pictures_are_addresses_to_openai(image: dict[str, str], shown: str) -> None:
    asked = Question(None, llm_messages=({"role": "user", "content": [{"image": image}]},))
    message: Any
    (message,) = blocks("OPENAI", asked, NOTHING)
    assert message["content"][-1] == {"type": "image_url", "image_url": {"url": shown}}


def test_bedrock_takes_pictures_only_as_data() -> None:
    blocks_of = [{"image": {"format": "png", "url": "http://x"}}, {"text": "b"}]
    asked = Question(None, llm_messages=({"role": "user", "content": blocks_of},))
    message: Any
    (message,) = blocks("BEDROCK_CONVERSE", asked, NOTHING)
    assert message["content"][1:] == [{"text": "b"}]
