"""Reading chat requests. Where refusals stand is in fixtures; here is what is read, and the causes that chats are not told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fakeinfer.brains.chat import Conversation, Said, Tool
from fakeinfer.cluster import Cluster
from fakeinfer.elasticsearch.inference.chat_requests import Chat, read_chat
from fakeinfer.errors import ApiError
from fakeinfer.object_parser import Source
from fakeinfer.operations import Call
from fakeinfer.wire import Request

CLUSTERS = {version: Cluster("elasticsearch", version) for version in ("8.18", "9.4", "9.5")}


def read(body: Any, version: str = "9.5") -> Chat:
    cluster = CLUSTERS[version]
    op = cluster.contract.operations["inference.chat_completion_unified"]
    call = Call(cluster.contract, cluster.state, op, Request.build("POST", "/"), {}, body=body)
    return read_chat(call, Source(json.dumps(body).encode()))


def cause(body: Any, version: str = "9.5") -> str | None:
    """The innermost reason."""
    with pytest.raises(ApiError) as refused:
        read(body, version)
    error: ApiError = refused.value
    while error.caused_by is not None:
        error = error.caused_by
    return error.reason


def chat(content: Any = "hi", **more: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content}], **more}


def test_everything_a_request_may_say_is_read() -> None:
    function = {"name": "f", "description": "d", "parameters": {"type": "object"}, "strict": True}
    asked = read(
        chat(
            model="m",
            max_completion_tokens=7,
            stop="x",
            temperature=0.5,
            top_p="0.1",
            tools={"type": "function", "function": function},
            tool_choice="required",
            reasoning={"effort": " Low ", "summary": "AUTO", "exclude": True},
        )
    )
    tool = Tool("f", "d", {"type": "object"})
    conversation = Conversation([Said("user", "hi")], [tool], required=True, max_tokens=7, stop=["x"])
    assert asked == Chat(conversation, "m", reasons=True)


def test_a_tool_that_is_named_is_the_one_to_call() -> None:
    asked = read(chat(tool_choice={"type": "function", "function": {"name": "f"}})).conversation
    assert (asked.tool, asked.required) == ("f", False)


@pytest.mark.parametrize(
    ("reasoning", "wanted"),
    [({"effort": "none"}, False), ({"enabled": True}, True), ({"max_tokens": 0}, True), ({"effort": "high", "exclude": True}, False)],
)  # fmt: skip
def test_reasons_are_given_unless_they_are_excluded(reasoning: dict[str, Any], wanted: bool) -> None:
    assert read(chat(reasoning=reasoning)).conversation.reason is wanted


def test_messages_about_reasoning_count_as_reasoning() -> None:
    detail = {"type": "reasoning.text", "signature": "s", "index": 1}
    for part in ({"reasoning": "so"}, {"reasoning_details": [detail]}):
        assert read({"messages": [{"role": "assistant", **part}]}).reasons


def test_images_and_files_stand_as_words_between_texts() -> None:
    parts = [
        {"type": "text", "text": "see"},
        {"type": "image_url", "image_url": {"url": "https://x/y.png"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,aGk="}},
        {"type": "file", "file": {"file_data": "aGk=", "filename": "a.txt"}},
    ]
    assert read(chat(parts)).conversation.messages[0].text == "see\n[image https://x/y.png]\n[image]\n[file a.txt]"


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({}, "Field [type] in object [content] is required but was not found"),
        ("text", "Field [type] in object [content] is required but was not found"),
        ({"type": 1}, "Field [type] in object [content] is not of the expected type. Expected [String] but was [Integer]"),
        ({"type": "foo"}, "Unrecognized type [foo] in object [content], must be one of [text, image_url, file]"),
        ({"type": "text"}, "Field [text] in object [content] is required but was not found"),
        ({"type": "text", "text": "x", "foo": 1, "b": 2}, "[content] contains unknown fields [foo, b]"),
        ({"type": "image_url"}, "Field [image_url] in object [content] is required but was not found"),
        ({"type": "image_url", "image_url": "x"}, "Field [image_url] in object [content] is not of the expected type. Expected [Map] but was [String]"),
        ({"type": "image_url", "image_url": {}}, "Field [url] in object [url] is required but was not found"),
        ({"type": "image_url", "image_url": {"url": "x", "a": 1}}, "[image_url] contains unknown fields [a]"),
        ({"type": "image_url", "image_url": {"url": "x", "detail": "big"}}, "Unrecognized type [big] in object [url], must be one of [auto, low, high]"),
        ({"type": "file", "file": {"file_data": "x"}}, "Field [filename] in object [file] is required but was not found"),
        ({"type": "file", "file": {"file_data": "x", "filename": "y", "file_id": None}}, "Field [file_id] is not supported for content of type [file]"),
        ({"type": "file", "file": {"file_data": "x", "filename": "y", "z": 1}}, "[file] contains unknown fields [z]"),
    ],
)  # fmt: skip
def test_a_content_object_that_is_not_well_formed(part: Any, reason: str) -> None:
    assert cause(chat([part])) == reason


@pytest.mark.parametrize(
    ("reasoning", "reason"),
    [
        ({"effort": "huge"}, "Unrecognized type [huge] in object [effort], must be one of [xhigh, high, medium, low, minimal, none]"),
        ({"effort": "low", "summary": "long"}, "Unrecognized type [long] in object [summary], must be one of [auto, concise, detailed]"),
        ({"enabled": False}, "When [enabled] is false, either [effort] or [max_tokens] must be specified."),
        ({"max_tokens": -1}, "Field [max_tokens] must be non-negative, but was [-1]"),
        ({}, "Required one of fields [effort, max_tokens, enabled], but none were specified."),
        ({"effort": "low", "max_tokens": 1}, "The following fields are not allowed together: [effort, max_tokens] "),
    ],
)  # fmt: skip
def test_reasoning_that_is_not_well_formed(reasoning: dict[str, Any], reason: str) -> None:
    assert cause(chat(reasoning=reasoning)) == reason


def test_the_first_release_with_reasoning_knows_no_budget() -> None:
    assert cause(chat(reasoning={"enabled": False}), "9.4") == "When [enabled] is false, [effort] must be specified."
    assert cause(chat(reasoning={}), "9.4") == "Required one of fields [effort, enabled], but none were specified."


@pytest.mark.parametrize(
    ("detail", "reason"),
    [
        ({"type": "x", "text": "t"}, "Unrecognized type [x] in object [reasoning_detail_type], must be one of [reasoning.encrypted, reasoning.summary, reasoning.text]"),
        ({"text": "t"}, "Required [type]"),
        ({"type": "reasoning.text"}, "Required one of fields [data, summary, text, signature], but none were specified."),
        ({"type": "reasoning.text", "data": "d"}, "At least one of [text, signature] must be provided for reasoning details of type [reasoning.text]"),
        ({"type": "reasoning.summary", "text": "t"}, None),
        ({"type": "reasoning.text", "text": "t", "data": "d"}, "The following fields are not allowed together: [text, data] "),
    ],
)  # fmt: skip
def test_a_detail_of_reasoning_that_is_not_well_formed(detail: dict[str, Any], reason: str | None) -> None:
    assert cause({"messages": [{"role": "assistant", "reasoning_details": [detail]}]}) == reason


def test_content_that_is_neither_text_nor_array() -> None:
    for content, token in ((None, "VALUE_NULL"), (1, "VALUE_NUMBER"), (True, "VALUE_BOOLEAN")):
        expected = f"Expected an array start token or a value string token but found token [{token}]"
        assert cause(chat(content), "8.18") == expected


def test_older_content_objects_are_texts_of_any_type() -> None:
    assert read(chat([{"type": "whatever", "text": "x"}]), "8.18").conversation.messages[0].text == "x"
    assert cause(chat([{"type": "text"}]), "8.18") == "Required [text]"
