"""Scripts that change documents, of updates and of what runs over many documents.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/Script.java; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import copy
import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ApiError, illegal_argument, not_implemented, parse_error, resource_not_found
from ..formats.javatext import to_text
from ..object_parser import OBJECT, TEXT, Field, ObjectParser, Path, Source, Unreadable
from ..wire import Json
from .dialect import dialect_of

if TYPE_CHECKING:
    from ..cluster import State

STORED = "stored_scripts"
PAINLESS = "painless"
_DEPTH = 200


class Script(NamedTuple):
    """A script of a request, as it came."""

    source: str | None
    id: str | None = None
    lang: str = PAINLESS
    params: dict[str, Json] | None = None

    def __str__(self) -> str:
        """As tasks describe it."""
        kind, code = ("inline", self.source) if self.id is None else ("stored", self.id)
        lang = f"'{self.lang}'" if self.id is None else "null"
        return (
            f"Script{{type={kind}, lang={lang}, idOrCode='{code}', options={{}}, params={to_text(self.params or {})}}}"
        )


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
    return made(known)


def made(known: dict[str, Any]) -> Script:
    """A script of fields that were checked."""
    return Script(known.get("source"), known.get("id"), known.get("lang", PAINLESS), known.get("params"))


def run_script(state: State, script: Script, ctx: dict[str, Any], kind: str) -> dict[str, Any]:
    """What a script leaves of `ctx`, as JSON has it; its refusals are the server's.

    `kind` is what it is a script of: update, update_by_query or reindex.
    """
    from ..painless import compile, frozen  # few requests have a script

    source = script.source
    if script.id is not None:
        stored = state.store.get(STORED, script.id)
        if stored is None:
            raise resource_not_found(f"unable to find script [{script.id}] in cluster state")
        source = stored["source"]
    if script.lang != PAINLESS:
        raise illegal_argument(f"script_lang not supported [{script.lang}]")
    guarded = dialect_of(state).context
    given = copy.deepcopy(ctx)
    if guarded is not None:
        given = guarded(kind, given)
    compiled = compile(str(source), returns="void")
    compiled.run({"ctx": given, "params": frozen(script.params or {})}, now=state.clock.millis)
    return {str(name): plain(value) for name, value in given.items()}


SCRIPT = ObjectParser(
    "script",
    {"source": TEXT, "id": TEXT, "lang": TEXT, "params": OBJECT, "options": OBJECT},
)


def read_script(value: Json, source: Source, path: Path) -> Script:
    """A script as the strict parsers of requests read it."""
    if isinstance(value, str):
        return Script(value)
    known = SCRIPT.read(value, source, path)
    if "source" not in known and "id" not in known:
        problem = "must specify either [source] for an inline script or [id] for a stored script"
        raise Unreadable(illegal_argument(problem), path, "end")
    return made(known)


SCRIPT_FIELD = Field(("START_OBJECT", "VALUE_STRING"), read_script)
"""A field of a strict parser that holds a script."""


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
