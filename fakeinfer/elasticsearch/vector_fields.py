"""The field types `dense_vector` and `sparse_vector`.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/DenseVectorFieldMapper.java and
SparseVectorFieldMapper.java; texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..mapping.options import ANY, META, flag, java_text
from ..mapping.types import Definition, Holder, Option, Refused, Unfit, Where, field_type
from ..search.values import number_of
from ..wire import Json
from . import changes
from .vector_search.feature_fields import weights_unfit
from .vector_search.index_options import HNSW, OVERSAMPLE, QUANTIZED, completed, merged, read_vector_options, unbuilt

if TYPE_CHECKING:
    from ..cluster import State
    from ..search.locate import Place

SIMILARITIES = ("l2_norm", "cosine", "dot_product", "max_inner_product")
MIN_BBQ_DIMS = 64
WIDE_DIMS = 384
"""From so many dimensions on vectors are kept in bits, where that is the default."""
MAX_DIMS = 4096


def read_dims(name: str, option: str, value: Json) -> int:
    """`dims` of a field."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(f"Property [dims] on field [{name}] must be an integer but got [{java_text(value)}]")
    return value


def check_dims(dims: int, element: str) -> None:
    """Refuse a number of dimensions that no vector has."""
    least, most = (8, 8 * MAX_DIMS) if element == "bit" else (1, MAX_DIMS)
    if not least <= dims <= most:
        raise Refused(f"The number of dimensions should be in the range [{least}, {most}] but was [{dims}]")


def _similarity(name: str, option: str, value: Json) -> str:
    if value not in SIMILARITIES:
        accepted = ", ".join(SIMILARITIES)
        raise Refused(f"Unknown value [{java_text(value)}] for field [similarity] - accepted values are [{accepted}]")
    return str(value)


_OPTIONS = {
    "element_type": Option("float"),
    "dims": Option(None, updatable=False, read=read_dims),
    "index": Option(True, always=True, read=flag(True).read),
    "similarity": Option(None, read=_similarity),
    "index_options": Option(None, updatable=True, read=read_vector_options),
    "copy_to": ANY,
    "meta": META,
}


def _holds(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    from .vector_search import documents

    return documents.vector_problem(value, path, definition, place)


def _held_first(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    from .vector_search import documents

    return documents.first_vector_problem(value, path, definition, place)


def _single(path: str, definition: Definition, value: Json, holder: Holder) -> Unfit:
    from .vector_search import documents

    return documents.repeated(path, definition, value, holder)


def _shows(state: State, definition: Definition, values: list[Json], of_columns: bool) -> list[Json]:
    from .vector_search import showing

    return showing.vectors_of_hits(state, definition, values, of_columns)


def _weights_shown(state: State, definition: Definition, values: list[Json], of_columns: bool) -> list[Json]:
    from .vector_search import showing

    return showing.weights_of_hits(state, definition, values, of_columns)


def _merge(state: State, old: Definition, new: Definition, path: str) -> Definition:
    return merged(old, new, path, state.switched_on)


def _learns(state: State, definition: Definition, value: Json) -> Definition:
    """The first vector says how many dimensions there are, and whether its index can be built."""
    if value is not None and (refused := unbuilt(definition.get("index_options"))) is not None:
        raise refused
    if definition.get("dims") is not None or value is None:
        return definition
    from .vector_search import checks, documents

    element = definition.get("element_type", "float")
    vector = documents.held_vector(value, element, None)
    if vector is None:
        return definition
    dims = checks.dims_of(vector, element)
    return {**definition, **dense_vector({**definition, "dims": dims}, Where(state, "", ""))}


@field_type(
    "dense_vector",
    "vector",
    options=_OPTIONS,
    holds=_holds,
    single=_single,
    learns=_learns,
    merge=_merge,
    shows=_shows,
    since="9.3",
)
@field_type(
    "dense_vector",
    "vector",
    options=_OPTIONS,
    holds=_held_first,
    single=_single,
    learns=_learns,
    merge=_merge,
    shows=_shows,
    until="9.3",
)
def dense_vector(definition: Definition, where: Where) -> Definition:
    """Vectors of numbers; answers print what follows from the other options."""
    if where.multi_field:
        raise Refused(f"Field [{where.leaf}] of type [dense_vector] can't be used in multifields")
    on = where.state.switched_on
    element, dims = definition.get("element_type", "float"), definition.get("dims")
    known = element_types(on)
    if element not in known:
        raise Refused(f"invalid element_type [{java_text(element)}]; available types are [{', '.join(known)}]")
    if dims is not None:
        check_dims(dims, element)
    if element == "bit" and dims is not None and dims % 8:
        raise Refused(f"The number of dimensions for should be a multiple of 8 but was [{dims}]")
    indexed = definition.get("index", True)
    options = definition.get("index_options")
    for name in ("similarity", "index_options"):
        if name in definition and not indexed:
            reason = f"Field [{name}] can only be specified for a field of type [dense_vector] when it is indexed"
            raise Refused(reason, as_argument=True)
    similarity = definition.get("similarity", "l2_norm" if element == "bit" else "cosine")
    if element == "bit" and similarity != "l2_norm":
        raise Refused("The [l2_norm] similarity is the only supported similarity for bit vectors", as_argument=True)
    if options is not None:
        check_options(options, element, dims)
        options = completed(options, on)
    elif indexed:
        options = default_options(on, element, dims)
    printed: Definition = {"type": "dense_vector"}
    if element != "float":
        printed["element_type"] = element
    if dims is not None:
        printed["dims"] = dims
    printed["index"] = indexed
    if indexed:
        printed["similarity"] = similarity
        if options is not None:
            printed["index_options"] = options
    printed.update((name, definition[name]) for name in ("meta", "fields", "copy_to") if name in definition)
    return printed


def element_of(definition: Definition, where: Where) -> str:
    """What the numbers of a field's vectors are."""
    element, known = definition.get("element_type", "float"), element_types(where.state.switched_on)
    if element not in known:
        raise Refused(f"invalid element_type [{java_text(element)}]; available types are [{', '.join(known)}]")
    return str(element)


def element_types(on: frozenset[str]) -> tuple[str, ...]:
    """What a vector's elements can be, in the order in which messages list them."""
    if changes.VECTORS_OF_BFLOAT16 in on:
        return ("byte", "bfloat16", "bit", "float")
    return ("float", "byte", "bit") if changes.VECTORS_OF_BITS in on else ("byte", "float")


def check_options(options: dict[str, Any], element: str, dims: int | None) -> None:
    """What an index of vectors cannot hold."""
    kind = options["type"]
    if kind in QUANTIZED and element in ("byte", "bit"):
        raise Refused(f"[element_type] cannot be [{element}] when using index type [{kind}]", as_argument=True)
    if kind.startswith("int4") and dims is not None and dims % 2:
        raise Refused(f"{kind} only supports even dimensions; provided={dims}", as_argument=True)
    if kind.startswith("bbq") and dims is not None and dims < MIN_BBQ_DIMS:
        reason = f"{kind} does not support dimensions fewer than {MIN_BBQ_DIMS}; provided={dims}"
        raise Refused(reason, as_argument=True)


def default_options(on: frozenset[str], element: str, dims: int | None) -> dict[str, Json] | None:
    """The index a version gives vectors for which none was asked; None where it does not say."""
    if element in ("byte", "bit") or changes.VECTORS_ARE_QUANTIZED not in on:
        return None
    if dims is None and changes.VECTORS_WITHOUT_DIMS_HAVE_NO_INDEX in on:
        return None
    if dims is not None and dims >= WIDE_DIMS and changes.WIDE_VECTORS_ARE_BITS in on:
        return {"type": "bbq_hnsw", **HNSW, "rescore_vector": OVERSAMPLE}
    return {"type": "int8_hnsw", **HNSW}


PRUNING = {
    "tokens_freq_ratio_threshold": (5.0, 1, 100),
    "tokens_weight_threshold": (0.4, 0, 1),
}
"""Default and limits of what prunes a sparse query."""
DEFAULT_PRUNING: dict[str, Json] = {
    "prune": True,
    "pruning_config": {"tokens_freq_ratio_threshold": 5.0, "tokens_weight_threshold": 0.4},
}


def read_pruning(name: str, option: str, value: Json) -> Json:
    """`index_options` of sparse vectors."""
    if not isinstance(value, dict):
        raise Refused("[index_options] must be an object", as_argument=True)
    for key in value:
        if key not in ("prune", "pruning_config"):
            raise Refused(f"[0:0] [index_options] unknown field [{key}]", type="x_content_parse_exception")
    config = value.get("pruning_config")
    if config is not None:
        _check_pruning(value.get("prune"), config)
        value = {**value, "pruning_config": {key: _pruning_value(key, item) for key, item in config.items()}}
    return None if value == DEFAULT_PRUNING else value


def _pruning_value(key: str, value: Json) -> Json:
    return float(value) if key in PRUNING else value


def _check_pruning(prune: Json, config: Json) -> None:
    if prune is not True:
        reason = "[index_options] field [pruning_config] should only be set if [prune] is set to true"
        raise _pruning_refused("index_options", reason)
    for key, value in config.items():
        number = number_of(value)
        if key not in (*PRUNING, "only_score_pruned_tokens"):
            raise Refused(f"[0:0] [pruning_config] unknown field [{key}]", type="x_content_parse_exception")
        if key in PRUNING:
            _, least, most = PRUNING[key]
            if number is None or not least <= number <= most:
                shown = java_text(float(number)) if number is not None else java_text(value)
                raise _pruning_refused("pruning_config", f"[{key}] must be between [{least}] and [{most}], got {shown}")


def _pruning_refused(parser: str, reason: str) -> Refused:
    inner = ApiError(400, "illegal_argument_exception", reason)
    built = f"Failed to build [{parser}] after last required field arrived"
    cause = ApiError(400, "x_content_parse_exception", built, caused_by=inner)
    failed = "[0:0] [index_options] failed to parse field [pruning_config]"
    return Refused(failed, type="x_content_parse_exception", caused_by=cause)


@field_type(
    "sparse_vector",
    "features",
    options={
        "store": flag(False),
        "index_options": Option(None, updatable=True, read=read_pruning),
        "meta": META,
    },
    holds=weights_unfit,
    shows=_weights_shown,
)
def sparse_vector(definition: Definition, where: Where) -> Definition:
    """Weights of tokens."""
    if changes.SPARSE_VECTORS_ARE_STORED in where.state.switched_on:
        return {name: value for name, value in definition.items() if name != "store"}
    return definition
