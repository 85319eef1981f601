"""`ext.generative_qa_parameters`: the question that a search asks besides its query.

Source: opensearch-project/ml-commons:search-processors/src/main/java/org/opensearch/searchpipelines/questionanswering/generative/ext/GenerativeQAParameters.java
(observed: opensearch 2.19.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument, number_format
from ...formats.positions import token_name
from ...ingest.errors import class_cast, illegal_state
from ...search.errors import parsing
from ...search.locate import Place, Position
from ...token_errors import not_numeric, out_of_range
from ...wire import Json
from ..cluster.known_settings import as_text
from . import changes

if TYPE_CHECKING:
    from ...cluster import State

_INT_MAX = 2**31 - 1
_DIGITS = 4000
"""Python reads no whole number that is longer by much."""


class Question(NamedTuple):
    """What is asked of a language model, and how."""

    llm_question: str | None = None
    llm_model: str | None = None
    memory_id: str | None = None
    context_size: int | None = None
    message_size: int | None = None
    timeout: int | None = None
    system_prompt: str | None = None
    user_instructions: str | None = None
    llm_response_field: str | None = None
    llm_messages: tuple[Json, ...] = ()


_TEXTS = ("llm_question", "llm_model", "memory_id")
_PROMPTS = ("system_prompt", "user_instructions", "llm_response_field")
_NUMBERS = ("context_size", "message_size", "timeout")
_OLD_NAMES = {"conversation_id": "memory_id", "interaction_size": "message_size"}


def read_question(state: State, given: Json, place: Place) -> Question:
    """A question as the server's parser reads it: what it does not know is skipped."""
    if not isinstance(given, dict):
        raise _unexpected("START_OBJECT", given, place.value())
    found: dict[str, Any] = {}
    for key, value in given.items():
        here = place / key
        name = _known(state, key)
        if name in _NUMBERS:
            found[name] = _number(value, here)
        elif name == "llm_messages":
            found[name] = _messages(value, here)
        elif name is not None:
            found[name] = _text(value, here)
    question = Question(**found)
    if not question.llm_question and not question.llm_messages:
        several = changes.QUESTIONS_IN_BLOCKS in state.switched_on
        names = "At least one of llm_question or llm_messages" if several else "llm_question"
        raise illegal_argument(f"{names} must be provided.")
    return question


def _known(state: State, key: str) -> str | None:
    """What a key of the section is called by now; None for one that this version does not know."""
    on = state.switched_on
    if changes.MEMORY_IDS_OF_QUESTIONS not in on:
        if key in _OLD_NAMES.values():
            return None
        key = _OLD_NAMES.get(key, key)
    if key in _TEXTS or key in _NUMBERS:
        return key
    if key in _PROMPTS:
        return key if changes.PROMPTS_OF_QUESTIONS in on else None
    return key if key == "llm_messages" and changes.QUESTIONS_IN_BLOCKS in on else None


def _text(value: Json, place: Place) -> str:
    if value is None or isinstance(value, dict | list):
        raise illegal_state(f"Can't get text on a {token_name(value)} at {place.value()}")
    return str(as_text(value))


def _number(value: Json, place: Place) -> int:
    if isinstance(value, str):
        try:
            number = float(value) if len(value) < _DIGITS else float("inf")
        except ValueError:
            raise number_format(value) from None
        if number != number or abs(number) > _INT_MAX:
            raise number_format(value)
        return int(number)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise not_numeric(value, *place.value())
    if not -_INT_MAX - 1 <= value <= _INT_MAX:
        raise out_of_range(str(value), "int", *place.value())
    return int(value)


def _unexpected(expected: str, value: Json, position: Position) -> ApiError:
    return parsing(
        f"Failed to parse object: expecting token of type [{expected}] but found [{token_name(value)}]", position
    )


def _messages(value: Json, place: Place) -> tuple[Json, ...]:
    """`llm_messages`: blocks of text, images and documents, by role."""
    if not isinstance(value, list):
        raise _unexpected("START_ARRAY", value, place.value())
    for number, message in enumerate(value):
        if not isinstance(message, dict):
            position = (place / number).value()
            reason = f"[{position}] Expected [START_OBJECT], got {token_name(message)}"
            raise ApiError(400, "x_content_parse_exception", reason)
        _check_message(message)
    return tuple(value)


def _check_message(message: dict[str, Json]) -> None:
    for key in ("role", "content"):
        if key not in message:
            raise illegal_state(f"message must have {key}.")
    role, content = message["role"], message["content"]
    if role is not None and not isinstance(role, str):
        raise class_cast(role, "java.lang.String")
    if not isinstance(content, list):
        raise class_cast(content, "java.util.List")
    for block in content:
        if not isinstance(block, dict):
            raise class_cast(block)
        _check_block(block)


def _check_block(block: dict[str, Json]) -> None:
    if "text" in block:
        if not isinstance(block["text"], str):
            raise class_cast(block["text"], "java.lang.String")
    elif "image" in block:
        image = _object(block["image"])
        if image.get("data") is None and image.get("url") is None:
            raise illegal_argument("data or url not found in imageBlock.")
        _check_texts(image, ("format", "data", "url"))
    elif "document" in block:
        document = _object(block["document"])
        for key in ("format", "name", "data"):
            if key not in document:
                dot = "." if key != "data" else ""
                raise illegal_state(f"{key} not found in the document block{dot}")
        _check_texts(document, ("format", "name", "data"))


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise class_cast(value)
    return value


def _check_texts(held: dict[str, Json], names: tuple[str, ...]) -> None:
    for name in names:
        if held.get(name) is not None and not isinstance(held[name], str):
            raise class_cast(held[name], "java.lang.String")
