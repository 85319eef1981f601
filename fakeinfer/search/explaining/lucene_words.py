"""Queries as Lucene prints them. Start at `described`."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import QueryRefused
from ..queries.compound import Bool, ConstantScore
from ..queries.full_text import Phrase, words_of
from ..queries.leaves import Term, Terms, by_id, exact
from ..queries.patterns import ByPattern
from ..queries.ranges import Bounds, between
from ..query import Constant
from ..scoring import shortest
from ..values import number_of, text_of
from .lucene_forms import Everything, Existing, Filtered, Nowhere, Word, untold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...mapping.fields import Field
    from ...wire import Json
    from ..view import View

WHOLE = {"integer": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
"""Types of whole numbers with their bounds."""


def described(query: Any, view: View, *, inside: bool = False, runs: bool = False, scored: bool = False) -> str:
    """A query as Lucene prints it: `inside` of another one, and as it `runs` where nobody asks for scores.

    `scored`: as it was written, where it is not yet known who asks.
    """
    if isinstance(query, Bool):
        marks = (
            (query.must, "#" if runs and not scored else "+"),
            (query.must_not, "-"),
            (query.should, ""),
            (query.filter, "#"),
        )
        text = " ".join(
            mark + described(one, view, inside=True, runs=True, scored=scored) for parts, mark in marks for one in parts
        )
        if query.minimum is not None:
            raise untold("minimum_should_match in such a place")
        if query.boost != 1.0:
            return f"({text})^{shortest(query.boost)}"
        return f"({text})" if inside else text
    text = _plain(query, view, runs, scored)
    boost = getattr(query, "boost", 1.0)
    if isinstance(query, Everything):
        return text if boost == 1.0 else f"{text}^{shortest(boost)}"
    return text if boost == 1.0 or isinstance(query, Filtered) else f"({text})^{shortest(boost)}"


def _plain(query: Any, view: View, runs: bool, scored: bool) -> str:
    if isinstance(query, Everything):
        return "*:*"
    if isinstance(query, Filtered | ConstantScore):
        return f"ConstantScore({described(query.inner, view, runs=True, scored=scored)})"
    if isinstance(query, Nowhere):
        return f'MatchNoDocsQuery("{query.why}")'
    if isinstance(query, ByPattern) and query.shown is not None:
        return f"{query.path}:{query.shown}"
    if isinstance(query, Existing):
        return f"FieldExistsQuery [field={query.path}]"
    if isinstance(query, Word):
        return f"{query.field.path}:{query.text}"
    if isinstance(query, Term):
        return _of_value(query, view, runs)
    if isinstance(query, Terms):
        field = view.fields.get(query.path)
        if field is None or field.family != "keyword":
            raise untold("[terms] on such fields")
        return f"{query.path}:({' '.join(sorted(map(text_of, query.values)))})"
    if isinstance(query, Phrase):
        field = view.fields.get(query.path)
        if field is None or field.family != "text" or query.begun or query.how.slop:
            raise untold("such phrases")
        return f'{query.path}:"{" ".join(words_of(view, field, text_of(query.value), query.how, "match_phrase"))}"'
    if isinstance(query, Constant) and isinstance(query.find, partial):
        if query.find.func is between:
            path, bounds = query.find.args
            return _of_range(path, bounds, view, runs)
        if query.find.func is by_id:
            return _of_ids(query.find.args[0])
    raise untold("this query")


def _of_value(query: Term, view: View, runs: bool) -> str:
    if query.path == "_id":
        return _of_ids([text_of(query.value)])
    field = view.fields.get(query.path)
    if field is None or query.case_insensitive:
        raise untold("terms of such fields")
    if field.family in ("text", "keyword", "boolean"):
        return f"{query.path}:{printed(field, text_of(exact(field, query.value, view)))}"
    if field.family == "whole":
        return _of_range(query.path, Bounds(gte=query.value, lte=query.value), view, runs)
    raise untold(f"terms of [{field.type.name}] fields")


def printed(field: Field, text: str) -> str:
    """A term as the index has it."""
    return {"true": "T", "false": "F"}[text] if field.family == "boolean" else text


def _of_range(path: str, bounds: Bounds, view: View, runs: bool) -> str:
    field = view.fields.get(path)
    if field is None or field.type.name not in WHOLE:
        raise untold("ranges of other fields than integer and long ones")
    low, high = WHOLE[field.type.name]
    for value, rounded, step in ((bounds.gte, math.ceil, 0), (bounds.gt, math.floor, 1)):
        low = low if value is None else rounded(_number(value)) + step
    for value, rounded, step in ((bounds.lte, math.floor, 0), (bounds.lt, math.ceil, 1)):
        high = high if value is None else rounded(_number(value)) - step
    text = f"{path}:[{low} TO {high}]"
    return f"IndexOrDocValuesQuery(indexQuery={text}, dvQuery={text})" if runs else text


def _number(value: Json) -> float:
    number = number_of(value)
    if number is None:
        raise QueryRefused(f'For input string: "{text_of(value)}"', "number_format_exception")
    if not math.isfinite(number):
        raise untold("ranges without an end")
    return number


def _of_ids(ids: Sequence[str]) -> str:
    """Ids as the index has them, two digits a byte (`Uid.encodeId`)."""
    if not all(id.isascii() and id.isdigit() and not id.startswith("0") for id in ids) or len(ids) != 1:
        raise untold("ids that are not one number")
    padded = ids[0] if len(ids[0]) % 2 == 0 else f"{ids[0]}f"
    return f"_id:([fe {' '.join(padded[at : at + 2] for at in range(0, len(padded), 2))}])"
