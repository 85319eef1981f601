"""The field type `knn_vector`.

Source: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/mapper/KNNVectorFieldMapper.java; texts observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ... import indices
from ...errors import ApiError, illegal_argument
from ...mapping.options import META, flag, java_text
from ...mapping.types import Definition, Holder, Option, Refused, Unfit, Where, field_type
from ...search.values import number_of
from ...versions import Span
from ...wire import Json
from . import changes
from .vector_methods import SPACES, check_method, read_method

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.locate import Place

DATA_TYPES = ("binary", "byte", "float")
PRINTED = (
    "type", "store", "doc_values", "dimension", "data_type", "meta", "method", "model_id", "mode", "compression_level",
    "space_type", "fields",
)  # fmt: skip
"""Options in the order in which they are printed."""
BAD_IN_NAMES = (" ", '"', "*", "\\", "<", "|", ",", ">", "/", "?")


def _given(read: Callable[[str, str, Json], Json]) -> Callable[[str, str, Json], Json]:
    """An option that may not be null."""

    def checked(name: str, option: str, value: Json) -> Json:
        if value is None:
            raise Refused(f"[{option}] on mapper [{name}] of type [knn_vector] must not have a [null] value")
        return read(name, option, value)

    return checked


def _dimension(name: str, option: str, value: Json) -> int:
    number = number_of(value)
    if number is None or number % 1 or not -(2**31) <= number < 2**31:
        reason = f"Unable to parse [dimension] from provided value [{java_text(value)}] for vector [{name}]"
        raise Refused(reason, as_argument=True)
    if number <= 0:
        raise Refused(f"Dimension value must be greater than 0 for vector: {name}", as_argument=True)
    return int(number)


def _data_type(name: str, option: str, value: Json) -> str:
    if not isinstance(value, str):
        known = {bool: "Boolean", int: "Integer", float: "Double", dict: "LinkedHashMap", list: "ArrayList"}
        kind = f"class java.{'util' if isinstance(value, dict | list) else 'lang'}.{known[type(value)]}"
        raise Refused(
            f"{kind} cannot be cast to class java.lang.String ({kind[6:]} and java.lang.String are in module java.base of"
            " loader 'bootstrap')",
            type="class_cast_exception",
        )
    if value.lower() not in DATA_TYPES:
        reason = f"Invalid value provided for [data_type] field. Supported values are [{','.join(DATA_TYPES)}]"
        raise Refused(reason, as_argument=True)
    return value.upper()


def _space(name: str, option: str, value: Json) -> str:
    text = java_text(value)
    if text.lower() not in (*SPACES, "undefined"):
        raise Refused(f"Unable to find space: {text} . Valid values are: [{', '.join(SPACES)}]", as_argument=True)
    return text


def _one_of(*words: str, absent: str) -> Callable[[str, str, Json], Json]:
    def read(name: str, option: str, value: Json) -> Json:
        if value is not None and java_text(value) not in (*words, absent):
            listed = ", ".join((absent, *words))
            reason = f"Unknown value [{java_text(value)}] for field [{option}] - accepted values are [{listed}]"
            raise Refused(reason)
        return None if value in (None, absent) else value

    return read


def _method(name: str, option: str, value: Json) -> Json:
    return read_method(value)


def _merged(state: State, old: Definition, new: Definition, path: str) -> Definition:
    """A field with a method and one without are of different kinds."""
    if ("method" in old) != ("method" in new):
        raise illegal_argument(f"mapper [{path}] cannot be changed from type [knn_vector] to [knn_vector]")
    if "method" in old and old["method"] != new["method"]:
        from ...mapping.merging import conflicting

        names = f"[{old['method']['name']}] to [{new['method']['name']}]"
        raise conflicting(path, [f"Cannot update parameter [method] from {names}"])
    return new


def _unfit(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    from . import documents

    return documents.vector_problem(value, definition, place)


def _repeated(path: str, definition: Definition, value: Json, holder: Holder) -> ApiError:
    """Whatever writes the vectors of a document takes one of each field."""
    indexed = indices.setting({"settings": holder.settings}, "knn") in (True, "true")
    method: dict[str, Any] = definition.get("method") or {}
    engine = method.get("engine") or default_engine(holder.state, definition)
    writer = "VectorValuesField" if indexed else "DocValuesField"
    if indexed and engine != "lucene":
        native = changes.NATIVE_WRITERS in holder.state.switched_on
        writer = "[NativeEngineKNNVectorWriter]VectorValuesField" if native else "DocValuesField"
    return illegal_argument(
        f'{writer} "{path}" appears more than once in this document (only one value is allowed per field)'
    )


@field_type(
    "knn_vector",
    "vector",
    options={
        "store": flag(False),
        "doc_values": flag(True),
        "dimension": Option(None, read=_given(_dimension)),
        "data_type": Option("FLOAT", read=_given(_data_type)),
        "meta": META,
        "method": Option(None, read=_given(_method)),
        "model_id": Option(None, read=_given(lambda name, option, value: java_text(value)), refers_to="knn_model"),
        "mode": Option(None, read=_one_of("in_memory", "on_disk", absent="null"), span=Span("2.17")),
        "compression_level": Option(
            None, read=_one_of("1x", "2x", "4x", "8x", "16x", "32x", absent=""), span=Span("2.17")
        ),
        "space_type": Option("undefined", read=_given(_space), span=Span("2.17")),
    },
    merge=_merged,
    holds=_unfit,
    single=_repeated,
)
def knn_vector(definition: Definition, where: Where) -> Definition:
    """Vectors of numbers, for approximate search in indices with `index.knn`."""
    on = where.state.switched_on
    leaf = where.leaf
    if "method" in definition and "model_id" in definition:
        raise Refused(f"Method and model can not be both specified in the mapping: {leaf}", as_argument=True)
    if "dimension" in definition and "model_id" in definition and changes.TRAINED_MODELS_TELL_DIMENSIONS in on:
        raise Refused(f"Cannot specify both a modelId and dimension in the mapping: {leaf}", as_argument=True)
    indexed = indices.setting({"settings": where.settings}, "knn") in (True, "true")
    if not indexed and changes.KNN_NEEDS_AN_INDEX in on:
        _check_flat(definition, leaf)
    elif "model_id" in definition:
        _check_model(definition, leaf)
    else:
        definition = _resolved(definition, where)
    if changes.KNN_NEEDS_AN_INDEX in on:
        _check_name(where.path)
    return {name: definition[name] for name in PRINTED if name in definition}


def _check_flat(definition: Definition, leaf: str) -> None:
    if "model_id" in definition or "method" in definition:
        raise Refused("Cannot set modelId or method parameters when index.knn setting is false", as_argument=True)
    _check_dimension(definition, leaf)
    _refuse_compression(definition, "flat", leaf)


def _check_model(definition: Definition, leaf: str) -> None:
    if "space_type" in definition:
        reason = "TopLevel Space type and model can not be both specified in the mapping"
        raise Refused(reason, as_argument=True)
    _refuse_compression(definition, "model", leaf)


def _refuse_compression(definition: Definition, kind: str, leaf: str) -> None:
    if "mode" in definition or "compression_level" in definition:
        raise Refused(f"Compression and mode can not be specified in a {kind} mapping configuration for field: {leaf}")


def _check_dimension(definition: Definition, leaf: str) -> None:
    if "dimension" not in definition:
        raise Refused(f"Dimension value missing for vector: {leaf}", as_argument=True)


def _resolved(definition: Definition, where: Where) -> Definition:
    """A definition whose method says engine and space; refuses what cannot be indexed."""
    data_type = definition.get("data_type", "FLOAT").lower()
    if data_type != "float" and ("mode" in definition or "compression_level" in definition):
        raise Refused(f"Compression and mode cannot be used for non-float32 data type for field {where.leaf}")
    method: dict[str, Any] = definition.get("method") or {"name": "hnsw", "parameters": {}}
    engine = method.get("engine") or default_engine(where.state, definition)
    if engine == "nmslib" and changes.NMSLIB_IS_GONE in where.state.switched_on:
        reason = "nmslib engine is deprecated in OpenSearch  and cannot be used for new index creation in OpenSearch from  3.0.0."
        raise Refused(reason, as_argument=True)
    resolved = {
        "engine": engine,
        "space_type": _agreed_space(method.get("space_type"), definition, where, data_type),
        "name": method["name"],
        "parameters": method["parameters"],
    }
    check_method(resolved, definition, data_type)
    _check_dimension(definition, where.leaf)
    return {**definition, "method": resolved} if "method" in definition else definition


def default_engine(state: State, definition: Definition) -> str:
    """The engine of fields that name none."""
    compression = definition.get("compression_level")
    if compression == "4x":
        return "lucene"
    if compression not in (None, "1x") or "mode" in definition:
        return "faiss"
    return "faiss" if changes.FAISS_BY_DEFAULT in state.switched_on else "nmslib"


def _agreed_space(space: str | None, definition: Definition, where: Where, data_type: str) -> str:
    above = definition.get("space_type", "undefined").lower()
    if space is not None and above not in ("undefined", space):
        raise Refused(f'Cannot specify conflicting space types: "[{space}]" "[{above}]"')
    if space is not None or above != "undefined":
        return space or str(above)
    asked = indices.setting({"settings": where.settings}, "knn.space_type")
    return str(asked or ("hamming" if data_type == "binary" else "l2")).lower()


def _check_name(path: str) -> None:
    """Names of vector fields become names of files."""
    for character in path:
        if character in BAD_IN_NAMES:
            listed = ", ".join(f"'{bad}'" for bad in BAD_IN_NAMES)
            raise Refused(
                f"Vector field name must not include invalid characters of [{listed}]. Provided field name=[{path}] had a"
                f" disallowed character [{character}]",
                as_argument=True,
            )
