"""The field type `rank_vectors`: several vectors of a document, which scripts compare (`max_similarity.py`).

Source: elastic/elasticsearch:x-pack/plugin/rank-vectors/src/main/java/org/elasticsearch/xpack/rank/vectors/mapper/RankVectorsFieldMapper.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...mapping.options import META
from ...mapping.types import Definition, Holder, Option, Unfit, Where, field_type
from ..licensing import licences
from ..vector_fields import check_dims, element_of, read_dims
from . import checks, documents

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.locate import Place
    from ...wire import Json

TYPE = "rank_vectors"


def _holds(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    return documents.several_problem(value, path, definition, place)


def _single(path: str, definition: Definition, value: Json, holder: Holder) -> Unfit:
    return documents.repeated(path, definition, value, holder)


def _learns(state: State, definition: Definition, value: Json) -> Definition:
    """The first vectors say how many dimensions there are."""
    if definition.get("dims") is not None or not isinstance(value, list) or not value:
        return definition
    element = definition.get("element_type", "float")
    vector = documents.held_vector(value[0], element, None)
    if vector is None:
        return definition
    dims = checks.dims_of(vector, element)
    check_dims(dims, element)
    order = ("type", "element_type", "dims")
    learned = {**definition, "dims": dims}
    return {name: learned[name] for name in (*order, *learned) if name in learned}


@field_type(
    TYPE,
    "vector",
    options={"element_type": Option("float"), "dims": Option(None, updatable=True, read=read_dims), "meta": META},
    since="8.18",
    holds=_holds,
    single=_single,
    learns=_learns,
)
def rank_vectors(definition: Definition, where: Where) -> Definition:
    """Vectors of numbers, which only scripts compare."""
    licences.check(where.state, licences.RANK_VECTORS)
    element = element_of(definition, where)
    if definition.get("dims") is not None:
        check_dims(definition["dims"], element)
    return definition
