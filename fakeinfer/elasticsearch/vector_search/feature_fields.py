"""The field types `rank_feature` and `rank_features`: numbers that make documents rank higher.

Source: elastic/elasticsearch:modules/mapper-extras/src/main/java/org/elasticsearch/index/mapper/extras/{RankFeatureFieldMapper,
RankFeaturesFieldMapper}.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import illegal_argument
from ...mapping.options import FIXED, META, flag
from ...mapping.types import Definition, Holder, Unfit, Where, field_type
from ...wire import Json

if TYPE_CHECKING:
    from ...search.locate import Place

_OPTIONS = {"meta": META, "positive_score_impact": flag(True)}
LEAST = "1.1754944E-38"
"""As Java prints it from version 19 on."""


def _feature_unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    from ...search.vectors import feature_values

    words = feature_values.Words("rank_feature", LEAST)
    return feature_values.feature_problem(value, path, definition, place, words)


def weights_unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    """What is wrong with the weights of tokens that a document holds."""
    from ...search.vectors import feature_values

    name = definition.get("type", "rank_features")
    words = feature_values.Words(name, LEAST, repeats=name == "sparse_vector")
    found = feature_values.features_problem(value, path, definition, place, words)
    return None if found is None else Unfit(found[0], named=False, at=found[1].value())


def _feature_repeated(path: str, definition: Definition, value: Json, holder: Holder) -> Unfit:
    return Unfit(
        illegal_argument(
            f"[rank_feature] fields do not support indexing multiple values for the same field [{path}] in the same document"
        ),
        value,
    )


@field_type(
    "rank_feature",
    "feature",
    options={**_OPTIONS, "null_value": FIXED},
    holds=_feature_unfit,
    single=_feature_repeated,
)
@field_type("rank_features", "features", options=_OPTIONS, holds=weights_unfit)
def as_written(definition: Definition, where: Where) -> Definition:
    """Nothing between its options is checked."""
    return definition
