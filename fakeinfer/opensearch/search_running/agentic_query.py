"""The query `agentic`: a question that an agent turns into a query. By itself it finds nothing.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/AgenticSearchQueryBuilder.java.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...errors import illegal_argument
from ...formats.positions import token_name
from ...ingest.errors import illegal_state
from ...search.errors import QueryRefused, parsing
from ...search.locate import Place
from ...search.query import Query, Reading, Scores, query
from ...search.view import View
from ...wire import Json
from ..cluster.known_settings import as_text
from . import changes

_MOST_FIELDS = 25
_LONGEST = 1000
_INSTRUCTIONS = re.compile(r"\b(system|instruction|prompt)\s*:", re.IGNORECASE)
_COMMANDS = re.compile(r"\b(execute|run|eval|script)\s*[:(]", re.IGNORECASE)


class Agentic(NamedTuple):
    """A question that nobody has turned into a query."""

    def scores(self, view: View, boost: float) -> Scores:
        raise QueryRefused(
            "Agentic search query must be used as top-level query, not nested inside other queries. Should be used with "
            "agentic_query_translator search processor",
            "illegal_state_exception",
        )


@query("agentic", since="3.2")
def agentic(body: Json, place: Place, reading: Reading) -> Query:
    """A question in words, fields that may answer it, a memory to go on with."""
    assert isinstance(body, dict)
    remembers = changes.AGENTIC_SEARCH_REMEMBERS in reading.state.switched_on
    texts = ("query_text", "memory_id") if remembers else ("query_text",)
    for name, value in body.items():
        here = place / name
        if isinstance(value, list):
            if name != "query_fields":
                raise parsing(f"Unknown field [{name}]", here.value())
            if len(value) > _MOST_FIELDS:
                most = f"Too many query fields. Maximum allowed is {_MOST_FIELDS}"
                raise parsing(most, (here / _MOST_FIELDS).value())
            for number, field in enumerate(value):
                _text(field, here / number)
        elif isinstance(value, dict):
            continue
        elif name not in texts or value is None:
            if name not in texts:
                raise parsing(f"Unknown field [{name}]", here.value())
            _text(value, here)
    given = body.get("query_text")
    if not isinstance(given, str | int | float) or not str(as_text(given)).strip():
        raise parsing("[query_text] is required", place.end())
    if remembers:
        question_of(body)
    return Agentic()


def _text(value: Json, place: Place) -> None:
    if value is None or isinstance(value, dict | list):
        raise illegal_state(f"Can't get text on a {token_name(value)} at {place.value()}")


def question_of(body: dict[str, Json]) -> str:
    """The question without what could instruct a model or run something."""
    text = str(as_text(body["query_text"]))
    text = _COMMANDS.sub("", _INSTRUCTIONS.sub("", text)).strip()
    if len(text) > _LONGEST:
        raise illegal_argument(f"Query text too long. Maximum allowed length is [{_LONGEST}] characters")
    return text
