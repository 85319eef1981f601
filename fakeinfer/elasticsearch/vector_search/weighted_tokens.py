"""The `weighted_tokens` query: documents by given weights of tokens.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/search/WeightedTokensQueryBuilder.java;
texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument
from ...formats.singles import single
from ...object_parser import Source, Unreadable
from ...search import errors
from ...search.queries.one_field import read_number
from ...search.query import Query, Reading, Scores
from ...search.vectors.columns import in_single
from . import changes, pruning, weights
from .weights import Pruning

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...search.view import View
    from ...wire import Json

NAME = "weighted_tokens"
TYPES = ("sparse_vector", "rank_features")


class WeightedTokens(NamedTuple):
    """Tokens with their weights."""

    path: str
    tokens: dict[str, float]
    config: Pruning | None
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        return scored_by_tokens(view, self.path, self.tokens, single(boost * self.boost), self.config)


def scored_by_tokens(
    view: View, path: str, tokens: Mapping[str, float], boost: float, config: Pruning | None
) -> Scores:
    """The documents that have any of these tokens in a field of weights."""
    field = view.fields.get(path)
    if field is None:
        return {}
    if field.type.name not in TYPES:
        listed = ", ".join(TYPES)  # in no order that the server keeps to
        reason = (
            f"[{field.type.name}] is not an appropriate field type for this query. Allowed field types are [{listed}]."
        )
        raise errors.QueryRefused(reason, "parse_exception")
    return weights.scored(view, field, tokens, boost, config)


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a weighted_tokens query."""
    if changes.TEXT_EXPANSION_IS_OLD in reading.state.switched_on:
        reading.warn("weighted_tokens is deprecated and will be removed. Use sparse_vector instead.")
    path, options = "", {}
    for name, value in body.items():
        here = place / name
        if not isinstance(value, dict):
            path = name
            continue
        if path:
            raise errors.several_fields(NAME, path, name, here.value())
        path, options = name, _options(value, here)
    tokens: dict[str, float] = dict(options.get("tokens", ()))
    if not tokens:
        raise illegal_argument(f"[{NAME}] requires at least one token")
    return WeightedTokens(path, tokens, options.get("pruning_config"), options.get("boost", 1.0))


def _options(value: dict[str, Json], place: Place) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, given in value.items():
        here = place / name
        if name == "tokens":
            found[name] = list(_tokens(given, here))
        elif name == "pruning_config" and isinstance(given, dict):
            text, path = here.located()
            try:
                found[name] = pruning.read(given, Source(text), path)
            except Unreadable as unreadable:
                raise unreadable.cause from None
        elif name == "boost":
            found[name] = read_number(given)
        elif name != "_name":
            raise errors.parsing(f"unknown field [{name}]", here.value())
    return found


def _tokens(given: Json, place: Place) -> Iterator[tuple[str, float]]:
    groups = given if isinstance(given, list) else [given]
    for group in groups:
        if not isinstance(group, dict):
            raise errors.parsing("[tokens] must be an object or a list of objects", place.value())
        for token, weight in group.items():
            if isinstance(weight, bool) or not isinstance(weight, int | float | str):
                raise errors.parsing("weight must be a number", (place / token).value())
            yield token, in_single([read_number(weight)])[0]
