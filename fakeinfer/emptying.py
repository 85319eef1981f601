"""Emptying a real server between two fixtures: everything it holds goes, so only a throw-away server will do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

Ask = Callable[..., tuple[int, Any]]
"""`ask(method, target, body=None)` gives status and JSON."""

ROOM_FOR_MODELS = {
    "plugins.ml_commons.native_memory_threshold": 100,
    "plugins.ml_commons.jvm_heap_memory_threshold": 100,
    "plugins.ml_commons.disk_free_space_threshold": -1,
}
"""Settings that keep a busy machine from refusing ML work for want of memory; they change no answer."""

KEPT_INDEX = ".plugins-ml-config"
"""Holds the key that encrypts credentials; a server does not make it anew while it runs."""


def empty_opensearch(ask: Ask) -> None:
    """Undeploy models, delete indices (system indices too), templates, pipelines, scripts and contexts, reset settings."""
    _, indices = ask("GET", "/_cat/indices?format=json&h=index,status&expand_wildcards=all")
    names = [entry["index"] for entry in indices or ()]
    if {"index": KEPT_INDEX, "status": "close"} in (indices or ()):
        ask("POST", f"/{KEPT_INDEX}/_open")
    if ".plugins-ml-model" in names:
        _, found = ask("POST", "/_plugins/_ml/models/_search", {"size": 1000, "_source": False})
        for hit in found.get("hits", {}).get("hits", ()):
            ask("POST", f"/_plugins/_ml/models/{hit['_id']}/_undeploy")
    for name in names:
        if name != KEPT_INDEX and ask("DELETE", f"/{name}")[0] == BLOCKED:
            ask("PUT", f"/{name}/_settings", {"index.blocks.read_only": None})
            ask("DELETE", f"/{name}")
    for path in ("/_search/point_in_time/_all", "/_search/scroll/_all"):
        ask("DELETE", path)
    _, state = ask("GET", f"/_cluster/state/metadata?filter_path={','.join(_NAMED)}")
    for within, path in _NAMED.items():
        for name in _keys_at(state, within):
            ask("DELETE", f"{path}/{quote(name, safe='')}")
    _delete_each(ask, "/_ingest/pipeline")
    _delete_each(ask, "/_search/pipeline")
    _, current = ask("GET", "/_cluster/settings?flat_settings=true")
    cleared = {level: dict.fromkeys(current[level]) for level in ("persistent", "transient") if current.get(level)}
    if cleared:
        ask("PUT", "/_cluster/settings", cleared)


BLOCKED = 403
"""What a server answers who deletes an index that may only be read."""

_NAMED = {
    "metadata.index_template.index_template": "/_index_template",
    "metadata.component_template.component_template": "/_component_template",
    "metadata.templates": "/_template",
    "metadata.stored_scripts": "/_scripts",
}
"""Where the state of a cluster has things by name, and where they are deleted; what is composed before its components."""


def _keys_at(state: Any, path: str) -> list[str]:
    """The names of the object at a path; none while it is not there."""
    for step in path.split("."):
        state = (state or {}).get(step)
    return list(state or ())


def empty_elasticsearch(ask: Ask) -> None:
    """Delete indices, pipelines and inference endpoints; what the server itself put there stays."""
    _, indices = ask("GET", "/_cat/indices?format=json&h=index")
    for entry in indices or ():
        ask("DELETE", f"/{entry['index']}")
    _delete_each(ask, "/_ingest/pipeline")
    _, found = ask("GET", "/_inference/_all")
    for endpoint in found.get("endpoints", ()) if isinstance(found, dict) else ():
        if not endpoint["inference_id"].startswith("."):
            ask("DELETE", f"/_inference/{endpoint['inference_id']}?force=true")


def _delete_each(ask: Ask, kind: str) -> None:
    _, found = ask("GET", kind)
    for name in found or ():
        ask("DELETE", f"{kind}/{quote(name, safe='')}")


EMPTY: dict[str, Callable[[Ask], None]] = {"opensearch": empty_opensearch, "elasticsearch": empty_elasticsearch}
"""What empties a server of each product."""
