"""`index_options` of dense vectors: the kinds of index, what each takes, what versions print of it, and which may become which.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/DenseVectorFieldMapper.java
(`VectorIndexType`); texts observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

import zlib
from typing import Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import java_class
from ...mapping.options import java_text
from ...mapping.types import Definition, Refused
from ...search.values import number_of
from ...wire import Json
from . import changes

HNSW: dict[str, Json] = {"m": 16, "ef_construction": 100}
OPTION_KEYS = {
    "hnsw": ("m", "ef_construction", "flat_index_threshold"),
    "int8_hnsw": (
        *("m", "ef_construction", "confidence_interval", "rescore_vector", "on_disk_rescore", "flat_index_threshold"),
    ),
    "int4_hnsw": (
        *("m", "ef_construction", "confidence_interval", "rescore_vector", "on_disk_rescore", "flat_index_threshold"),
    ),
    "bbq_hnsw": ("m", "ef_construction", "rescore_vector", "on_disk_rescore", "flat_index_threshold"),
    "flat": (),
    "int8_flat": ("confidence_interval", "rescore_vector"),
    "int4_flat": ("confidence_interval", "rescore_vector"),
    "bbq_flat": ("rescore_vector",),
    "bbq_disk": (
        *("cluster_size", "default_visit_percentage", "rescore_vector", "on_disk_rescore", "flat_index_threshold"),
        "bits",
    ),
}
"""Kinds of vector index with the keys they take."""
QUANTIZED = tuple(kind for kind in OPTION_KEYS if kind not in ("hnsw", "flat"))
OVERSAMPLE = {"oversample": 3.0}
_WHOLE = ("m", "ef_construction", "flat_index_threshold", "cluster_size", "bits")
_DECIMAL = ("confidence_interval", "default_visit_percentage")
MAX_OVERSAMPLE = 10
LONGEST_LISTS = {"m": (512, "maxConn"), "ef_construction": (3200, "beamWidth")}
"""What a graph cannot be built with, which the first document finds out."""
BECOMES = {
    "flat": tuple(OPTION_KEYS),
    "int8_flat": ("int8_flat", "int8_hnsw", "int4_flat", "int4_hnsw", "bbq_flat", "bbq_hnsw", "bbq_disk"),
    "int4_flat": ("int4_flat", "int4_hnsw", "bbq_flat", "bbq_hnsw", "bbq_disk"),
    "bbq_flat": ("bbq_flat", "bbq_hnsw", "bbq_disk"),
    "hnsw": ("hnsw", "int8_hnsw", "int4_hnsw", "bbq_hnsw", "bbq_disk"),
    "int8_hnsw": ("int8_hnsw", "int4_hnsw", "bbq_hnsw", "bbq_disk"),
    "int4_hnsw": ("int4_hnsw", "bbq_hnsw", "bbq_disk"),
    "bbq_hnsw": ("bbq_hnsw", "bbq_disk"),
    "bbq_disk": ("bbq_disk",),
}
"""What an index may be turned into."""
_CLASSES = {
    "flat": "Flat", "int8_flat": "Int8Flat", "int4_flat": "Int4Flat", "bbq_flat": "BBQFlat", "bbq_hnsw": "BBQHnsw",
    "bbq_disk": "BBQIVF",
}  # fmt: skip


def read_vector_options(name: str, option: str, value: Json) -> Json:
    """`index_options` of a field, clean; what is left out is added by `completed`."""
    if not isinstance(value, dict) or "type" not in value:
        raise Refused("[index_options] requires field [type] to be configured")
    kind = value["type"]
    if not isinstance(kind, str) or kind not in OPTION_KEYS:
        raise Refused(f"Unknown vector index options type [{java_text(kind)}] for field [{name}]")
    left = {key: item for key, item in value.items() if key != "type" and key not in OPTION_KEYS[kind]}
    if left:
        listed = " ".join(f"[{key} : {java_text(item)}]" for key, item in left.items())
        raise Refused(f"Mapping definition for [{name}] has unsupported parameters:  {listed}")
    clean = {"type": kind, **{key: HNSW[key] for key in HNSW if key in OPTION_KEYS[kind]}}
    for key in OPTION_KEYS[kind]:
        if value.get(key) is not None:
            clean[key] = _read(name, key, value[key])
    return clean


def _read(name: str, key: str, value: Json) -> Json:
    if key == "rescore_vector":
        return _rescore(value)
    if key not in _WHOLE and key not in _DECIMAL:
        return value
    number = number_of(value)
    if number is None:
        raise Refused(f'For input string: "{java_text(value)}"', type="number_format_exception")
    if key == "cluster_size" and not 64 <= number <= 65536:
        raise Refused(f"cluster_size must be between 64 and 65536, got: {int(number)}", as_argument=True)
    if key == "default_visit_percentage" and not 0 <= number <= 100:
        shown = java_text(float(number))
        reason = f"default_visit_percentage must be between 0.0 and 100.0, got: {shown} for field [{name}]"
        raise Refused(reason, as_argument=True)
    return int(number) if key in _WHOLE else float(number)


def _rescore(value: Json) -> Json:
    if not isinstance(value, dict):
        held = java_class(value)
        reason = f"rescore_vector should be a map but was of type: class {held}"
        raise Refused(reason, type="parse_exception")
    if value.get("oversample") is None:
        raise Refused("Invalid rescore_vector value. Missing required field oversample", as_argument=True)
    number = number_of(value["oversample"])
    if number is None:
        raise Refused(f'For input string: "{java_text(value["oversample"])}"', type="number_format_exception")
    if number < 1 and number != 0:
        raise Refused("oversample must be greater than 1 or exactly 0", as_argument=True)
    if number > MAX_OVERSAMPLE:
        raise Refused(f"oversample must be less than or equal to {MAX_OVERSAMPLE}", as_argument=True)
    return {"oversample": float(number)}


def completed(options: Definition, on: frozenset[str]) -> Definition:
    """Options as a version prints them."""
    kind = options["type"]
    later = changes.VECTOR_INDEXES_HAVE_THRESHOLDS in on
    known = dict(options)
    if kind.startswith("bbq"):
        known.setdefault("rescore_vector", OVERSAMPLE)
    if kind in ("int4_hnsw", "int4_flat") and not later:
        known.setdefault("confidence_interval", 0.0)
    if kind == "bbq_disk":
        more = {"flat_index_threshold": -1, "bits": 1} if later else {}
        known = {"cluster_size": 384, "default_visit_percentage": 0.0, **more, **known}
        order = ("type", "cluster_size", "flat_index_threshold", "default_visit_percentage", "rescore_vector", "bits")
        return {key: known[key] for key in (*order, *known) if key in known}
    usual = ("type", "m", "ef_construction", "confidence_interval", "rescore_vector")
    return {key: known[key] for key in (*usual, *known) if key in known}


def merged(old: Definition, new: Definition, path: str, on: frozenset[str]) -> Definition:
    """A definition that takes the place of another; refuses an index that the old one cannot become."""
    if old.get("index") is False and new.get("index") is True:
        raise illegal_argument(
            "Field [index_options] can only be specified for a field of type [dense_vector] when it is indexed"
        )
    before, after = old.get("index_options"), new.get("index_options")
    others = ("dims", "element_type", "similarity", "index")
    if before is None or after is None or any(old.get(name) != new.get(name) for name in others):
        return new
    if before != after and not _may_become(before, after):
        shown = f"[{described(before, on)}] to [{described(after, on)}]"
        raise illegal_argument(
            f"Mapper for [{path}] conflicts with existing mapper:\n\tCannot update parameter [index_options] from {shown}"
        )
    return new


def _may_become(before: Definition, after: Definition) -> bool:
    if after["type"] not in BECOMES[before["type"]]:
        return False
    return bool(before["type"] != after["type"] or after.get("m", 0) >= before.get("m", 0))


def described(options: Definition, on: frozenset[str]) -> str:
    """How Java prints the options."""
    kind = options["type"]
    if kind in _CLASSES:
        number = zlib.crc32(java_text(options).encode(errors="replace"))
        return f"org.elasticsearch.index.mapper.vectors.DenseVectorFieldMapper${_CLASSES[kind]}IndexOptions@{number:x}"
    later = changes.VECTOR_INDEXES_HAVE_THRESHOLDS in on
    parts: dict[str, Any] = {"type": kind, "m": options["m"], "ef_construction": options["ef_construction"]}
    if kind != "hnsw":
        if later:
            parts["on_disk_rescore"] = options.get("on_disk_rescore", False)
        else:
            parts["confidence_interval"] = options.get("confidence_interval")
        rescore = options.get("rescore_vector")
        parts["rescore_vector"] = (
            "none" if rescore is None else f"RescoreVector[oversample={java_text(rescore['oversample'])}]"
        )
    if later:
        parts["flat_index_threshold"] = options.get("flat_index_threshold", -1)
    return "{" + ", ".join(f"{key}={java_text(value)}" for key, value in parts.items()) + "}"


def unbuilt(options: Definition | None) -> ApiError | None:
    """Why no graph can be built with these options, if none can."""
    for key, (most, called) in LONGEST_LISTS.items():
        value = (options or {}).get(key)
        if value is not None and not 0 < value <= most:
            return illegal_argument(f"{called} must be positive and less than or equal to {most}; {called}={value}")
    return None
