"""The field types `rank_feature` and `rank_features`: numbers that make documents rank higher.

Source: opensearch-project/OpenSearch:modules/mapper-extras/src/main/java/org/opensearch/index/mapper/{RankFeatureFieldMapper,
RankFeaturesFieldMapper}.java; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import illegal_argument, not_implemented
from ...mapping.options import ANY, META, flag
from ...mapping.types import Definition, Holder, Unfit, Where, field_type
from ...wire import Json

if TYPE_CHECKING:
    from ...search.locate import Place


def _feature_unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    from ...search.vectors import feature_values

    return feature_values.feature_problem(value, path, definition, place, feature_values.Words())


def _features_unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    from ...search.vectors import feature_values

    found = feature_values.features_problem(value, path, definition, place, feature_values.Words())
    return None if found is None else Unfit(found[0], named=False)


_OPTIONS = {"meta": META, "positive_score_impact": flag(True)}


def _feature_repeated(path: str, definition: Definition, value: Json, holder: Holder) -> Unfit:
    return Unfit(
        illegal_argument(
            f"[rank_feature] fields do not support indexing multiple values for the same field [{path}] in the same document"
        ),
        value,
    )


@field_type("rank_feature", "feature", options=_OPTIONS, holds=_feature_unfit, single=_feature_repeated)
@field_type("rank_features", "features", options=_OPTIONS, holds=_features_unfit)
def as_written(definition: Definition, where: Where) -> Definition:
    """Nothing between its options is checked."""
    return definition


@field_type(
    "sparse_vector",
    "features",
    options={"store": flag(False), "doc_values": flag(True), "method": ANY},
    since="3.3",
    product="opensearch",
)
def sparse_vector(definition: Definition, where: Where) -> Definition:
    """Weights of tokens, searched approximately by clusters of documents: not imitated.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/sparse/mapper/SparseVectorFieldMapper.java
    """
    raise not_implemented("the field type [sparse_vector]")
