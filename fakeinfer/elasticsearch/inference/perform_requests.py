"""What the body of a perform request says, per kind of request: plain, rerank (from 9.5 on a kind of its own), embedding.

Each is read by a strict parser; checks between fields come after it, as the server's `validate` does them.

Sources, of elastic/elasticsearch: x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/{InferenceAction,RerankAction,EmbeddingAction}.java,
server/src/main/java/org/elasticsearch/inference/{RerankRequest,EmbeddingRequest,InferenceString,InputType}.java
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...errors import ApiError
from ...formats.positions import token_name
from ...object_parser import (
    BOOLEAN,
    INT,
    OBJECT,
    TEXT,
    TEXTS,
    TIME,
    Field,
    ObjectParser,
    Path,
    Source,
    Unreadable,
    converted,
)
from ...operations import Call
from ...wire import Json
from .. import changes
from . import perform_errors as errors
from .task_types import ANY, BLANKS

PLAIN_PARSER = "cluster:internal/xpack/inference"
INPUT_TYPES = ("ingest", "search", "unspecified", "classification", "clustering")
INTERNAL_INPUT_TYPES = ("internal_search", "internal_ingest")
UNSPECIFIED = "unspecified"


class Item(NamedTuple):
    """One input of a newer request: what kind of data, and the data."""

    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A perform request, read and valid in itself."""

    texts: list[str]
    input_type: str | None = None
    query: str | None = None
    task_settings: dict[str, Any] = field(default_factory=dict)
    top_n: int | None = None
    return_documents: bool | None = None
    other_data: bool = False
    """Something among the inputs or in the query is no text."""
    crowded: int | None = None
    """The first input that has several items."""


def read_request(call: Call, kind: str, task_type: str, source: Source) -> Asked:
    """The request in the body. `kind` is the task type that decides which parser reads it, `task_type` that of the URL."""
    return check_request(call, kind, task_type, parse_request(call, kind, source))


def parse_request(call: Call, kind: str, source: Source) -> dict[str, Any]:
    """The fields of the body; raises what its parser refuses."""
    sent: dict[str, Any] = _parser(call, request_name(call, kind)).parse(call.body, source)
    return sent


def check_request(call: Call, kind: str, task_type: str, sent: dict[str, Any]) -> Asked:
    """The request that these fields make; raises what its validation refuses."""
    name = request_name(call, kind)
    if name == "plain":
        return _plain(sent, task_type)
    return _embedding(sent) if name == "embedding" else _rerank(sent)


def request_name(call: Call, kind: str) -> str:
    """The kind of request that a task type has: plain, or one of its own."""
    if kind == "embedding" or (kind == "rerank" and call.has(changes.RERANK_HAS_ITS_OWN_REQUEST)):
        return kind
    return "plain"


def _parser(call: Call, name: str) -> ObjectParser:
    memo = call.contract.memo
    key = f"perform parser/{name}"
    parser: ObjectParser | None = memo.get(key)
    if parser is None:
        parser = memo[key] = {"plain": _plain_parser, "rerank": _rerank_parser, "embedding": _embedding_parser}[name](
            call
        )
    return parser


# --- plain ------------------------------------------------------------------------------------------------------------


def _plain_parser(call: Call) -> ObjectParser:
    fields = {"input": TEXTS if call.has(changes.SEVERAL_INPUTS) else TEXT}
    if call.has(changes.INPUT_TYPE_IN_REQUESTS):
        fields["input_type"] = converted(read_input_type)
    fields["task_settings"] = OBJECT
    if call.has(changes.PLAIN_REQUESTS_RERANK):
        fields["query"] = TEXT
    if call.has(changes.PLAIN_REQUESTS_RERANK) and call.has(changes.INPUT_TYPE_IN_REQUESTS):
        fields |= {"return_documents": BOOLEAN, "top_n": INT}
    if call.has(changes.TIMEOUT_IN_REQUESTS):
        fields["timeout"] = TIME
    return ObjectParser(PLAIN_PARSER, fields)


def _plain(sent: dict[str, Any], task_type: str) -> Asked:
    """The checks of `InferenceAction.Request.validate`, which stops at the first that fails."""
    texts = sent.get("input")
    if texts is None:
        raise errors.input_missing()
    if not texts and not isinstance(texts, str):
        raise errors.input_empty()
    query = sent.get("query")
    if task_type == "rerank":
        if query is None:
            raise errors.query_missing()
        if not query:
            raise errors.query_empty()
    elif task_type != ANY:
        for name in ("return_documents", "top_n"):
            if name in sent:
                raise errors.field_of_another_task(name, task_type)
    input_type = sent.get("input_type", UNSPECIFIED)
    if task_type not in ("text_embedding", ANY) and input_type != UNSPECIFIED:
        raise errors.field_of_another_task("input_type", task_type)
    return Asked(
        [texts] if isinstance(texts, str) else texts,
        None if input_type == UNSPECIFIED else input_type,
        query,
        sent.get("task_settings", {}),
        sent.get("top_n"),
        sent.get("return_documents"),
    )


def read_input_type(text: str) -> str:
    """An input type as a request may name it."""
    word = _input_type(text)
    if word in INTERNAL_INPUT_TYPES:
        raise errors.internal_input_type(word)
    return word


def _input_type(text: str) -> str:
    word = text.strip(BLANKS).upper()
    if word.lower() not in (*INPUT_TYPES, *INTERNAL_INPUT_TYPES):
        raise errors.no_such_input_type(word)
    return word.lower()


# --- rerank and embedding ---------------------------------------------------------------------------------------------


def _rerank_parser(call: Call) -> ObjectParser:
    item = _item_parser(call)
    fields = {
        "input": Field(("START_OBJECT", "START_ARRAY", "VALUE_STRING"), lambda *at: _each(item, *at)),
        "query": Field(("START_OBJECT", "VALUE_STRING"), lambda *at: _text_or_item(item, *at)),
        "top_n": INT,
        "return_documents": BOOLEAN,
        "task_settings": OBJECT,
    }
    return ObjectParser("RerankRequest", fields, required=("input", "query"))


def _rerank(sent: dict[str, Any]) -> Asked:
    """The checks of `RerankAction.Request.validate`, which collects."""
    items: list[Item] = sent["input"]
    query: Item = sent["query"]
    ranked = ("text", "image")
    problems = [] if items else ["Field [input] cannot be an empty array"]
    problems += [
        f"Field [input] contains unsupported [type] value {item.type} at index {number}"
        for number, item in enumerate(items)
        if item.type not in ranked
    ]
    if not query.value:
        problems.append("Field [query] cannot be empty")
    elif query.type not in ranked:
        problems.append(f"Field [query] contains unsupported [type] value {query.type}")
    top_n = sent.get("top_n")
    if top_n is not None and top_n < 1:
        problems.append("Field [top_n] must be greater than or equal to 1")
    if problems:
        raise errors.rerank_invalid(problems)
    return Asked(
        [item.value for item in items],
        None,
        query.value,
        sent.get("task_settings", {}),
        top_n,
        sent.get("return_documents"),
        other_data=any(item.type != "text" for item in (*items, query)),
    )


def _embedding_parser(call: Call) -> ObjectParser:
    item = _item_parser(call)
    several = call.has(changes.SEVERAL_ITEMS_A_CONTENT)
    tokens = ("START_OBJECT", "START_ARRAY") if several else ("START_OBJECT",)
    content = ObjectParser(
        "InferenceStringGroup",
        {"content": Field(tokens, lambda *at: _each(item, *at))},
        required=("content",),
        build=lambda sent: sent["content"],
    )
    fields = {
        "input": Field(("START_OBJECT", "START_ARRAY", "VALUE_STRING"), lambda *at: _each(content, *at)),
        "input_type": converted(_input_type),
        "task_settings": OBJECT,
    }
    return ObjectParser("EmbeddingRequest", fields, required=("input",))


def _embedding(sent: dict[str, Any]) -> Asked:
    groups: list[list[Item]] = [[group] if isinstance(group, Item) else group for group in sent["input"]]
    if not groups:
        raise errors.inputs_empty()
    input_type = sent.get("input_type", UNSPECIFIED)
    internal = (UNSPECIFIED, *INTERNAL_INPUT_TYPES)
    return Asked(
        ["\n".join(item.value for item in group) for group in groups],
        None if input_type in internal else input_type,
        task_settings=sent.get("task_settings", {}),
        other_data=any(item.type != "text" for group in groups for item in group),
        crowded=next((number for number, group in enumerate(groups) if len(group) > 1), None),
    )


# --- typed inputs -----------------------------------------------------------------------------------------------------

_DATA_URI = re.compile(r"data:[^/]+/[^,]+;base64,")
_LONGEST_URI = 256
_FORMATS = ("text", "base64")


def _item_parser(call: Call) -> ObjectParser:
    types = (
        ("text", "image", "audio", "video", "pdf") if call.has(changes.SEVERAL_ITEMS_A_CONTENT) else ("text", "image")
    )
    fields = {
        "type": converted(lambda text: _word("type", text, types)),
        "format": converted(lambda text: _word("format", text, _FORMATS)),
        "value": TEXT,
    }
    return ObjectParser("InferenceString", fields, required=("type", "value"), build=_build_item)


def _word(name: str, text: str, known: tuple[str, ...]) -> str:
    word = text.strip(BLANKS).lower()
    if word not in known:
        raise errors.no_such_data(name, text, known)
    return word


def _build_item(sent: dict[str, Any]) -> Item:
    only = "text" if sent["type"] == "text" else "base64"
    if sent.get("format", only) != only:
        raise errors.format_of_another_type(sent["type"], sent["format"], (only,))
    value = sent["value"]
    if only == "base64" and _DATA_URI.match(value[:_LONGEST_URI]) is None:
        raise errors.no_data_uri()
    return Item(sent["type"], value)


def _each(parser: ObjectParser, value: Json, source: Source, path: Path) -> list[Any]:
    if not isinstance(value, list):
        return [_text_or_item(parser, value, source, path)]
    return [_text_or_item(parser, member, source, (*path, number)) for number, member in enumerate(value)]


def _text_or_item(parser: ObjectParser, value: Json, source: Source, path: Path) -> Any:
    if isinstance(value, str):
        return Item("text", value)
    if isinstance(value, dict):
        return parser.read(value, source, path)
    reason = f"Unsupported token [{token_name(value)}]"
    raise Unreadable(ApiError(400, "x_content_parse_exception", reason), path)
