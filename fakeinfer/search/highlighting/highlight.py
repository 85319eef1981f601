"""`highlight` of a search: the parts of texts in which the query found something, with the words marked. Start at `Highlight`.

The unified highlighter is in `unified.py`, the plain one in `plain.py`; others are not imitated.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented
from ...formats.positions import token_name
from ...mapping.fields import Field
from ...wire import Json
from .. import analysis, errors
from ..changes import SEMANTIC_HIGHLIGHTER
from ..locate import Place
from ..queries.one_field import read_number
from ..query import Query, Reading
from ..values import leaf_values, text_of
from .marks import Mark, marks_of

if TYPE_CHECKING:
    from ...contract import Contract
    from ..hits.sorting import Hit
    from ..view import View

SHARED = (
    "pre_tags", "post_tags", "order", "highlight_filter", "fragment_size", "number_of_fragments", "require_field_match",
    "boundary_scanner", "boundary_max_scan", "boundary_chars", "boundary_scanner_locale", "type", "fragmenter",
    "no_match_size", "force_source", "phrase_limit", "options", "highlight_query", "max_analyzer_offset",
)  # fmt: skip
OF_ALL = (*SHARED, "encoder", "tags_schema", "use_explicit_field_order", "fields")
OF_ONE = (*SHARED, "fragment_offset", "matched_fields")
STYLED = [f'<em class="hlt{number}">' for number in range(1, 11)]
NOT_IMITATED = ("fragment_offset", "matched_fields", "boundary_scanner_locale")


SEMANTIC = "semantic"


class Style(NamedTuple):
    """How one field is highlighted."""

    before: str = "<em>"
    after: str = "</em>"
    fragment_size: int = 100
    fragments: int = 5
    """How many are shown; 0: the whole text."""
    best_first: bool = False
    no_match_size: int = 0
    same_field: bool = True
    """Whether only what the query looks for in this field is marked."""
    type: str = "unified"
    by_word: bool = False
    html: bool = False
    query: Query | None = None


class Token(NamedTuple):
    """A word of a text, and whether it is marked."""

    text: str
    start: int
    end: int
    marked: bool


OwnHighlighter = Callable[["Hit", Field, Style, Query | None, list[Mark]], list[str]]
"""What shows parts of a field whose family highlights in its own way: of a hit, by what a query found there."""


def highlighter(family: str) -> Callable[[OwnHighlighter], OwnHighlighter]:
    """Declare the decorated function, in a product's engine module, as what highlights fields of a family."""

    def declare(show: OwnHighlighter) -> OwnHighlighter:
        show.__dict__["highlights"] = family
        return show

    return declare


def own_highlighters(contract: Contract) -> dict[str, OwnHighlighter]:
    """What a product declares, by family."""
    known: dict[str, OwnHighlighter] | None = contract.memo.get("own highlighters")
    if known is None:
        known = contract.memo["own highlighters"] = {
            family: function
            for module in contract.product.engine_modules
            for function in vars(importlib.import_module(module)).values()
            if (family := getattr(function, "__dict__", {}).get("highlights")) is not None
        }
    return known


class Highlight(NamedTuple):
    """What a search wants to be highlighted: patterns of fields, each with a style."""

    fields: tuple[tuple[str, Style], ...]

    def of(self, hit: Hit, query: Query | None) -> dict[str, list[str]]:
        """The marked texts of a hit by field."""
        found: dict[str, list[str]] = {}
        source = hit.view.sources[hit.number]
        own_families = own_highlighters(hit.view.state.contract)
        for pattern, style in self.fields:
            wanted = style.query or query
            marks = list(marks_of(wanted, hit.view))
            for path, field in hit.view.fields.fields.items():
                if path in found or not fnmatchcase(path, pattern):
                    continue
                own = own_families.get(field.family)
                if own is not None:
                    if shown := own(hit, field, style, wanted, marks):
                        found[path] = shown
                elif field.family in ("text", "keyword") and style.type != SEMANTIC:
                    values = [text_of(value) for value in leaf_values(source, field.steps)]
                    shown = _highlighted(hit.view, field, values, marks, style)
                    if shown:
                        found[path] = shown
        return found


def _highlighted(view: View, field: Field, values: list[str], marks: list[Mark], style: Style) -> list[str]:
    if not values:
        return []
    relevant = [mark for mark in marks if mark.path == field.path or not style.same_field]
    tokens = [_tokens(view, field, value, relevant) for value in values]
    if style.type == "plain":
        from .plain import fragments
    else:
        from .unified import fragments
    return fragments(values, tokens, style)


def _spans(view: View, field: Field, value: str) -> list[tuple[str, int, int]]:
    """The terms of a text with where each begins and ends."""
    if field.family != "text":
        normalize = view.normalizer(field)
        return [(value if normalize is None else normalize(value), 0, len(value))]
    cut = getattr(view.analyzer(field), "tokens", None)
    if cut is None:
        return analysis.spans(field.options.get("analyzer", "standard"), value)
    return [(token.text, token.start, token.end) for token in cut(value)]


def _tokens(view: View, field: Field, value: str, marks: Iterable[Mark]) -> list[Token]:
    spans = _spans(view, field, value)
    marked: set[int] = set()
    for mark in marks:
        if mark.phrase:
            marked.update(_in_phrases([text for text, _, _ in spans], mark))
        else:
            marked.update(number for number, (text, _, _) in enumerate(spans) if text in mark.words)
    return [Token(text, start, end, number in marked) for number, (text, start, end) in enumerate(spans)]


def _in_phrases(words: list[str], mark: Mark) -> Iterable[int]:
    """The numbers of the words that stand where the phrase is found."""
    size = len(mark.phrase)
    for first in range(len(words)):
        if words[first] != mark.phrase[0] and not (size == 1 and words[first] in mark.ends):
            continue
        taken = [first]
        for step in range(1, size):
            wanted = mark.ends if step == size - 1 else frozenset((mark.phrase[step],))
            reach = range(taken[-1] + 1, min(len(words), taken[-1] + 2 + mark.slop))
            at = next((number for number in reach if words[number] in wanted), None)
            if at is None:
                break
            taken.append(at)
        else:
            yield from taken


# --- reading ----------------------------------------------------------------------------------------------------------


def read_highlight(value: dict[str, Json], place: Place, reading: Reading) -> Highlight:
    """`highlight` of a body."""
    for key in value:
        if key not in OF_ALL:
            raise errors.unknown_field("highlight", key, (place / key).key(), OF_ALL)
    base = _style(value, Style(), place, reading)
    given = value.get("fields", {})
    found: list[tuple[str, Style]] = []
    fields = place / "fields"
    for number, item in enumerate(given if isinstance(given, list) else [given]):
        here = fields / number if isinstance(given, list) else fields
        if not isinstance(item, dict):
            if isinstance(given, list):
                at = here.value()
                raise errors.failed_field("highlight", "fields", at, errors.several_or_no_fields(at))
            raise errors.wrong_token("highlight", "fields", token_name(item), here.value())
        for name, options in item.items():
            try:
                found.append((name, _style_of_field(options, base, here / name, reading)))
            except ApiError as refused:
                if refused.type != "x_content_parse_exception":
                    raise
                raise _inside(refused, name, options, here) from None
    return Highlight(tuple(found))


def _inside(refused: ApiError, name: str, options: Json, place: Place) -> ApiError:
    """A refusal of one field's options, inside those of all that stand around it."""
    here = place / name
    if isinstance(options, dict):
        here = here / next((key for key in options if key not in OF_ONE), "")
    inner = errors.failed_field("fields", name, here.value(), refused)
    return errors.failed_field("highlight", "fields", here.value(), inner)


def _style_of_field(options: Json, base: Style, place: Place, reading: Reading) -> Style:
    if not isinstance(options, dict):
        raise errors.expected_object("highlight_field", token_name(options), place.value())
    for key in options:
        if key not in OF_ONE:
            raise errors.unknown_field("highlight_field", key, (place / key).key(), OF_ONE)
    return _style(options, base, place, reading)


def _style(options: dict[str, Json], base: Style, place: Place, reading: Reading) -> Style:
    taken: dict[str, Any] = {}
    if options.get("tags_schema") == "styled":
        taken |= {"before": STYLED[0], "after": "</em>"}
    for key, value in options.items():
        if key in ("pre_tags", "post_tags"):
            tags = value if isinstance(value, list) else [value]
            if tags:
                taken["before" if key == "pre_tags" else "after"] = text_of(tags[0])
        elif key == "fragment_size":
            taken["fragment_size"] = int(read_number(value))
        elif key == "number_of_fragments":
            taken["fragments"] = int(read_number(value))
        elif key == "no_match_size":
            taken["no_match_size"] = int(read_number(value))
        elif key == "order":
            taken["best_first"] = text_of(value).lower() == "score"
        elif key == "require_field_match":
            taken["same_field"] = value in (True, "true")
        elif key == "type":
            taken["type"] = text_of(value)
        elif key == "boundary_scanner":
            taken["by_word"] = text_of(value).lower() == "word"
        elif key == "encoder":
            taken["html"] = value == "html"
        elif key == "highlight_query":
            taken["query"] = reading.query(value, place / key)
        elif key in NOT_IMITATED:
            raise not_implemented(f"[{key}] of a highlight")
    return base._replace(**taken)


def check_highlight(view: View, highlight: Highlight) -> None:
    """Refuse highlighters that this index cannot use."""
    for pattern, style in highlight.fields:
        for path, field in view.fields.fields.items():
            if not fnmatchcase(path, pattern) or field.family not in ("text", "keyword"):
                continue
            if style.type == "fvh" and field.options.get("term_vector") != "with_positions_offsets":
                raise illegal_argument(
                    f"the field [{path}] should be indexed with term vector with position offsets to be used with fast"
                    " vector highlighter"
                )
            if style.type == "fvh":
                raise not_implemented(f"the highlighter [{style.type}]")
            known = ("unified", "plain", *((SEMANTIC,) if SEMANTIC_HIGHLIGHTER in view.state.switched_on else ()))
            if style.type not in known:
                raise illegal_argument(f"unknown highlighter type [{style.type}] for the field [{path}]")


def marked_up(text: str, start: int, end: int, tokens: Iterable[Token], style: Style) -> str:
    """A part of a text with its marked words between tags."""
    from html import escape

    def shown(part: str) -> str:
        return escape(part).replace("/", "&#x2F;") if style.html else part

    parts, at = [], start
    for token in tokens:
        if token.marked and max(start, at) <= token.start and token.end <= end:
            parts += [shown(text[at : token.start]), style.before, shown(text[token.start : token.end]), style.after]
            at = token.end
    return "".join([*parts, shown(text[at:end])])
