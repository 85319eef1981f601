"""The `content` of a chat's message: a text, or an array of objects; from 9.4 on these may be images and files.

Sources, of elastic/elasticsearch: server/src/main/java/org/elasticsearch/inference/completion/{Message,ContentObject}.java,
server/src/main/java/org/elasticsearch/inference/UnifiedCompletionRequest.java (older)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from ...errors import ApiError
from ...formats.javatext import java_class
from ...formats.positions import token_name
from ...object_parser import TEXT, Field, ObjectParser, Path, Source, Unreadable
from ...wire import Json
from . import chat_errors as errors
from .task_types import BLANKS

TYPES = ("text", "image_url", "file")
DETAILS = ("auto", "low", "high")
_TOKENS = ("VALUE_BOOLEAN", "VALUE_NULL", "VALUE_NUMBER", "VALUE_STRING", "START_ARRAY")

ReadPart: TypeAlias = Callable[[Json, Source, Path], str]
"""Reads one object of an array; returns its text, or what stands for an image or a file."""


def content_field(*, images: bool) -> Field:
    """The field `content`; its value is the text of it all."""
    read_part = _read_typed if images else _read_plain
    return Field(_TOKENS, lambda value, source, path: _read(read_part, value, source, path))


def _read(read_part: ReadPart, value: Json, source: Source, path: Path) -> str:
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        raise errors.no_content(token_name(value))
    return "\n".join(read_part(part, source, (*path, number)) for number, part in enumerate(value))


_PLAIN = ObjectParser("ContentObject", {"text": TEXT, "type": TEXT}, ("text", "type"), build=lambda sent: sent["text"])


def _read_plain(part: Json, source: Source, path: Path) -> str:
    text: str = _PLAIN.read(part, source, path)
    return text


def _read_typed(part: Json, source: Source, path: Path) -> str:
    try:
        return _typed(dict(part) if isinstance(part, dict) else {})
    except ApiError as refused:
        raise Unreadable(refused, path, "end" if isinstance(part, dict) else "value") from None


def _typed(left: dict[str, Any]) -> str:
    kind = one_of(TYPES, _take(left, "type", str, "content"), "content")
    if kind == "text":
        text: str = _take(left, "text", str, "content")
    elif kind == "image_url":
        text = _image(dict(_take(left, "image_url", dict, "content")))
    else:
        text = _file(dict(_take(left, "file", dict, "content")))
    _refuse_rest(left, "content")
    return text


def _image(left: dict[str, Any]) -> str:
    url: str = _take(left, "url", str, "url")
    detail = _take(left, "detail", str, "url", required=False)
    if detail is not None:
        one_of(DETAILS, detail, "url")
    _refuse_rest(left, "image_url")
    return "[image]" if url.startswith("data:") else f"[image {url}]"


def _file(left: dict[str, Any]) -> str:
    _take(left, "file_data", str, "file")
    name: str = _take(left, "filename", str, "file")
    if "file_id" in left:
        raise errors.file_by_id()
    _refuse_rest(left, "file")
    return f"[file {name}]"


def _take(left: dict[str, Any], field: str, kind: type, where: str, *, required: bool = True) -> Any:
    value = left.pop(field, None)
    if value is None:
        if required:
            raise errors.part_missing(field, where)
        return None
    if not isinstance(value, kind):
        expected = "String" if kind is str else "Map"
        raise errors.part_of_a_wrong_type(field, where, expected, java_class(value).rpartition(".")[2])
    return value


def _refuse_rest(left: dict[str, Any], where: str) -> None:
    if left:
        raise errors.unknown_parts(where, list(left))


def one_of(known: Sequence[str], text: str, where: str) -> str:
    """The word that `text` is, blanks around it and case ignored."""
    word = text.strip(BLANKS).lower()
    if word not in known:
        raise errors.no_such_type(text, where, known)
    return word
