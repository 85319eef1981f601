"""Queries of a few lines: `distance_feature`, `wrapper`.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/query/{DistanceFeatureQueryBuilder,WrapperQueryBuilder}.java,
apache/lucene:lucene/core/src/java/org/apache/lucene/document/LongDistanceFeatureQuery.java; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented
from ...formats import javabase64
from ...formats.singles import single
from ...operations import read_time
from ...wire import Json
from .. import errors
from ..locate import Place, Position
from ..query import Query, Reading, Scores, query
from ..scripts.search_scripts import not_created
from ..values import millis_of, text_of
from ..vectors.parsing import FLOAT, TEXT, Field, read_object

if TYPE_CHECKING:
    from ..view import View

SETTING = "distance_feature.pivot"


class Near(NamedTuple):
    """Documents score by how near a date of theirs is to an origin: half of the boost at the distance of the pivot."""

    path: str
    origin: Json
    pivot: str
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        field = view.fields.get(self.path)
        if field is None:
            return {}
        if field.type.name == "geo_point":
            raise not_implemented("[distance_feature] of fields of type [geo_point]")
        if field.family != "date":
            reason = (
                f"Illegal data type of [{field.type.name}]![distance_feature] query can only be run on a date, date_nanos or"
                " geo_point field type!"
            )
            raise self._failed(view, illegal_argument(reason))
        origin, pivot = self.place(view)
        weight = single(boost * self.boost)
        return {
            number: single(weight * (pivot / (pivot + min(abs(held - origin) for held in values))))
            for number, values in enumerate(view.values(field))
            if values
        }

    def place(self, view: View) -> tuple[int, int]:
        """Origin and pivot in milliseconds."""
        now = view.state.clock.millis
        origin = millis_of(self.origin, round_up=True, now=now)
        if origin is None:
            raise not_created(
                view, errors.unreadable_date(text_of(self.origin), "strict_date_optional_time||epoch_millis")
            )
        return origin, self._pivot(view)

    def _pivot(self, view: View) -> int:
        try:
            pivot = int(read_time(SETTING, self.pivot))
        except ApiError as refused:
            raise self._failed(view, illegal_argument(f"{refused.reason}")) from None
        if pivot <= 0:
            raise self._failed(view, illegal_argument(f"pivotDistance must be > 0, got {pivot}"))
        return pivot

    @staticmethod
    def _failed(view: View, cause: ApiError) -> ApiError:
        error = not_created(view, cause)
        error.root_cause = ()
        return error


_FIELDS = {
    "field": TEXT,
    "origin": Field(("VALUE_STRING", "VALUE_NUMBER", "START_ARRAY", "START_OBJECT"), lambda value, place: value),
    "pivot": TEXT,
    "boost": FLOAT,
    "_name": TEXT,
}


@query("distance_feature")
def distance_feature(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """What is near to a point of time."""
    known = read_object("distance_feature", body, place, _FIELDS, ("field", "origin", "pivot"))
    return Near(known["field"], known["origin"], known["pivot"], known.get("boost", 1.0))


@query("wrapper")
def wrapper(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """A query as text in Base64."""
    if not body:
        raise errors.parsing("[wrapper] query malformed", place.end())
    key, *others = body
    if key != "query":
        raise errors.parsing(f"[wrapper] query malformed, expected `query` but was {key}", (place / key).key())
    if others:
        reason = "[wrapper] malformed query, expected [END_OBJECT] but found [FIELD_NAME]"
        raise errors.parsing(reason, (place / others[0]).key())
    value = body["query"]
    if not isinstance(value, str):
        raise not_implemented("a [wrapper] whose query is no text")
    try:
        data = javabase64.decode(value)
        found = json.loads(data)
    except (javabase64.BadBase64, EOFError, ValueError):
        raise _undecodable(value, (place / "query").value()) from None
    return reading.query(found, Place(found, data))


def _undecodable(value: str, at: Position) -> ApiError:
    reason = (
        "Failed to decode VALUE_STRING as base64 (MIME-NO-LINEFEEDS): Illegal character '\"' (code 0x22) in base64 content\n"
        " at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled);"
        f" line: {at.line}, column: {at.column + len(value) + 2}]"
    )
    return ApiError(400, "json_parse_exception", reason)
