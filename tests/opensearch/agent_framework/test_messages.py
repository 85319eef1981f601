"""Messages of a conversation: questions with their answers."""

from __future__ import annotations

from fakeinfer.opensearch.agent_framework.messages import Message, pairs, said_in_words, text_message, text_of

CALL: Message = {"role": "assistant", "content": None, "toolCalls": [{"id": "1"}]}
GIVEN: Message = {"role": "tool", "toolCallId": "1", "content": [{"type": "TEXT", "text": "found"}]}


def test_a_question_may_have_several_messages_and_so_may_an_answer() -> None:
    said = [
        text_message(role, text)
        for role, text in [("user", "a"), ("user", "b"), ("assistant", "c"), ("assistant", "d")]
    ]
    assert pairs(said) == [("a\nb", "c\nd")]


def test_the_last_question_has_no_answer_yet() -> None:
    said = [text_message("user", "a"), text_message("assistant", "b"), text_message("user", "c")]
    assert pairs(said) == [("a", "b")]


def test_an_answer_without_question_is_left_out() -> None:
    assert pairs([text_message("assistant", "b"), text_message("user", "c"), text_message("assistant", "d")]) == [
        ("c", "d")
    ]


def test_calls_of_tools_are_not_kept_as_words() -> None:
    picture = {"role": "user", "content": [{"type": "IMAGE", "image": {}}]}
    assert said_in_words([text_message("user", "a"), CALL, GIVEN, picture]) == [text_message("user", "a")]


def test_texts_of_a_message_are_a_line_each() -> None:
    said = {
        "role": "user",
        "content": [{"type": "TEXT", "text": " a "}, {"type": "IMAGE"}, {"type": "TEXT", "text": "b"}],
    }
    assert text_of(said) == "a\nb"
