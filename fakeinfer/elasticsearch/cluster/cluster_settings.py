"""`/_cluster/settings` of Elasticsearch, and `setting(state, name)`, by which everything else asks for a value.

Two levels are kept as flat maps of texts, persistent and transient; the latter wins. Which settings there are is data:
`cluster_settings.json`, in the form that `indices/registered.py` describes. The defaults are those of a server's core; of what
plugins bring there are those that tests set.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, parse_error, request_invalid
from ...indices.registered import Registered, check_value, read_file
from ...indices.settings import nested
from ...operations import GET, PUT, Bool, Call, Time, operation
from ...search.values import text_of
from ...wire import Json
from .. import changes, errors
from ..indices.dialect import warn_of_local
from .watermarks import check_watermarks

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "cluster_settings"
SOURCE = "elastic/elasticsearch-specification:specification/cluster"
GROUPS = (
    "cluster.remote.", "cluster.routing.allocation.include.", "cluster.routing.allocation.exclude.",
    "cluster.routing.allocation.require.", "cluster.metadata.", "cluster.routing.allocation.awareness.force.", "logger.", "xpack.notification.",
    "archived.",
)  # fmt: skip
"""Settings under these names are free."""
LEVELS = ("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL", "OFF")
LOGGERS = (
    "A settings update to logger levels overrides child loggers with explicitly configured levels. This behavior is deprecated"
    " and will change in a future major version."
)


def known_settings(state: State) -> dict[str, Registered]:
    """The settings that a cluster of this version has, by name; read once a contract."""
    memo = state.contract.memo
    found: dict[str, Registered] | None = memo.get("cluster_settings")
    if found is None:
        found = memo["cluster_settings"] = read_file(Path(__file__).parent / "cluster_settings.json", state.contract)
    return found


def setting(state: State, name: str) -> str:
    """The text that holds now."""
    return _valid(state, state.store[COLLECTION], name)


def _valid(state: State, levels: Mapping[str, Any], name: str) -> str:
    value = levels.get("transient", {}).get(name, levels.get("persistent", {}).get(name))
    return str(known_settings(state)[name].default if value is None else value)


@operation(
    "cluster.get_settings",
    GET("/_cluster/settings"),
    query={
        "flat_settings": Bool(False),
        "include_defaults": Bool(False),
        "local": Bool(None),
        "master_timeout": Time(),
        "timeout": Time(),
    },
    privilege="monitor",
    source=f"{SOURCE}/get_settings/ClusterGetSettingsRequest.ts",
    unread_query="the only node answers at once",
)
def get_settings(call: Call) -> Json:
    """What is set, and with `include_defaults` what is not."""
    warn_of_local(call)
    levels = call.store[COLLECTION]
    answer = {level: _printed(call, levels.get(level, {})) for level in ("persistent", "transient")}
    if call.query["include_defaults"]:
        said = {**levels.get("persistent", {}), **levels.get("transient", {})}
        defaults = {
            name: known.default
            for name, known in known_settings(call.state).items()
            if known.default is not None and name not in said
        }
        answer["defaults"] = _printed(call, {**defaults, **_of_node(call)})
    return answer


def _of_node(call: Call) -> dict[str, str]:
    """What the node was started with."""
    options = call.state.options
    names = {
        "cluster.name": call.state.cluster_name,
        "node.name": call.state.node_name,
    }
    return {**names, **{name: text_of(value) for name, value in options["settings"].items()}}


@operation(
    "cluster.put_settings",
    PUT("/_cluster/settings"),
    query={"flat_settings": Bool(False), "timeout": Time(), "master_timeout": Time()},
    body="required",
    privilege="manage",
    source=f"{SOURCE}/put_settings/ClusterPutSettingsRequest.ts",
    missing_body=lambda: parse_error("request body is required"),
    unread_query="changes hold at once, so timeouts change nothing",
)
def put_settings(call: Call) -> Json:
    """Set, change and remove (null) settings; all of the request or nothing of it."""
    body = call.body if isinstance(call.body, dict) else {}  # the server's reader of maps finds nothing in a list
    wanted = {level: _read_level(body, level) for level in ("transient", "persistent")}
    if not any(wanted.values()):
        raise request_invalid("no settings to update")
    for level, values in wanted.items():
        for name in sorted(values):
            _check(call, level, name, values[name])
    if call.has(changes.LOGGERS_OVERRIDE_CHILDREN) and any(
        name.startswith("logger.") and value is not None for values in wanted.values() for name, value in values.items()
    ):
        call.warnings.append(LOGGERS)
    settled = {level: _settled(call, level, values) for level, values in wanted.items()}
    changed = [name for values in wanted.values() for name in values]
    check_watermarks(lambda name: _valid(call.state, settled, name), changed)
    answer: dict[str, Json] = {"acknowledged": True}
    for level in ("persistent", "transient"):
        call.store.put(COLLECTION, level, settled[level])
        answer[level] = _printed(call, {name: value for name, value in wanted[level].items() if value is not None})
    return answer


def _settled(call: Call, level: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """What a level holds after the request."""
    removed = [name for name, value in wanted.items() if value is None]
    kept = {
        name: value for name, value in call.store[COLLECTION].get(level, {}).items() if not _is_one_of(name, removed)
    }
    return {**kept, **{name: value for name, value in wanted.items() if value is not None}}


def _read_level(body: dict[str, Json], level: str) -> dict[str, Any]:
    if level not in body:
        return {}
    if body[level] is None:
        raise errors.settings_are_null()
    if not isinstance(body[level], dict):
        raise errors.not_a_java_map(body[level])
    return _flat(body[level])


def _check(call: Call, level: str, name: str, value: Any) -> None:
    """`AbstractScopedSettings.updateSettings`: known, dynamic, well-formed; null takes any pattern."""
    known = known_settings(call.state).get(name)
    if name.startswith(GROUPS):
        if name.startswith("logger.") and value is not None and str(value).upper() not in LEVELS:
            raise illegal_argument(f"Unknown level constant [{str(value).upper()}].")
        return
    if value is None and (name.endswith("*") or (known is not None and known.kind == "dynamic")):
        return
    if known is None:
        raise illegal_argument(f"{level} setting [{name}], not recognized")
    if known.kind != "dynamic":
        raise _not_dynamic(level, name, known)
    check_value(name, value, known)


def _not_dynamic(level: str, name: str, known: Registered) -> ApiError:
    if known.kind == "final":
        return illegal_argument(f"final {level} setting [{name}], not updateable")
    return illegal_argument(f"{level} setting [{name}], not dynamically updateable")


def _is_one_of(name: str, patterns: list[str]) -> bool:
    return any(name == pattern or (pattern.endswith("*") and name.startswith(pattern[:-1])) for pattern in patterns)


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested and dotted names as dotted ones, values as texts and lists of texts."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{prefix}{name}."))
        elif isinstance(value, list):
            found[prefix + name] = [text_of(item) for item in value]
        else:
            found[prefix + name] = None if value is None else text_of(value)
    return found


def _printed(call: Call, values: Mapping[str, Any]) -> dict[str, Any]:
    ordered = dict(sorted(values.items()))
    return ordered if call.query["flat_settings"] else nested(ordered)
