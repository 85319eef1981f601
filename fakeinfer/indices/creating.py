"""Creating an index from a request: its name, settings, mappings and aliases, checked in the servers' order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import ApiError, illegal_argument, not_implemented, parse_error
from ..mapping.parsing import Reader
from ..wire import Json
from . import exists, find
from .dialect import dialect_of
from .registered import registered
from .resolving import invalid_index_name, is_alias
from .settings import Flat, read_settings
from .templates import Taken, create_from, over, taken

if TYPE_CHECKING:
    from ..cluster import State

FORBIDDEN = {
    "elasticsearch": r"""[' ','"','*',',','/','<','>','?','\','|']""",
    "opensearch": r"""[ , ", *, \, <, |, ,, >, /, ?]""",
}
"""Characters that no index name holds, as each product lists them."""
MAX_BYTES = 255


def check_name(state: State, name: str) -> None:
    """Refuse what no index can be called, and what something is called already."""
    problem = name_problem(state, name)
    if problem is not None:
        raise invalid_index_name(name, problem)
    if exists(state, name):
        raise already_exists(name, find(state, name)["uuid"])
    if is_alias(state, name):
        raise invalid_index_name(name, "already exists as alias")


def name_problem(state: State, name: str) -> str | None:
    """What is wrong with an index's name, in the servers' words and order."""
    if any(character in ' "*,/<>?\\|' for character in name):
        return f"must not contain the following characters {FORBIDDEN[state.contract.product.name]}"
    if "#" in name:
        return "must not contain '#'"
    if ":" in name:
        return "must not contain ':'"
    if name[:1] in ("_", "-", "+"):
        return "must not start with '_', '-', or '+'"
    length = len(name.encode(errors="replace"))
    if length > MAX_BYTES:
        return f"index name is too long, ({length} > {MAX_BYTES})"
    if name in (".", ".."):
        return "must not be '.' or '..'"
    return "must be lowercase" if name != name.lower() else None


def create_from_request(
    state: State,
    name: str,
    body: Json,
    warnings: list[str] | None = None,
) -> None:
    """Create an index as `PUT /{index}` says; `warnings` gets what the server warns of."""
    body, warnings = body or {}, [] if warnings is None else warnings
    for key, value in body.items():
        if key not in ("settings", "mappings", "aliases"):
            raise parse_error(f"unknown key [{key}] for create index")
        if not isinstance(value, dict):
            raise parse_error(f"key [{key}] must be an object")
    check_name(state, name)
    aliases = {alias: read_alias(alias, options) for alias, options in body.get("aliases", {}).items()}
    settings = read_settings(state, body.get("settings", {}))
    _refuse_private(state, settings)
    found = taken(state, name)
    settings = {**found.settings, **settings}
    mappings = Reader(state, settings, warnings).read(body["mappings"]) if body.get("mappings") else {}
    if len(found.sources) > 1:
        warnings.append(
            f"index [{name}] matches multiple legacy templates [{', '.join(sorted(found.sources))}], composable templates"
            " will only match a single template"
        )
    create_from(
        state,
        name,
        Taken(settings, over(found.mappings, mappings), {**found.aliases, **aliases}),
    )


def _refuse_private(state: State, settings: Flat) -> None:
    """Refuse settings that only the server gives to indices."""
    refuse = dialect_of(state).private_at_creation
    known = registered(state)
    for name in settings:
        if refuse is not None and name in known and known[name].kind == "private":
            raise refuse(name)


def read_alias(name: str, options: Json, *, strict: bool = True) -> dict[str, Any]:
    """An alias as answers show it; without `strict` what nobody knows about aliases is skipped."""
    shown: dict[str, Any] = {}
    if not isinstance(options, dict | None):
        raise not_implemented(f"an alias [{name}] that is no object")
    for key, value in (options or {}).items():
        if key in ("routing", "index_routing", "search_routing"):
            for side in ("index_routing", "search_routing"):
                if key in ("routing", side):
                    shown[side] = str(value)
        elif key in ("filter", "is_write_index", "is_hidden"):
            shown[key] = value
        elif strict:
            raise illegal_argument(f"Unknown field [{key}] in alias [{name}]")
    return shown


def already_exists(name: str, uuid: str) -> ApiError:
    """`ResourceAlreadyExistsException`: 400."""
    metadata = {"index": name, "index_uuid": uuid}
    reason = f"index [{name}/{uuid}] already exists"
    return ApiError(400, "resource_already_exists_exception", reason, metadata=metadata)
