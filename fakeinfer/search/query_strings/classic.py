"""`query_string`: Lucene's own language for queries. Start at `query_string`; `_Parser` reads the language.

Source: apache/lucene:lucene/queryparser/src/java/org/apache/lucene/queryparser/classic/QueryParser.jj
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument
from ...wire import Json
from .. import errors
from ..errors import QueryRefused
from ..highlighting.marks import Mark, marks_of
from ..locate import Place
from ..queries.compound import Bool
from ..queries.full_text import How, read_operator
from ..queries.fuzzy import Fuzzy, read_fuzzy
from ..queries.multi_match import TYPES, Fields, read_fields
from ..queries.one_field import COMMON, read_number
from ..queries.ranges import Bounds
from ..query import Query, Reading, Scores, nothing, query
from ..values import text_of
from .parts import Boosted, Style

if TYPE_CHECKING:
    from ..view import View

OPTIONS = (
    "query", "fields", "default_field", "default_operator", "analyzer", "quote_analyzer", "allow_leading_wildcard",
    "max_determinized_states", "enable_position_increments", "escape", "fuzzy_prefix_length", "fuzzy_max_expansions",
    "fuzzy_rewrite", "phrase_slop", "fuzziness", "tie_breaker", "analyze_wildcard", "rewrite", "minimum_should_match",
    "quote_field_suffix", "lenient", "time_zone", "type", "auto_generate_synonyms_phrase_query", "fuzzy_transpositions",
)  # fmt: skip

_START = r"(?:[^\s+\-!():^\[\]\"{}~*?\\/]|\\.)"
_REST = r"(?:[^\s!():^\[\]\"{}~*?\\/]|\\.)"
_TOKENS = re.compile(
    rf"""\s*(?:
      (?P<AND>(?:AND|&&)(?![^\s()"])) | (?P<OR>(?:OR|\|\|)(?![^\s()"])) | (?P<NOT>NOT(?![^\s()"])|!)
    | (?P<PLUS>\+) | (?P<MINUS>-) | (?P<OPEN>\() | (?P<CLOSE>\)) | (?P<COLON>:)
    | (?P<CARET>\^(?P<boost>[0-9]+(?:\.[0-9]+)?)) | (?P<QUOTED>"(?P<quoted>(?:[^"\\]|\\.)*)")
    | (?P<REGEXP>/(?P<regexp>(?:[^/\\]|\\.)*)/)
    | (?P<SLOP>~(?P<slop>[0-9]*(?:\.[0-9]+)?)) | (?P<RANGE>[\[{{](?P<range>[^\]}}]*)[\]}}])
    | (?P<WILD>(?:{_START}|[*?])(?:{_REST}|[*?])*(?<=.))| (?P<TERM>{_START}{_REST}*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_RANGE = re.compile(r'\s*("(?:[^"\\]|\\.)*"|\S+)\s+TO\s+("(?:[^"\\]|\\.)*"|\S+)\s*', re.DOTALL)
_COMPARED = re.compile(r"(>=|<=|>|<)(.*)", re.DOTALL)
ENDS_RUN = ("COLON", "SLOP", "CARET", "AND", "OR")
"""After a word of a run of words none of these may stand."""
_BARE = (
    "<BAREOPER>",
    '"("',
    '"*"',
    "<QUOTED>",
    "<TERM>",
    "<PREFIXTERM>",
    "<WILDTERM>",
    "<REGEXPTERM>",
    '"["',
    '"{"',
    "<NUMBER>",
)
_FIRST = ("<NOT>", '"+"', '"-"', *_BARE, "<TERM>")
_JOINED = (*_FIRST, '"*"')
_FOLLOWING = ("<AND>", "<OR>", "<NOT>", '"+"', '"-"', "<BAREOPER>", '"("', '")"', '"*"', '"^"', "<QUOTED>", "<TERM>", "<FUZZY_SLOP>", "<PREFIXTERM>", "<WILDTERM>", "<REGEXPTERM>", '"["', '"{"', "<NUMBER>")  # fmt: skip
_AT_TOP = ("<EOF>", *(one for one in _FOLLOWING if one != '")"'))
_IN_RANGE = ('"TO"', "<RANGE_QUOTED>", "<RANGE_GOOP>")
"""What may come, as refusals list it: instead of a clause, after one, in a range."""


class Token(NamedTuple):
    """A piece of a query."""

    kind: str
    text: str
    at: int


class _Unreadable(Exception):
    """The text is no query."""

    def __init__(self, reason: str, kind: str = "parse_exception") -> None:
        super().__init__(reason)
        self.reason = reason
        self.kind = kind


class Clause(NamedTuple):
    """A query among others."""

    query: Query
    occurs: str


class _Parser:
    """Reads a text, clause by clause."""

    def __init__(self, text: str, style: Style, every: bool, minimum: Json) -> None:
        self.style = style
        self.every = every
        self.minimum = minimum
        self.tokens = _tokens(text)
        self.position = 0

    def parse(self) -> Query:
        if not self.tokens[:-1]:
            return nothing()
        found = self._query(None, top=True)
        if self._next.kind != "EOF":
            raise _unexpected(self._next, _AT_TOP)
        return found

    @property
    def _next(self) -> Token:
        return self.tokens[self.position]

    def _peek(self, ahead: int) -> str:
        at = self.position + ahead
        return self.tokens[at].kind if at < len(self.tokens) else "EOF"

    def _take(self, *kinds: str) -> Token | None:
        token = self._next
        if token.kind not in kinds:
            return None
        self.position += 1
        return token

    def _query(self, field: str | None, *, top: bool = False) -> Query:
        clauses: list[Clause] = []
        first = True
        while first or self._next.kind not in ("EOF", "CLOSE"):
            joined = None if first else self._take("AND", "OR")
            modifier = self._take("PLUS", "MINUS", "NOT")
            if modifier is None and joined is None and (run := self._run()) is not None:
                found = self.style.text(field, run)
            else:
                expected: tuple[str, ...] = _BARE if modifier else _JOINED if joined else _FIRST
                if not first and expected is _FIRST:
                    expected = _AT_TOP if top else _FOLLOWING
                found = self._clause(field, expected)
            _add(clauses, joined.kind if joined else None, modifier.kind if modifier else None, found, self.every)
            first = False
        if len(clauses) == 1 and clauses[0].occurs != "must_not":
            return clauses[0].query
        must, should, must_not = (
            tuple(one.query for one in clauses if one.occurs == kind) for kind in ("must", "should", "must_not")
        )
        minimum = self.minimum if top and should else None
        least = minimum if isinstance(minimum, int) or minimum is None else text_of(minimum)
        return Bool(must=must, should=should, must_not=must_not, minimum=least)

    def _run(self) -> str | None:
        """Words that follow each other without anything between them, two at least."""
        count = 0
        while self._peek(count) == "TERM" and self._peek(count + 1) not in ENDS_RUN:
            count += 1
        if count < 2:
            return None
        words = [_unescaped(token.text) for token in self.tokens[self.position : self.position + count]]
        self.position += count
        return " ".join(words)

    def _clause(self, field: str | None, expected: Iterable[str]) -> Query:
        if self._next.kind in ("TERM", "WILD") and self._peek(1) == "COLON":
            name = _unescaped(self._next.text)
            self.position += 2
            field, expected = name, _BARE
        if self._take("OPEN"):
            found = self._query(field)
            if not self._take("CLOSE"):
                raise _unexpected(self._next, _FOLLOWING)
        else:
            found = self._term(field, expected)
        caret = self._take("CARET")
        return found if caret is None else Boosted(found, float(caret.text))

    def _term(self, field: str | None, expected: Iterable[str]) -> Query:
        token = self._take("TERM", "WILD", "QUOTED", "REGEXP", "RANGE")
        if token is None:
            raise _unexpected(self._next, expected)
        style = self.style
        if token.kind == "RANGE":
            return style.between(field, _bounds(token))
        if token.kind == "REGEXP":
            return style.regexp(field, token.text)
        caret = self._take("CARET") if self._peek(1) == "SLOP" else None
        slop = self._take("SLOP")
        if token.kind == "QUOTED":
            found = style.phrase(field, _unescaped(token.text), int(float(slop.text)) if slop and slop.text else None)
        elif token.kind == "WILD":
            found = style.pattern(field, token.text)
        elif slop is not None:
            found = style.near(field, _unescaped(token.text), min(int(float(slop.text)), 2) if slop.text else None)
        else:
            found = self._word(field, _unescaped(token.text))
        return found if caret is None else Boosted(found, float(caret.text))

    def _word(self, field: str | None, word: str) -> Query:
        compared = _COMPARED.fullmatch(word) if field is not None else None
        if compared is not None:
            side = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}[compared[1]]
            return self.style.between(field, Bounds(**{side: compared[2]}))
        if field == "_exists_":
            return self.style.any_value(word)
        return self.style.text(field, word)


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while at < len(text):
        if not text[at:].strip():
            break
        matched = _TOKENS.match(text, at)
        if matched is None or matched.end() == at:
            raise _unlexable(text, len(text) - len(text[at:].lstrip()))
        kind = next(name for name in ("AND", "OR", "NOT", "PLUS", "MINUS", "OPEN", "CLOSE", "COLON", "CARET", "QUOTED", "REGEXP", "SLOP", "RANGE", "WILD", "TERM") if matched[name] is not None)  # fmt: skip
        inner = {"CARET": "boost", "QUOTED": "quoted", "REGEXP": "regexp", "SLOP": "slop"}.get(kind, kind)
        content = matched[inner]
        if kind == "WILD" and not re.search(r"(?<!\\)[*?]", content):
            kind = "TERM"
        found.append(Token(kind, content, matched.start(kind)))
        at = matched.end()
    return [*found, Token("EOF", "", len(text))]


def _unlexable(text: str, at: int) -> _Unreadable:
    """No piece of a query begins here, or it does not end."""
    if text[at] in "[{":
        return _unexpected(Token("EOF", "", len(text)), _IN_RANGE)
    if text[at] in '/"\\':
        quoted = text[at:].replace("\\", "\\\\").replace('"', '\\"')
        after = "" if text[at] == "/" else f' after prefix "{quoted}"'
        column = len(text) + 1
        reason = f"Lexical error at line 1, column {column}.  Encountered: <EOF>{after} (in lexical state 2)"
        return _Unreadable(reason, "token_mgr_error")
    return _unexpected(Token("OTHER", text[at], at), _FIRST)


def _unexpected(token: Token, expected: Iterable[str]) -> _Unreadable:
    kind = {"AND": "<AND>", "OR": "<OR>", "NOT": "<NOT>", "TERM": "<TERM>", "QUOTED": "<QUOTED>"}.get(token.kind, "")
    text = {"CLOSE": ")", "COLON": ":", "PLUS": "+", "MINUS": "-", "CARET": "^"}.get(token.kind, token.text)
    shown = kind or f'"{text}"'
    found = '"<EOF>"' if token.kind == "EOF" else f'" {shown} "{text} ""'
    listed = "".join(f"    {one} {'' if one == '<EOF>' else '...'}\n" for one in expected)
    return _Unreadable(f"Encountered {found} at line 1, column {token.at}.\nWas expecting one of:\n{listed}    ")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _bounds(token: Token) -> Bounds:
    found = _RANGE.fullmatch(token.text[1:-1])
    if found is None:
        raise _unexpected(Token("EOF", "", token.at + len(token.text)), _IN_RANGE)
    start, end = (_unescaped(part[1:-1] if part[0] == '"' else part) for part in found.groups())
    low, high = (None if part == "*" else part for part in (start, end))
    open_, close = token.text[0], token.text[-1]
    return Bounds(
        gte=low if open_ == "[" else None,
        gt=low if open_ == "{" else None,
        lte=high if close == "]" else None,
        lt=high if close == "}" else None,
    )


def _add(clauses: list[Clause], joined: str | None, modifier: str | None, found: Query, every: bool) -> None:
    """Put a clause behind the others; a word between them changes what the one before is worth, too."""
    if clauses and clauses[-1].occurs != "must_not":
        if joined == "AND":
            clauses[-1] = clauses[-1]._replace(occurs="must")
        elif every and joined == "OR":
            clauses[-1] = clauses[-1]._replace(occurs="should")
    if modifier in ("MINUS", "NOT"):
        occurs = "must_not"
    elif every:
        occurs = "should" if joined == "OR" else "must"
    else:
        occurs = "must" if modifier == "PLUS" or joined == "AND" else "should"
    clauses.append(Clause(found, occurs))


class Written(NamedTuple):
    """A query written as text, or why it is none."""

    text: str
    query: Query | None
    refused: ApiError | None = None
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        if self.query is None:
            raise QueryRefused(f"Failed to parse query [{self.text}]", "", self.refused)
        return self.query.scores(view, boost * self.boost)

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.query, view)


def written(text: str, style: Style, *, every: bool = False, minimum: Json = None, boost: float = 1.0) -> Query:
    """The query of a text; what is none is refused when it is run."""
    try:
        return Written(text, _Parser(text, style, every, minimum).parse(), None, boost)
    except _Unreadable as refused:
        cause = ApiError(400, refused.kind, refused.reason)
    except ApiError as refused:
        if refused.status >= 500:
            raise
        cause = ApiError(400, "parse_exception", refused.reason)
    return Written(
        text, None, ApiError(400, "parse_exception", f"Cannot parse '{text}': {cause.reason}", caused_by=cause)
    )


@query("query_string")
def query_string(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A query in Lucene's language."""
    for key, value in body.items():
        if key not in (*OPTIONS, *COMMON) or isinstance(value, dict) or (isinstance(value, list) and key != "fields"):
            raise errors.unsupported("query_string", key, (place / key).value())
    if body.get("query") is None:
        raise errors.parsing("[query_string] must be provided with a [query]", place.end())
    if "fields" in body and "default_field" in body:
        return Refused(
            "Validation Failed: 1: [query_string] cannot use [fields] parameter in conjunction with [default_field];"
        )
    type = text_of(body.get("type", "best_fields")).lower()
    if type not in TYPES:
        raise illegal_argument(f"failed to parse [multi_match] query type [{text_of(body['type'])}]. unknown type.")
    every = read_operator(body.get("default_operator", "or"), reading.state.contract.product.name)
    minimum = body.get("minimum_should_match")
    fields = Fields()
    if "fields" in body:
        fields = read_fields(body["fields"])
    elif body.get("default_field", "*") != "*":
        fields = read_fields(body["default_field"])
    how = How(
        every=every,
        minimum=minimum if isinstance(minimum, int) or minimum is None else text_of(minimum),
        lenient=body.get("lenient", fields.all()) in (True, "true"),
        analyzer=None if body.get("analyzer") is None else text_of(body["analyzer"]),
    )
    style = Style(
        fields,
        type,
        how,
        read_number(body["tie_breaker"]) if "tie_breaker" in body else None,
        int(read_number(body.get("phrase_slop", 0))),
        _fuzzy(body),
        body.get("allow_leading_wildcard", True) not in (False, "false"),
    )
    text = text_of(body["query"])
    if body.get("escape") in (True, "true"):
        text = re.sub(r'([+\-!(){}\[\]^"~*?:\\/|&])', r"\\\1", text)
    return written(text, style, every=every, minimum=minimum, boost=read_number(body.get("boost", 1.0)))


def _fuzzy(body: dict[str, Json]) -> Fuzzy:
    return read_fuzzy(
        body.get("fuzziness", "AUTO"),
        int(read_number(body.get("fuzzy_prefix_length", 0))),
        int(read_number(body.get("fuzzy_max_expansions", 50))),
        body.get("fuzzy_transpositions", True) not in (False, "false"),
    )


class Refused(NamedTuple):
    """A query that no index can run."""

    reason: str

    def scores(self, view: View, boost: float) -> Scores:
        raise QueryRefused(self.reason, "query_validation_exception")


def query_of_parameters(text: str, parameters: dict[str, str | None], product: str) -> Query:
    """`?q=` with its companions `df`, `default_operator`, `analyzer`, `lenient`."""
    field = parameters.get("df")
    every = read_operator(parameters.get("default_operator") or "or", product)
    fields = Fields() if field is None else read_fields(field)
    lenient = parameters.get("lenient")
    how = How(
        every=every,
        lenient=fields.all() if lenient is None else lenient in ("true", ""),
        analyzer=parameters.get("analyzer"),
    )
    return written(text, Style(fields, how=how), every=every)
