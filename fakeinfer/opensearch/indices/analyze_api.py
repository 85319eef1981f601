"""`_analyze`: what becomes of a text.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/action/admin/indices/analyze/TransportAnalyzeAction.java
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ... import indices
from ...document_requests.writing import concrete_index
from ...errors import ApiError, illegal_argument, not_implemented, request_invalid
from ...mapping.fields import fields_of
from ...object_parser import BOOLEAN, TEXT, TEXTS, Field, ObjectParser, reader_of
from ...operations import GET, POST, Call, Text, operation
from ...search import tokenizing
from ...search.tokenizing import ANALYZERS, FILTERS, TOKENIZERS, Chain
from ...wire import Json
from .index_api import SOURCE

MOST_TOKENS = 10_000
"""`index.analyze.max_token_count`, unless the index says."""


def _part(value: Json, *at: Any) -> Json:
    return value


PART = Field(("VALUE_STRING", "START_OBJECT"), _part)
PARTS = Field(("START_ARRAY",), _part)
REQUEST = ObjectParser(
    "analyze_request",
    {
        "text": TEXTS,
        "analyzer": TEXT,
        "field": TEXT,
        "tokenizer": PART,
        "filter": PARTS,
        "char_filter": PARTS,
        "explain": BOOLEAN,
        "attributes": TEXTS,
        "normalizer": TEXT,
    },
)


@operation(
    "indices.analyze",
    GET("/_analyze"),
    POST("/_analyze"),
    GET("/{index}/_analyze"),
    POST("/{index}/_analyze"),
    query={"index": Text()},
    body="required_or_source",
    privilege="indices:admin/analyze",
    source=SOURCE,
    reader=reader_of(REQUEST),
)
def analyze(call: Call) -> Json:
    """The tokens of a text."""
    asked = call.body
    index = call.path.get("index") or call.query["index"]
    problems = _problems(asked, index)
    if problems:
        raise request_invalid(*problems)
    record = None
    if index is not None:
        record = indices.find(call.state, concrete_index(call.state, index, single=True))
    if asked.get("explain"):
        raise not_implemented("[explain] of an analysis")
    tokens = _chain(call, asked, index, record).tokens(asked["text"])
    most = MOST_TOKENS if record is None else int(indices.setting(record, "analyze.max_token_count", MOST_TOKENS))
    if len(tokens) > most:
        raise too_many_tokens(most)
    return {
        "tokens": [
            {
                "token": token.text,
                "start_offset": token.start,
                "end_offset": token.end,
                "type": token.type,
                "position": token.position,
            }
            for token in tokens
        ]
    }


def too_many_tokens(most: int) -> ApiError:
    """More tokens than an index lets anybody see (500)."""
    reason = (
        f"The number of tokens produced by calling _analyze has exceeded the allowed maximum of [{most}]. This limit can be"
        " set by changing the [index.analyze.max_token_count] index level setting."
    )
    return ApiError(500, "illegal_state_exception", reason)


def _problems(asked: dict[str, Any], index: str | None) -> list[str]:
    problems = [] if asked.get("text") else ["text is missing"]
    if "normalizer" in asked:
        if index is None:
            problems.append("index is required if normalizer is specified")
        if "tokenizer" in asked or "analyzer" in asked:
            problems.append("tokenizer/analyze should be null if normalizer is specified")
    if "analyzer" in asked and any(asked.get(part) for part in ("tokenizer", "filter", "char_filter")):
        problems.append("cannot define extra components on a named analyzer")
    return problems


def _chain(call: Call, asked: dict[str, Any], index: str | None, record: dict[str, Any] | None) -> Chain:
    """What the request says how to cut: by name, by parts, as a field does, or as everything does."""
    if asked.get("char_filter"):
        raise not_implemented("character filters of an analysis")
    scope = "global " if record is None else ""
    if "analyzer" in asked:
        return _analyzer(asked["analyzer"], record, scope)
    if "normalizer" in asked:
        found = _own(record, "normalizer", asked["normalizer"])
        if not found:
            raise illegal_argument(f"failed to find normalizer under [{asked['normalizer']}]")
        return Chain("keyword", _filters(found.get("filter", ()), scope))
    if "tokenizer" in asked or asked.get("filter"):
        return Chain(_tokenizer(asked.get("tokenizer", "keyword"), scope), _filters(asked.get("filter", ()), scope))
    if "field" in asked:
        return _of_field(call, asked["field"], index, record, scope)
    return ANALYZERS["standard"]


def _analyzer(name: str, record: dict[str, Any] | None, scope: str) -> Chain:
    own = _own(record, "analyzer", name)
    if own:
        if own.get("type", "custom") == "custom" and "char_filter" not in own:
            return Chain(_tokenizer(own.get("tokenizer", "standard"), scope), _filters(own.get("filter", ()), scope))
        if set(own) == {"type"} and own["type"] in ANALYZERS:
            return ANALYZERS[own["type"]]
        raise not_implemented(f"the analyzer [{name}]")
    if name in tokenizing.OTHER_ANALYZERS:
        raise not_implemented(f"the analyzer [{name}]")
    if name not in ANALYZERS:
        raise illegal_argument(f"failed to find {scope}analyzer [{name}]")
    return ANALYZERS[name]


def _own(record: dict[str, Any] | None, kind: str, name: str) -> dict[str, Any]:
    """What the settings of the index say of an analyzer or normalizer of its own."""
    prefix = f"index.analysis.{kind}.{name}."
    settings = {} if record is None else record["settings"]
    return {key.removeprefix(prefix): value for key, value in settings.items() if key.startswith(prefix)}


def _tokenizer(part: Json, scope: str) -> str:
    name = part.get("type") if isinstance(part, dict) and set(part) == {"type"} else part
    if not isinstance(name, str) or name in tokenizing.OTHER_TOKENIZERS:
        raise not_implemented(f"the tokenizer {'of its own' if isinstance(part, dict) else f'[{name}]'}")
    if name not in TOKENIZERS:
        raise illegal_argument(f"failed to find {scope}tokenizer under [{name}]")
    return name


def _filters(parts: Json, scope: str) -> tuple[str, ...]:
    listed: Iterable[Json] = [parts] if isinstance(parts, str) else parts
    names = []
    for part in listed:
        name = part.get("type") if isinstance(part, dict) and set(part) == {"type"} else part
        if not isinstance(name, str) or name in tokenizing.OTHER_FILTERS:
            raise not_implemented(f"the token filter {'of its own' if isinstance(part, dict) else f'[{name}]'}")
        if name not in FILTERS:
            raise illegal_argument(f"failed to find {scope}filter under [{name}]")
        names.append(name)
    return tuple(names)


def _of_field(call: Call, path: str, index: str | None, record: dict[str, Any] | None, scope: str) -> Chain:
    if record is None or index is None:
        raise illegal_argument("analysis based on a specific field requires an index")
    field = fields_of(call.state, concrete_index(call.state, index, single=True)).fields.get(path)
    if field is None:
        return ANALYZERS["standard"]
    if field.family == "keyword":
        normalizer = field.options.get("normalizer")
        if normalizer is None:
            return ANALYZERS["keyword"]
        if normalizer == "lowercase":
            return Chain("keyword", ("lowercase",))
        return Chain("keyword", _filters(_own(record, "normalizer", normalizer).get("filter", ()), scope))
    if field.family != "text":
        raise illegal_argument(
            f"Can't process field [{path}], Analysis requests are only supported on tokenized fields"
        )
    return _analyzer(field.options.get("analyzer", "standard"), record, scope)
