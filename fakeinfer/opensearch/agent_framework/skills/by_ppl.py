"""Data that tools fetch by PPL instead of a search.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/utils/PPLExecuteHelper.java`.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ....errors import ApiError, is_ours
from ...remote import gson
from .. import ppl
from . import failures

if TYPE_CHECKING:
    from ....cluster import State

_BLANKS = re.compile(r"[ \t\n\x0b\f\r]+")


def answered(state: State, query: str, *, whole: bool = False, before: str = "") -> ppl.Answer:
    """What a query answers, or that it failed."""
    try:
        return ppl.run(state, query, whole=whole)
    except ApiError as refused:
        if is_ours(refused):
            raise
        raise failures.ppl_failed(refused, before) from refused


def documents(state: State, query: str) -> list[dict[str, Any]]:
    """Rows as documents, all numbers of which are doubles."""
    answer = answered(state, query)
    return [dict(zip(answer.names, gson.doubles(row), strict=True)) for row in answer.rows]


def messages(state: State, query: str) -> list[dict[str, Any]]:
    """The same of a query, without what it would count."""
    plain = _BLANKS.sub(" ", query)
    at = plain.upper().find("| STATS")
    answer = ppl.run(state, plain[:at].strip() if at >= 0 else query)
    return [dict(zip(answer.names, gson.doubles(row), strict=True)) for row in answer.rows]


def within(query: str, field: str, start: str, end: str) -> str:
    """A query for a span of time, right behind where it begins."""
    if not field:
        return query
    first, *others = (command.strip() for command in query.split("|"))
    condition = f"WHERE `{field}` >= '{_moment(start)}' AND `{field}` <= '{_moment(end)}'"
    return " | ".join([first, condition, *(command for command in others if command)])


def _moment(text: str) -> str:
    """A time in PPL's form, if it has a zone, which is left out; else as it is."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None or "T" not in text:
        return text
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"
