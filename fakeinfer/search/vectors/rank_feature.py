"""The `rank_feature` query: documents score by one of their features.

Source: opensearch-project/OpenSearch:modules/mapper-extras/src/main/java/org/opensearch/index/query/RankFeatureQueryBuilder.java;
texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.singles import single
from ...mapping.options import java_text
from ..engine import shortest
from ..errors import QueryRefused
from ..query import Query, Reading, Scores
from . import features
from .parsing import FLOAT, TEXT, Field, read_object, within

if TYPE_CHECKING:
    from ...mapping.fields import Field as MappedField
    from ...wire import Json
    from ..locate import Place
    from ..view import View

FUNCTIONS = ("log", "saturation", "sigmoid", "linear")
_FIELDS: dict[str, Field] = {
    "field": TEXT,
    "boost": FLOAT,
    "_name": TEXT,
    "log": within("log", {"scaling_factor": FLOAT}, ("scaling_factor",)),
    "saturation": within("saturation", {"pivot": FLOAT}),
    "sigmoid": within("sigmoid", {"pivot": FLOAT, "exponent": FLOAT}, ("pivot", "exponent")),
    "linear": within("linear", {}),
}


class RankFeature(NamedTuple):
    """A feature, and how documents score by it."""

    path: str
    function: str
    numbers: dict[str, float]
    """What the function was given."""
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        found = self._feature(view)
        if found is None:
            return {}
        field, name = found
        if field.options.get("positive_score_impact") is False and self.function == "log" and name is None:
            raise QueryRefused(
                "Cannot use the [log] function with a field that has a negative score impact as it would trigger negative"
                " scores"
            )
        self._check()
        kept = list(features.kept_values(view, field, name))
        function = self._scored_by([value for _, value in kept])
        weight = single(boost * self.boost)
        scores = {number: function(weight, features.value_of(value)) for number, value in kept}
        if any(math.isnan(score) for score in scores.values()):  # what collects the best documents has no place for it
            reason = f"Index {2**31 - 1} out of bounds for length {len(view)}"
            raise ApiError(500, "index_out_of_bounds_exception", reason)
        return scores

    def _feature(self, view: View) -> tuple[MappedField, str | None] | None:
        """The field, and the name of the feature if it has many; None for what no document can have."""
        field = view.fields.get(self.path)
        if field is None:
            parent, dot, name = self.path.rpartition(".")
            above = view.fields.get(parent) if dot else None
            return (above, name) if above is not None and above.family == "features" else None
        if field.family != "feature":
            raise QueryRefused(
                "[rank_feature] query only works on [rank_feature] fields and features of [rank_features] fields, not"
                f" [{field.type.name}]"
            )
        return field, None

    def _check(self) -> None:
        limits = {"scaling_factor": ("scalingFactor", ">= 1"), "pivot": ("pivot", "> 0"), "exponent": ("exp", "> 0")}
        for name, value in self.numbers.items():
            shown, limit = limits[name]
            if not (value >= 1 if name == "scaling_factor" else value > 0):
                raise QueryRefused(f"{shown} must be {limit}, got: {java_text(shortest(value))}")

    def _scored_by(self, kept: list[int]) -> features.Function:
        if self.function == "log":
            return features.logarithm(self.numbers["scaling_factor"])
        if self.function == "sigmoid":
            return features.sigmoid(self.numbers["pivot"], self.numbers["exponent"])
        if self.function == "linear":
            return features.linear()
        pivot = self.numbers.get("pivot")
        return features.saturation(features.usual_value(kept) if pivot is None else pivot)


def read(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a rank_feature query."""
    found = read_object("feature", body, place, _FIELDS, ("field",))
    asked = [name for name in FUNCTIONS if name in found]
    if len(asked) > 1:
        raise _unbuilt(illegal_argument("Can only specify one of [log], [saturation], [sigmoid] and [linear]"))
    function = asked[0] if asked else "saturation"
    if found.get("boost", 1.0) < 0:
        raise _unbuilt(_negative_boost(found, function))
    return RankFeature(found["field"], function, found.get(function, {}), found.get("boost", 1.0))


def _unbuilt(cause: ApiError) -> ApiError:
    reason = "Failed to build [feature] after last required field arrived"
    return ApiError(400, "x_content_parse_exception", reason, caused_by=cause)


def _negative_boost(found: dict[str, Any], function: str) -> ApiError:
    numbers = {name: shortest(value) for name, value in found.get(function, {}).items()}
    shown = {"rank_feature": {"field": found["field"], function: numbers, "boost": 1.0}}
    query = json.dumps(shown, indent=2, separators=(",", " : ")).replace("{}", "{ }")
    return illegal_argument(f"negative [boost] are not allowed in [{query}], use a value between 0 and 1 to deboost")
