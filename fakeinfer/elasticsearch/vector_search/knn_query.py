"""Reading what says how to look for the nearest: the `knn` query, and what it has in common with the `knn` of a search.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/vectors/{KnnVectorQueryBuilder,KnnSearchBuilder,
RescoreVectorBuilder}.java; texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, is_ours
from ...formats.singles import shortest
from ...object_parser import FLOAT, INT, TEXT, Field, ObjectParser, Path, Source, Unreadable, parse_error, within
from ...search.errors import parsing, position_of
from ...search.locate import Place
from ...search.query import Query, Reading
from ...versions import Span
from . import builders, changes
from .builders import Builder, Made
from .given import Given, field_of
from .knn import MOST_CANDIDATES, Knn, Size

if TYPE_CHECKING:
    from ...wire import Json

SPANS = {"rescore_vector": Span("8.18"), "visit_percentage": Span("9.2")}
"""Fields that not all versions have."""


def _rescore(clean: dict[str, Any]) -> dict[str, Any]:
    if clean["oversample"] < 1 and clean["oversample"] != 0:
        raise illegal_argument("[oversample] must be >= 1.0 or 0")
    return clean


RESCORE = ObjectParser("rescore_vector", {"oversample": FLOAT}, ("oversample",), _rescore)


def fields_of(reading: Reading) -> dict[str, Field]:
    """The fields that both have."""
    version = reading.state.contract.version
    fields = {
        "field": TEXT,
        "query_vector": field_of(reading.state),
        "k": INT,
        "num_candidates": INT,
        "visit_percentage": FLOAT,
        "similarity": FLOAT,
        "filter": filters_of(reading),
        "query_vector_builder": builders.field_of(reading.state),
        "rescore_vector": within(RESCORE),
        "boost": FLOAT,
        "_name": TEXT,
    }
    return {name: field for name, field in fields.items() if name not in SPANS or version in SPANS[name]}


def filters_of(reading: Reading) -> Field:
    """Queries that documents have to match, with their bodies."""

    def read(value: Json, source: Source, path: Path) -> list[tuple[Query, Json]]:
        if isinstance(value, dict):
            return [(_query(value, source, path, reading), value)]
        for number, one in enumerate(value):
            if not isinstance(one, dict):  # the server looks for an object behind it
                raise _malformed(place_of(source, path), value, number)
        return [(_query(one, source, (*path, number), reading), one) for number, one in enumerate(value)]

    return Field(("START_OBJECT", "START_ARRAY"), read)


def place_of(source: Source, path: Path) -> Place:
    """The same place, for readers of the search engine."""
    place = Place(None, source.data)
    for step in path:
        place = place / step
    return place


def _query(value: Json, source: Source, path: Path, reading: Reading) -> Query:
    place = place_of(source, path)
    try:
        return reading.query(value, place)
    except ApiError as refused:
        if is_ours(refused):
            raise
        found = position_of(refused)
        raise Unreadable(refused, path, position=None if found is None else str(found)) from None


def _malformed(place: Place, value: list[Json], number: int) -> Unreadable:
    at = (place / (number + 1)).value() if number + 1 < len(value) else place.end()
    return Unreadable(parsing("[_na] query malformed, must start with start_object", at), (), position=str(at))


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a knn query."""
    on = reading.state.switched_on
    fields = fields_of(reading)
    if changes.KNN_QUERY_TAKES_K not in on:
        del fields["k"]
    required = ("field",) if changes.KNN_COUNTS_ARE_OPTIONAL in on else ("field", "num_candidates")
    parser = ObjectParser("knn", fields, required, _checked)
    text, path = place.located()
    try:
        clean = parser.read(body, Source(text), path)
    except Unreadable as unreadable:
        raise unreadable.cause from None
    if clean.get("boost", 1.0) < 0:
        raise _negative_boost(clean, str((place / "boost").value()))
    filters = clean.get("filter", [])
    return of_parts(
        reading,
        clean["field"],
        clean.get("query_vector"),
        builder=clean.get("query_vector_builder"),
        k=clean.get("k"),
        candidates=clean.get("num_candidates"),
        filters=tuple(query for query, _ in filters),
        filter_bodies=tuple(sent for _, sent in filters),
        similarity=clean.get("similarity"),
        boost=clean.get("boost", 1.0),
    )


def of_parts(
    reading: Reading,
    path: str,
    vector: Given | None,
    *,
    builder: Builder | None = None,
    k: int | None = None,
    candidates: int | None = None,
    filters: tuple[Query, ...] = (),
    filter_bodies: tuple[Json, ...] = (),
    similarity: float | None = None,
    boost: float = 1.0,
) -> Knn:
    """The query of clean parts. Without a vector, `builder` makes it before the search runs."""
    made = None
    if builder is not None:
        made = Made(builder, reading.state)
        reading.later.append(made.prepare)
    if changes.KNN_QUERY_TAKES_K not in reading.state.switched_on:
        k = candidates
    size = Size(reading.request, by_candidates=changes.KNN_QUERY_TAKES_K not in reading.state.switched_on)
    return Knn(path, vector, k, candidates, filters, filter_bodies, similarity, boost, size, made)


def _checked(clean: dict[str, Any]) -> dict[str, Any]:
    k, candidates = clean.get("k"), clean.get("num_candidates")
    if k is not None and k < 1:
        raise illegal_argument("[k] must be greater than 0")
    if candidates is not None and candidates > MOST_CANDIDATES:
        raise illegal_argument(f"[num_candidates] cannot exceed [{MOST_CANDIDATES}]")
    if k is not None and candidates is not None and candidates < k:
        raise illegal_argument("[num_candidates] cannot be less than [k]")
    if "query_vector" not in clean and "query_vector_builder" not in clean:
        raise illegal_argument("either [query_vector] or [query_vector_builder] must be provided")
    if "query_vector" in clean and "query_vector_builder" in clean:
        raise illegal_argument("only one of [query_vector] and [query_vector_builder] must be provided")
    if not 0 <= clean.get("visit_percentage", 0.0) <= 100:
        raise illegal_argument("[visit_percentage] must be between 0.0 and 100.0")
    return clean


def negative_boost(clean: dict[str, Any], k: int | None, candidates: int | None) -> ApiError:
    """A boost below zero, with what the server prints of the search by then."""
    shown = json.dumps({"knn": dict(_printed(clean, k, candidates))}, indent=2, separators=(",", " : "))
    return illegal_argument(f"negative [boost] are not allowed in [{shown}], use a value between 0 and 1 to deboost")


def _negative_boost(clean: dict[str, Any], at: str) -> ApiError:
    inner = negative_boost(clean, clean.get("k"), clean.get("num_candidates"))
    cause = parse_error(at, "[knn] failed to parse field [boost]", inner)
    return parse_error(at, "failed to build [knn] after last required field arrived", cause)


def _printed(clean: dict[str, Any], k: int | None, candidates: int | None) -> Iterator[tuple[str, Json]]:
    yield "field", clean["field"]
    vector = clean.get("query_vector")
    if "query_vector_builder" in clean:
        builder: Builder = clean["query_vector_builder"]
        yield "query_vector_builder", {builder.name: builder.sent}
    else:
        yield "query_vector", vector if isinstance(vector, str) else [shortest(value) for value in vector or ()]
    if k is not None:
        yield "k", k
    if candidates is not None:
        yield "num_candidates", candidates
    for name in ("visit_percentage", "similarity"):
        if name in clean:
            yield name, shortest(clean[name])
    if "rescore_vector" in clean:
        yield "rescore_vector", {"oversample": shortest(clean["rescore_vector"]["oversample"])}
