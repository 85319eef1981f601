"""`/_cluster/settings`, and `setting(state, key)`, by which everything else asks for a value.

Three levels are kept as flat maps of texts: what the cluster was started with ("node", static settings only), persistent,
transient; the last one wins. Keys and types are data, see `known_settings.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, request_invalid
from ...operations import GET, PUT, Bool, Call, Parameter, Text, Time, operation
from ...wire import Json
from .. import changes, errors
from .known_settings import as_text, known_settings

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "cluster_settings"
LEVELS = ("transient", "persistent", "node")
SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/cluster.yaml"
TIMEOUTS: dict[str, Parameter] = {"cluster_manager_timeout": Time(), "master_timeout": Time()}


def setting(state: State, key: str) -> Any:
    """The typed value that holds now; None when this version has no such setting."""
    known = known_settings(state.contract).get(key)
    if known is None:
        return None
    levels = state.store[COLLECTION]
    for level in LEVELS:
        if key in (values := levels.get(level, {})):
            return known.read(values[key])
    return known.read(known.default)


def put_in_place(state: State, wanted: Mapping[str, Any]) -> None:
    """Give a fresh cluster its settings; static ones as if they stood in opensearch.yml. ValueError for what is refused."""
    known = known_settings(state.contract)
    for key, value in _flat(wanted).items():
        if key not in known:
            raise ValueError(f"opensearch {state.contract.version} has no cluster setting {key}")
        stored = as_text(value)
        try:
            known[key].read(stored)
        except ApiError as error:
            raise ValueError(error.reason) from None
        level = "persistent" if known[key].dynamic else "node"
        state.store.put(COLLECTION, level, {**(state.store.get(COLLECTION, level) or {}), key: stored})


@operation(
    "cluster.get_settings",
    GET("/_cluster/settings"),
    query={
        "flat_settings": Bool(False),
        "include_defaults": Bool(False),
        "local": Bool(False),
        "settings_filter": Text(),
        "timeout": Time(),
        **TIMEOUTS,
    },
    privilege="cluster:monitor/state",
    source=SOURCE,
    unread_query="one node answers at once and holds no secret settings: local, settings_filter and timeouts change nothing",
)
def get_settings(call: Call) -> Json:
    """What is set, and with `include_defaults` what is not."""
    one_timeout(call)
    levels = call.store[COLLECTION]
    answer = {level: _printed(call, levels.get(level, {})) for level in ("persistent", "transient")}
    if call.query["include_defaults"]:
        put = {**levels.get("persistent", {}), **levels.get("transient", {})}
        defaults = {key: known.default for key, known in known_settings(call.contract).items() if key not in put}
        answer["defaults"] = _printed(call, {**defaults, **levels.get("node", {})})
    return answer


@operation(
    "cluster.put_settings",
    PUT("/_cluster/settings"),
    query={"flat_settings": Bool(False), "timeout": Time(), **TIMEOUTS},
    body="required",
    privilege="cluster:admin/settings/update",
    source=SOURCE,
    unread_query="changes hold at once, so timeouts change nothing",
)
def put_settings(call: Call) -> Json:
    """Set, change and remove (null) settings; all of the request or nothing of it."""
    one_timeout(call)
    body = call.body if isinstance(call.body, dict) else {}  # the server's reader of maps finds nothing in a list
    wanted = {level: _flat(body.get(level) or {}) for level in ("transient", "persistent")}
    if not any(wanted.values()):
        raise request_invalid("no settings to update")
    for (
        level,
        values,
    ) in wanted.items():  # the server looks at transient ones first, each level in the order of its keys
        for key in sorted(values):
            _check(call, level, key, values[key])
    if wanted["persistent"].get(OVERRIDE) or wanted["transient"].get(OVERRIDE):
        call.warnings.append("overriding main response version number will be removed in a future version")
    answer: dict[str, Json] = {"acknowledged": True}
    for level in ("persistent", "transient"):
        put = {key: as_text(value) for key, value in wanted[level].items() if value is not None}
        removed = [key for key, value in wanted[level].items() if value is None]
        kept = {
            key: value for key, value in call.store[COLLECTION].get(level, {}).items() if not _matches(key, removed)
        }
        call.store.put(COLLECTION, level, {**kept, **put})
        answer[level] = _printed(call, put)
    return answer


OVERRIDE = "compatibility.override_main_response_version"


def one_timeout(call: Call) -> None:
    """Refuse the old and the new name of a timeout together."""
    if call.query["cluster_manager_timeout"] is not None and call.query["master_timeout"] is not None:
        raise errors.two_timeouts()


def _check(call: Call, level: str, key: str, value: Json) -> None:
    """`AbstractScopedSettings.updateSettings`: known, dynamic, well-formed; null takes any pattern."""
    known = known_settings(call.contract).get(key)
    if value is None and (key.endswith("*") or (known is not None and known.dynamic)):
        return
    if known is None:
        raise errors.setting_not_recognized(level, key, call.has(changes.UNKNOWN_SETTING_TYPE))
    if not known.dynamic:
        raise errors.setting_is_final(level, key) if known.final else errors.setting_not_dynamic(level, key)
    known.read(as_text(value))


def _matches(key: str, patterns: list[str]) -> bool:
    return any(key == pattern or (pattern.endswith("*") and key.startswith(pattern[:-1])) for pattern in patterns)


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested and dotted keys as dotted ones."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found.update(_flat(value, f"{prefix}{name}."))
        else:
            found[prefix + name] = value
    return found


def _printed(call: Call, values: Mapping[str, Any]) -> dict[str, Any]:
    """Settings as asked for: `flat_settings`, or nested."""
    ordered = sorted(values.items())
    if call.query["flat_settings"]:
        return dict(ordered)
    tree: dict[str, Any] = {}
    for key, value in ordered:
        *path, last = key.split(".")
        node = tree
        for name in path:
            node = node.setdefault(name, {})
        node[last] = value
    return tree
