"""`simple_query_string`: a small language in which every text is a query.

Source: apache/lucene:lucene/queryparser/src/java/org/apache/lucene/queryparser/simple/SimpleQueryParser.java
"""

from __future__ import annotations

import re

from ...errors import illegal_argument
from ...wire import Json
from .. import errors
from ..locate import Place
from ..queries.compound import Bool
from ..queries.full_text import How, read_operator
from ..queries.fuzzy import read_fuzzy
from ..queries.multi_match import Fields, read_fields
from ..queries.one_field import COMMON, read_number
from ..query import Constant, Query, Reading, nothing, query
from ..values import text_of
from .parts import Boosted, Style

OPTIONS = (
    "query", "fields", "analyzer", "default_operator", "flags", "lenient", "analyze_wildcard", "minimum_should_match",
    "quote_field_suffix", "auto_generate_synonyms_phrase_query", "fuzzy_prefix_length", "fuzzy_max_expansions",
    "fuzzy_transpositions",
)  # fmt: skip
FLAGS = (
    "ALL",
    "NONE",
    "AND",
    "NOT",
    "OR",
    "PREFIX",
    "PHRASE",
    "PRECEDENCE",
    "ESCAPE",
    "WHITESPACE",
    "FUZZY",
    "NEAR",
    "SLOP",
)
_TERM_END = {'"': "PHRASE", "|": "OR", "+": "AND", "(": "PRECEDENCE", ")": "PRECEDENCE"}
_BLANKS = " \t\n\r"


class _State:
    """What was read of one group."""

    def __init__(self) -> None:
        self.top: Query | None = None
        self.operator: str | None = None
        self.before: str | None = None
        self.negations = 0


class _Parser:
    """Reads a text, letter by letter."""

    def __init__(self, text: str, style: Style, every: bool, flags: frozenset[str]) -> None:
        self.text = text
        self.style = style
        self.default = "must" if every else "should"
        self.flags = flags

    def _on(self, flag: str) -> bool:
        return flag in self.flags

    def parse(self, text: str) -> Query | None:
        state = _State()
        at = 0
        while at < len(text):
            letter = text[at]
            if letter == "(" and self._on("PRECEDENCE"):
                at = self._group(text, at, state)
            elif letter == ")" and self._on("PRECEDENCE"):
                at += 1
            elif letter == '"' and self._on("PHRASE"):
                at = self._phrase(text, at, state)
            elif letter == "+" and self._on("AND"):
                if state.operator is None and state.top is not None:
                    state.operator = "must"
                at += 1
            elif letter == "|" and self._on("OR"):
                if state.operator is None and state.top is not None:
                    state.operator = "should"
                at += 1
            elif letter == "-" and self._on("NOT"):
                state.negations += 1
                at += 1
                continue
            elif letter in _BLANKS and self._on("WHITESPACE"):
                at += 1
            else:
                at = self._word(text, at, state)
            state.negations = 0
        return state.top

    def _group(self, text: str, at: int, state: _State) -> int:
        depth, end = 1, at + 1
        while end < len(text) and depth:
            if text[end] == "\\" and self._on("ESCAPE"):
                end += 1
            elif text[end] in "()":
                depth += 1 if text[end] == "(" else -1
            end += 1
        if depth:  # nothing closes it: it is passed over
            return at + 1
        inner = self.parse(text[at + 1 : end - 1])
        if inner is not None:
            self._add(state, inner)
        return end

    def _phrase(self, text: str, at: int, state: _State) -> int:
        end, content = at + 1, ""
        while end < len(text) and text[end] != '"':
            if text[end] == "\\" and self._on("ESCAPE") and end + 1 < len(text):
                end += 1
            content += text[end]
            end += 1
        if end == len(text):
            return at + 1
        slop = re.match(r"~(\d*)", text[end + 1 :]) if self._on("NEAR") or self._on("SLOP") else None
        if content:
            self._add(state, self.style.phrase(None, content, int(slop[1] or 0) if slop else None))
        return end + 1 + (len(slop[0]) if slop else 0)

    def _word(self, text: str, at: int, state: _State) -> int:
        content, begun = "", False
        while at < len(text):
            letter = text[at]
            if letter == "\\" and self._on("ESCAPE") and at + 1 < len(text):
                at += 1
                content, begun = content + text[at], False
                at += 1
                continue
            if (letter in _TERM_END and self._on(_TERM_END[letter])) or (letter in _BLANKS and self._on("WHITESPACE")):
                break
            if letter == "~" and content and self._on("FUZZY"):
                found = re.match(r"~(\d*)(?=$|[\s\"|+()])", text[at:])
                if found is not None:
                    edits = min(int(found[1]), 2) if found[1] else 2
                    self._add(state, self.style.near(None, content, edits) if edits else self.style.text(None, content))
                    return at + len(found[0])
            begun = letter == "*" and self._on("PREFIX")
            content += letter
            at += 1
        if not content:
            return at + 1
        if begun and content == "*":
            self._add(state, Constant(lambda view: range(len(view))))
        elif begun:
            self._add(state, self._prefix(content[:-1]))
        else:
            self._add(state, self.style.text(None, content))
        return at

    def _prefix(self, beginning: str) -> Query:
        escaped = re.sub(r"([*?\\])", r"\\\1", beginning)
        return self.style.pattern(None, f"{escaped}*")

    def _add(self, state: _State, branch: Query) -> None:
        if state.negations % 2:
            everything = Constant(lambda view: range(len(view)))
            branch = Bool(must_not=(branch,), should=(everything,))
        if state.top is None:
            state.top = branch
        else:
            operator = state.operator or self.default
            goes_on = state.before == operator and isinstance(state.top, Bool)
            parts = (*getattr(state.top, operator), branch) if goes_on else (state.top, branch)
            state.top = Bool(must=parts) if operator == "must" else Bool(should=parts)
            state.before = operator
        state.operator = None


@query("simple_query_string")
def simple_query_string(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A query in the small language."""
    for key, value in body.items():
        if key not in (*OPTIONS, *COMMON) or isinstance(value, dict) or (isinstance(value, list) and key != "fields"):
            raise errors.parsing(f"[simple_query_string] unsupported field [{key}]", (place / key).value())
    if body.get("query") is None:
        raise errors.parsing("[simple_query_string] query text missing", place.end())
    every = read_operator(body.get("default_operator", "or"), reading.state.contract.product.name)
    flags = _flags(body.get("flags", "ALL"))
    fields = read_fields(body["fields"]) if body.get("fields") else Fields()
    how = How(
        every=every,
        lenient=body.get("lenient", fields.all()) in (True, "true"),
        analyzer=None if body.get("analyzer") is None else text_of(body["analyzer"]),
    )
    fuzzy = read_fuzzy(
        "AUTO",
        int(read_number(body.get("fuzzy_prefix_length", 0))),
        int(read_number(body.get("fuzzy_max_expansions", 50))),
        body.get("fuzzy_transpositions", True) not in (False, "false"),
    )
    style = Style(fields, "best_fields", how, 1.0, fuzzy=fuzzy)
    found = _Parser(text_of(body["query"]), style, every, flags).parse(text_of(body["query"])) or nothing()
    minimum = body.get("minimum_should_match")
    if minimum is not None and isinstance(found, Bool) and found.should:
        least = minimum if isinstance(minimum, int) else text_of(minimum)
        found = Bool(found.must, found.filter, found.should, found.must_not, least)
    return Boosted(found, read_number(body.get("boost", 1.0)))


def _flags(value: Json) -> frozenset[str]:
    if isinstance(value, int) and not isinstance(value, bool):
        return frozenset(FLAGS) if value < 0 else frozenset()
    found = set()
    for name in text_of(value).split("|"):
        flag = name.strip().upper()
        if flag not in FLAGS:
            raise illegal_argument(f"Unknown simple_query_string flag [{name.strip()}]")
        found.add(flag)
    return frozenset(FLAGS) if "ALL" in found else frozenset(found)
