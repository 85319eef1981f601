"""The options of a `neural` query, read token by token.

Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/NeuralQueryBuilder.java
(`fromXContent`, `parseQueryParams`); texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ...errors import illegal_argument
from ...search import errors
from ...search.engine import shortest
from ...search.values import text_of
from ...search.vectors.hand_reading import read_single, read_weights, read_whole
from ...search.vectors.parsing import FLOAT, read_boolean, read_object
from ...search.vectors.tokens import Tokens, of_one_field
from ...versions import ALWAYS, Span
from ...wire import Json
from .knn_options import read_method_parameters

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...search.query import Reading
    from ...search.vectors.tokens import Token

SCALARS = {
    "query_text": ALWAYS,
    "query_image": Span("2.11"),
    "model_id": ALWAYS,
    "k": ALWAYS,
    "_name": ALWAYS,
    "boost": ALWAYS,
    "max_distance": Span("2.14"),
    "min_score": Span("2.14"),
    "expand_nested_docs": Span("2.19"),
    "semantic_field_search_analyzer": Span("3.1"),
}
OBJECTS = {
    "filter": Span("2.9"),
    "method_parameters": Span("2.16"),
    "rescore": Span("2.17"),
    "query_tokens": Span("3.1"),
}
TEXTS = ("query_text", "query_image", "model_id", "_name", "semantic_field_search_analyzer")


def read(body: dict[str, Json], place: Place, reading: Reading) -> tuple[str, dict[str, Any]]:
    """The field, and the options as they were read; a filter's body is kept as `filter_body`."""
    return of_one_field("neural", body, place, lambda tokens: _read_options(tokens, reading))


def _read_options(tokens: Tokens, reading: Reading) -> dict[str, Any]:
    version = reading.state.contract.version
    found: dict[str, Any] = {}
    name = ""
    while (token := tokens.next()) is not None and token.kind != "END_OBJECT":
        if token.kind == "FIELD_NAME":
            name = str(token.name)
        elif token.is_value:
            if name not in SCALARS or version not in SCALARS[name]:
                raise errors.unsupported("neural", name, token.at)
            if name == "boost":
                found["boost"] = _boost(token, found, tokens)
            else:
                found[name] = _scalar(name, token)
        elif token.kind == "START_OBJECT":
            if name in OBJECTS and version in OBJECTS[name]:
                found[name] = _object(name, token, reading)
                if name == "filter":
                    found["filter_body"] = token.value
                tokens.skip()
        else:
            raise errors.parsing(f"[neural] unknown token [{token.kind}] after [{name}]", token.at)
    return found


def _scalar(name: str, token: Token) -> Any:
    value = token.value
    if name in TEXTS:
        return text_of(value)
    if name == "k":
        return read_whole(value)
    if name == "expand_nested_docs":
        return read_boolean(value, token.place)
    return read_single(token)


def _object(name: str, token: Token, reading: Reading) -> Any:
    value, place = token.value, token.place
    if name == "filter":
        return reading.query(value, place)
    if name == "method_parameters":
        return read_method_parameters(value, place)
    assert isinstance(value, dict)
    if name == "rescore":
        return read_object("rescore", value, place, {"oversample_factor": FLOAT})
    return read_weights(value, place)


_SHOWN = ("query_text", "query_image", "model_id", "k", "max_distance", "min_score", "expand_nested_docs")


def _boost(token: Token, found: dict[str, Any], tokens: Tokens) -> float:
    boost = read_single(token)
    if boost < 0:
        path = tokens.path
        shown = {name: found[name] for name in _SHOWN if name in found}
        for name in ("max_distance", "min_score"):
            if name in shown:
                shown[name] = shortest(shown[name])
        query = json.dumps({"neural": {path: {**shown, "boost": 1.0}}}, indent=2, separators=(",", " : "))
        reason = f"negative [boost] are not allowed in [{query}], use a value between 0 and 1 to deboost"
        raise illegal_argument(reason)
    return boost
