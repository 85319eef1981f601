"""Mappings of indices: all of them, single fields, and what is added to them."""

from __future__ import annotations

from fnmatch import fnmatchcase

from .. import indices
from ..document_requests.declaring import Shared
from ..errors import not_implemented
from ..indices.blocks import check
from ..indices.dialect import dialect_of
from ..indices.resolving import WILDCARDS, options_of, resolve
from ..mapping.merging import merged
from ..mapping.parsing import Reader
from ..operations import GET, POST, PUT, Bool, Call
from ..wire import Json
from .parameters import CLOSED_TOO, NOTHING_TO_WAIT_FOR, TIMEOUTS


def get_mapping(call: Call) -> Json:
    """The mappings of indices."""
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    return {name: {"mappings": indices.find(call.state, name)["mappings"]} for name in names}


def get_field_mapping(call: Call) -> Json:
    """What the mappings of indices say of single fields."""
    if call.query["include_defaults"]:
        raise not_implemented("[include_defaults] of field mappings")
    names = resolve(call.state, call.path.get("index", "_all"), options_of(call.query, about_contents=False))
    wanted, everywhere = call.path["fields"].split(","), dialect_of(call.state).metadata_fields
    found: dict[str, Json] = {}
    for name in names:
        fields = {**dict.fromkeys(everywhere), **leaves(indices.find(call.state, name)["mappings"])}
        found[name] = {
            "mappings": {
                path: {
                    "full_name": path,
                    "mapping": {} if definition is None else {path.rpartition(".")[2]: definition},
                }
                for path, definition in fields.items()
                if any(fnmatchcase(path, pattern) for pattern in wanted)
            }
        }
    return found


def leaves(mapping: dict[str, Json], path: str = "") -> dict[str, Json]:
    """The fields of a mapping that are no objects, by their whole names."""
    found: dict[str, Json] = {}
    for name, definition in (mapping.get("properties") or {}).items():
        full = f"{path}{name}"
        if definition.get("type", "object") in ("object", "nested"):
            found |= leaves(definition, f"{full}.")
            continue
        found[full] = definition
        found |= {f"{full}.{sub}": one for sub, one in (definition.get("fields") or {}).items()}
    return found


def put_mapping(call: Call) -> Json:
    """Add fields to the mapping of indices, or change what may change."""
    names = resolve(call.state, call.path["index"], options_of(call.query, about_contents=False))
    changed = {}
    for name in names:
        check(call.state, name, "metadata_write")
        record = indices.find(call.state, name)
        typed = dialect_of(call.state).mappings_may_be_typed
        read = Reader(call.state, record["settings"], call.warnings, typed).read(call.body)
        changed[name] = merged(call.state, record["mappings"], read)
    for name, mappings in changed.items():
        indices.put_mappings(call.state, name, mappings)
    return {"acknowledged": True}


GET_MAPPING = Shared(
    "indices.get_mapping",
    (GET("/_mapping"), GET("/{index}/_mapping")),
    get_mapping,
    WILDCARDS,
    unread=NOTHING_TO_WAIT_FOR,
)
GET_FIELD_MAPPING = Shared(
    "indices.get_field_mapping",
    (GET("/_mapping/field/{fields}"), GET("/{index}/_mapping/field/{fields}")),
    get_field_mapping,
    {**WILDCARDS, "include_defaults": Bool(False)},
    unread=NOTHING_TO_WAIT_FOR,
)
PUT_MAPPING = Shared(
    "indices.put_mapping",
    (PUT("/{index}/_mapping"), POST("/{index}/_mapping")),
    put_mapping,
    {**WILDCARDS, **CLOSED_TOO, "allow_no_indices": Bool(False), **TIMEOUTS, "write_index_only": Bool(False)},
    "required",
    unread=NOTHING_TO_WAIT_FOR,
)
