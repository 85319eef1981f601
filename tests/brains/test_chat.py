"""Chats without a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.brains import chat as brain
from fakeinfer.brains.chat import Answer, Conversation, Said, Tool
from fakeinfer.brains.tokens import count_tokens

HI = [Said("system", "Be kind."), Said("user", "hi there")]
WEATHER = Tool("get_weather", "The weather of a city", {"type": "object", "properties": {"city": {"type": "string"}}})
TIME = Tool("get_time", "What time it is")


def chat(messages: Sequence[Said], **how: Any) -> Answer:
    return brain.chat(Conversation(messages, **how))


def test_the_last_thing_the_user_said_is_answered() -> None:
    messages = [Said("user", "first"), Said("assistant", "answer"), Said("user", "second"), Said("system", "hurry")]
    assert chat(messages).text == "This is a made-up answer to: second"


def test_without_a_user_there_is_an_answer_too() -> None:
    assert chat([Said("system", "x")]).text == "This is a made-up answer to an empty prompt."


def test_what_a_tool_said_last_is_taken_up() -> None:
    assert chat([*HI, Said("tool", "12 degrees")]).text.endswith("hi there The tool said: 12 degrees")


def test_a_limit_of_tokens_cuts_the_answer_and_is_the_reason_it_ends() -> None:
    answer = chat(HI, max_tokens=3)
    assert (answer.text, answer.finish_reason, answer.completion_tokens) == ("This is a", "length", 3)


def test_a_limit_below_one_leaves_nothing() -> None:
    assert chat(HI, max_tokens=-1).text == ""


def test_the_first_stop_text_ends_the_answer() -> None:
    answer = chat(HI, stop=["answer", " made", ""])
    assert (answer.text, answer.finish_reason) == ("This is a", "stop")


def test_tools_are_called_when_the_choice_says_so_and_not_otherwise() -> None:
    assert not chat(HI, tools=[WEATHER]).calls
    assert chat(HI, tools=[WEATHER], required=True).finish_reason == "tool_calls"
    assert not chat(HI, required=True).calls


def test_the_tool_that_is_named_is_called_even_if_nobody_described_it() -> None:
    (call,) = chat(HI, tools=[WEATHER], tool="unheard_of").calls
    assert (call.name, call.json) == ("unheard_of", "{}")


def test_of_several_tools_the_one_that_is_spoken_of_is_called() -> None:
    for question, name in (("What time is it?", "get_time"), ("How is the weather?", "get_weather")):
        (call,) = chat([Said("user", question)], tools=[WEATHER, TIME], required=True).calls
        assert call.name == name


def test_arguments_hold_what_the_user_said() -> None:
    (call,) = chat([Said("user", "Paris")], tools=[WEATHER], required=True).calls
    assert json.loads(call.json) == {"city": "Paris"}


def test_tokens_of_question_answer_and_reasoning_are_counted() -> None:
    answer = chat(HI, reason=True)
    assert answer.prompt_tokens == count_tokens("Be kind.") + count_tokens("hi there")
    assert answer.thought == "I am asked: hi there"
    assert answer.completion_tokens == count_tokens(answer.text) + answer.thought_tokens


@given(text=st.text(max_size=60), limit=st.integers(0, 12))
def test_no_answer_is_longer_than_its_limit(text: str, limit: int) -> None:
    answer = chat([Said("user", text)], max_tokens=limit)
    assert count_tokens(answer.text) <= limit
    assert (answer.finish_reason == "length") == (answer.text != chat([Said("user", text)]).text)


def test_a_call_that_is_too_long_breaks_off_in_its_arguments() -> None:
    answer = chat([Said("user", "Paris")], tools=[WEATHER], required=True, max_tokens=3)
    (call,) = answer.calls
    assert answer.finish_reason == "length"
    assert not call.json.endswith("}")
    assert answer.completion_tokens <= 3
