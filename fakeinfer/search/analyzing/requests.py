"""What `_analyze` answers: the tokens of texts, by an analyzer that is named, a field's, or one put together for the request.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/action/admin/indices/analyze/TransportAnalyzeAction.java
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument, request_invalid
from ...mapping.fields import Field, Fields
from ...wire import Json
from ..values import text_of
from . import components
from .chains import GAP, Chain
from .of_index import Analysis
from .options import Options
from .tokens import CharFilter, Filter, Token, Tokenizer

MOST_TOKENS = 10_000
"""`index.analyze.max_token_count`, unless the index says."""
ATTRIBUTES = ("bytes", "keyword", "positionLength", "termFrequency", "type")
"""What `explain` tells of tokens beside what is told anyway, as far as `attributes` does not say."""
STEMMERS = ("stemmer", "porter_stem", "snowball", "keyword_marker", "keyword_repeat", "stemmer_override", "kstem")
"""Filters that know of keywords; after them tokens tell whether they are one."""


class Index(NamedTuple):
    """The index that a request names."""

    settings: dict[str, Any]
    fields: Fields
    analysis: Analysis


def problems(asked: dict[str, Any], index: bool) -> list[str]:
    """What is wrong with a request, whatever the index."""
    found = [] if asked.get("text") else ["text is missing"]
    if "normalizer" in asked:
        if not index:
            found.append("index is required if normalizer is specified")
        if "tokenizer" in asked or "analyzer" in asked:
            found.append("tokenizer/analyze should be null if normalizer is specified")
    if "analyzer" in asked and any(asked.get(part) for part in ("tokenizer", "filter", "char_filter")):
        found.append("cannot define extra components on a named analyzer")
    return found


def analyzed(asked: dict[str, Any], index: Index | None) -> Json:
    """The answer to a request that was read."""
    if refused := problems(asked, index is not None):
        raise request_invalid(*refused)
    name, chain = _chain(asked, index)
    if asked.get("explain") and chain.custom:
        chain = chain._replace(gap=0)
    stages = chain.many(asked["text"])
    most = MOST_TOKENS
    if index is not None:
        most = int(index.settings.get("index.analyze.max_token_count", MOST_TOKENS))
    if sum(map(len, stages if asked.get("explain") and chain.custom else stages[-1:])) > most:
        raise too_many_tokens(most)
    if asked.get("explain"):
        return {"detail": _detail(name, chain, stages, asked)}
    return {"tokens": [_shown(token) for token in stages[-1]]}


def too_many_tokens(most: int) -> ApiError:
    """More tokens than an index lets anybody see (500)."""
    reason = (
        f"The number of tokens produced by calling _analyze has exceeded the allowed maximum of [{most}]. This limit can be"
        " set by changing the [index.analyze.max_token_count] index level setting."
    )
    return ApiError(500, "illegal_state_exception", reason)


def _shown(token: Token) -> dict[str, Json]:
    shown: dict[str, Json] = {
        "token": token.text,
        "start_offset": token.start,
        "end_offset": token.end,
        "type": token.type,
        "position": token.position,
    }
    if token.span > 1:
        shown["positionLength"] = token.span
    return shown


# --- explaining -------------------------------------------------------------------------------------------------------


def _detail(name: str, chain: Chain, stages: list[list[Token]], asked: dict[str, Any]) -> dict[str, Json]:
    wanted = {text_of(one).lower() for one in asked.get("attributes") or ()}
    if not chain.custom:
        keywords = any(one in ("stemmer", "keyword_marker") for one, _ in chain.filters)
        tokens = _told(stages[-1], wanted, keywords=keywords)
        return {"custom_analyzer": False, "analyzer": {"name": name, "tokens": tokens}}
    texts = [text_of(text) for text in asked["text"]]
    strips: list[Json] = []
    for one, strip in chain.char_filters:
        texts = [strip(text).text for text in texts]
        strips.append({"name": one, "filtered_text": list(texts)})
    filters: list[Json] = []
    keywords = False
    for (one, _), tokens in zip(chain.filters, stages[1:], strict=True):
        keywords |= one.removeprefix("__anonymous__") in STEMMERS
        filters.append({"name": one, "tokens": _told(tokens, wanted, keywords=keywords)})
    return {
        "custom_analyzer": True,
        "charfilters": strips,
        "tokenizer": {"name": chain.tokenizer_name, "tokens": _told(stages[0], wanted, keywords=False)},
        "tokenfilters": filters,
    }


def _told(tokens: Iterable[Token], wanted: set[str], *, keywords: bool) -> list[Json]:
    found: list[Json] = []
    for token in tokens:
        shown = _shown(token)
        shown.pop("positionLength", None)
        more: dict[str, Json] = {"bytes": f"[{token.text.encode('utf-8', 'replace').hex(' ')}]"}
        if keywords:
            more["keyword"] = token.keyword
        more |= {"positionLength": token.span, "termFrequency": 1}
        found.append({**shown, **{key: value for key, value in more.items() if not wanted or key.lower() in wanted}})
    return found


# --- putting together -------------------------------------------------------------------------------------------------


def _chain(asked: dict[str, Any], index: Index | None) -> tuple[str, Chain]:
    """What the request says how to cut, with its name."""
    analysis = index.analysis if index is not None else Analysis({})
    scope = "global " if index is None else ""
    if "analyzer" in asked:
        name = asked["analyzer"]
        found = analysis.analyzer(name)
        if found is None:
            raise illegal_argument(f"failed to find {scope}analyzer [{name}]")
        return name, found if index is not None else found._replace(gap=0)
    if "normalizer" in asked:
        found = analysis.normalizer(asked["normalizer"])
        if found is None:
            raise illegal_argument(f"failed to find normalizer under [{asked['normalizer']}]")
        return asked["normalizer"], found
    if "tokenizer" in asked or asked.get("filter") or asked.get("char_filter"):
        return "", _put_together(asked, analysis, scope)
    if "field" in asked:
        return _of_field(asked["field"], index)
    found = analysis.analyzer("default")
    assert found is not None
    return "standard", found if index is not None else found._replace(gap=0)


def _put_together(asked: dict[str, Any], analysis: Analysis, scope: str) -> Chain:
    strips: list[tuple[str, CharFilter]] = [
        _part(one, "char_filter", analysis, scope) for one in asked.get("char_filter") or ()
    ]
    name, cut = "keyword", analysis.tokenizer("keyword")
    if "tokenizer" in asked:
        name, cut = _tokenizer(asked["tokenizer"], analysis, scope)
    assert cut is not None
    filters: list[tuple[str, Filter]] = []
    for one in asked.get("filter") or ():
        before = Chain(cut, tuple(filters), tuple(strips))
        filters.append(_part(one, "filter", analysis, scope, before))
    return Chain(cut, tuple(filters), tuple(strips), GAP, custom=True, tokenizer_name=name)


def _tokenizer(part: Json, analysis: Analysis, scope: str) -> tuple[str, Tokenizer]:
    if isinstance(part, dict):
        kind = _type(part, "tokenizer", scope)
        found = components.tokenizer(kind, Options("__anonymous__" + kind, part, analysis.settings))
        name = f"__anonymous__{kind}"
    else:
        name = kind = text_of(part)
        found = analysis.tokenizer(name)
    if found is None:
        raise illegal_argument(f"failed to find {scope}tokenizer under [{kind}]")
    return name, found


def _part(part: Json, what: str, analysis: Analysis, scope: str, before: Chain | None = None) -> tuple[str, Any]:
    """A filter, by name or as the request says."""
    found: Any
    if isinstance(part, dict):
        kind = _type(part, what, scope)
        options = Options(f"__anonymous__{kind}", part, analysis.settings)
        if what == "filter":
            found = components.token_filter(kind, options, before.tokens if before is not None else lambda text: [])
        else:
            found = components.char_filter(kind, options)
        name = options.name
    else:
        name = kind = text_of(part)
        if what == "filter":
            found = analysis.token_filter(name, before.tokens if before is not None else lambda text: [])
        else:
            found = analysis.char_filter(name)
    if found is None:
        raise illegal_argument(f"failed to find {scope}{what} under [{kind}]")
    return name, found


def _type(part: dict[str, Json], what: str, scope: str) -> str:
    kind = part.get("type")
    if kind is None:
        shown = json.dumps({key: text_of(value) for key, value in part.items()}, separators=(",", ":"))
        raise illegal_argument(f"Missing [type] setting for anonymous {what}: {shown}")
    return text_of(kind)


def _of_field(path: str, index: Index | None) -> tuple[str, Chain]:
    if index is None:
        raise illegal_argument("analysis based on a specific field requires an index")
    field: Field | None = index.fields.fields.get(path)
    analysis = index.analysis
    name = "default"
    if field is not None and field.family == "keyword":
        normalizer = field.options.get("normalizer")
        found = analysis.analyzer("keyword") if normalizer is None else analysis.normalizer(normalizer)
        assert found is not None
        return normalizer or "keyword", found
    if field is not None:
        if field.family != "text":
            problem = f"Can't process field [{path}], Analysis requests are only supported on tokenized fields"
            raise illegal_argument(problem)
        name = field.options.get("analyzer", "default")
    found = analysis.analyzer(name)
    assert found is not None
    return name, found
