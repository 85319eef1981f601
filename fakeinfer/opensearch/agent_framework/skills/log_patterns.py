"""`LogPatternTool` (2.18): the most frequent patterns of the log messages that a search finds.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/LogPatternTool.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ....errors import ApiError, illegal_argument
from ....formats import javanumbers
from ....formats.javatext import hash_order
from ....wire import Json
from ...access.control import require_permissions
from ...remote import gson
from .. import changes, index_tools
from ..outputs import Value
from ..toolbox import Kind
from . import brain, by_ppl, failures
from .retrieving import NOTHING

if TYPE_CHECKING:
    from ....cluster import State

NUMBERS = {"doc_size": 1000, "top_n_pattern": 3, "sample_log_size": 20, "variable_count_threshold": brain.ENUM_LIMIT}
"""Parameters that are numbers above zero, and what they are by default."""
_LETTERS = re.compile("[a-zA-Z0-9]")


def check(state: State, made_with: Mapping[str, str]) -> None:
    """Numbers among what the tool is made with."""
    for name in NUMBERS:
        _number(made_with, {}, name)


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """Patterns, with how many messages they have and some of these."""
    search, query = parameters.get("input", ""), parameters.get("ppl", "")
    learned = changes.LOG_PATTERNS_ARE_LEARNED in state.switched_on
    asks_ppl = learned and not search.strip()
    if asks_ppl and not query.strip():
        raise illegal_argument("Both DSL and PPL input is null or empty, can not process it.")
    sources = by_ppl.messages(state, query) if asks_ppl else _found(state, search, made_with, parameters)
    if not sources:
        return "Can not get any data row from ppl response." if asks_ppl else NOTHING
    field = parameters.get("pattern_field", _longest_text(sources[0]))
    _check_field(field, sources[0], parameters.get("index", "null"))
    messages = [_message(source, str(field)) for source in sources]
    found = brain.patterns(messages, _number(made_with, {}, "variable_count_threshold")) if learned else {}
    if not learned:
        pattern = _expression(parameters.get("pattern", made_with.get("pattern")))
        for number, message in enumerate(messages):
            found.setdefault(pattern.sub("", message), []).append(number)
    samples: Sequence[Json] = messages if learned else sources
    most = _number(made_with, parameters, "sample_log_size")
    told = sorted(hash_order(list(found)), key=lambda pattern: -len(found[pattern]))
    return gson.text(
        [
            {
                "sample logs": [samples[number] for number in found[pattern][:most]],
                "total count": len(found[pattern]),
                "pattern": pattern,
            }
            for pattern in told[: _number(made_with, parameters, "top_n_pattern")]
        ]
    )


def _found(
    state: State, search: str, made_with: Mapping[str, str], parameters: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Documents of a search."""
    body = _body(search, made_with)
    index = parameters.get("index")
    if index is None:
        raise failures.no_index()
    require_permissions(state, (index_tools.SEARCHING,), index)
    return [hit["_source"] for hit in index_tools.search(state, index, body)["hits"]["hits"]]


def _body(search: str, made_with: Mapping[str, str]) -> Json:
    """The search, without what it would count."""
    if not search.strip():
        raise failures.no_input()
    try:
        body = gson.read(search)
    except gson.NotJson:
        body = None
    if not isinstance(body, dict):
        raise no_search()
    kept = {name: value for name, value in body.items() if name not in ("aggs", "aggregations", "_source")}
    return {**kept, "size": _number(made_with, {}, "doc_size")}


def _longest_text(source: Mapping[str, Any]) -> str | None:
    """The field with the longest text."""
    texts = {name: source[name] for name in hash_order(list(source)) if isinstance(source[name], str) and source[name]}
    return max(texts, key=lambda name: len(texts[name]), default=None)


def _check_field(field: str | None, source: Mapping[str, Any], index: str) -> None:
    if field is None:
        raise illegal_argument("Pattern field is not set and this index doesn't contain any string field")
    if field not in source:
        raise illegal_argument(f"Invalid parameter pattern_field: index {index} does not have a field named {field}")
    if not isinstance(source[field], str):
        raise illegal_argument(
            f"Invalid parameter pattern_field: pattern field {field} in index {index} is not type of String"
        )


def _message(source: Mapping[str, Any], field: str) -> str:
    return failures.require_text(source.get(field, ""))


def _expression(pattern: str | None) -> re.Pattern[str]:
    """What is taken out of messages: letters and digits, or what an expression says."""
    try:
        return _LETTERS if pattern is None else re.compile(pattern)
    except re.error as error:
        raise bad_expression(str(pattern), str(error)) from None


def _number(made_with: Mapping[str, str], parameters: Mapping[str, str], name: str) -> int:
    text = parameters.get(name, made_with.get(name))
    if text is None:
        return NUMBERS[name]
    value = javanumbers.whole(text, 32)
    if value is None:
        raise illegal_argument(f"Invalid value {text} for parameter {name}, it should be a number")
    if value <= 0:
        raise illegal_argument(f"Invalid value {value} for parameter {name}, it should be positive")
    return value


def no_search() -> ApiError:
    """A search that is no JSON object (org.json)."""
    return ApiError(500, "j_s_o_n_exception", "A JSONObject text must begin with '{' at 1 [character 2 line 1]")


def bad_expression(pattern: str, problem: str) -> ApiError:
    """An expression that is none."""
    return ApiError(400, "pattern_syntax_exception", f"{problem} near index 0\n{pattern}")


KINDS: Mapping[str, Kind] = {"LogPatternTool": Kind(run, needs=(("input", "index"), ("ppl",)), check=check)}
