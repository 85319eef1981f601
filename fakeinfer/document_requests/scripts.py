"""Scripts that change documents, of updates and of what runs over many documents.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/Script.java; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any

from ..errors import ApiError, illegal_argument, not_implemented, parse_error
from ..script_definitions import Script
from ..wire import Json
from .dialect import dialect_of

if TYPE_CHECKING:
    from ..cluster import State

_DEPTH = 200


def script_of_map(value: Json, warnings: list[str]) -> Script:
    """A script as requests that run over documents hold it: a text or an object. `warnings` gets what it does not read."""
    if isinstance(value, str):
        return Script(value)
    if not isinstance(value, dict):
        raise illegal_argument("Script value should be a String or a Map")
    known = {name: value[name] for name in ("source", "id", "lang", "params", "options") if name in value}
    for name, part in value.items():
        if name not in known:
            warnings.append(f"script section does not support [{name}]")
            continue
        if not isinstance(part, dict if name in ("params", "options") else str):
            kind = "Map" if name in ("params", "options") else "String"
            raise parse_error(f"Value must be of type {kind}: [{name}]")
    if "source" not in known and "id" not in known:
        raise parse_error("Expected one of [source] or [id] fields, but found none")
    return Script(**known)


def run_script(state: State, script: Script, ctx: dict[str, Any], kind: str) -> dict[str, Any]:
    """What a script leaves of `ctx`, as JSON has it; its refusals are the server's.

    `kind` is what it is a script of: update, update_by_query or reindex.
    """
    from ..painless import compile, frozen  # few requests have a script

    source = script.text(state.store)
    guarded = dialect_of(state).context
    given = copy.deepcopy(ctx)
    if guarded is not None:
        given = guarded(kind, given)
    compiled = compile(source, returns="void")
    compiled.run({"ctx": given, "params": frozen(dict(script.params))}, now=state.clock.millis)
    return {str(name): plain(value) for name, value in given.items()}


def plain(value: Any, depth: int = 0) -> Json:
    """A value of a script as JSON has it."""
    if depth > _DEPTH:
        raise illegal_argument("Iterable object is self-referencing itself")
    if isinstance(value, dict):
        return {str(name): plain(item, depth + 1) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, depth + 1) for item in value]
    from ..painless import as_json

    told = as_json(value)
    if told is not None:
        value = told
    if isinstance(value, float) and not math.isfinite(value):
        raise ApiError(400, "illegal_argument_exception", "the object is not JSON: a number that is none")
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise not_implemented("documents with values of this kind after a script")
