"""Paths under `/_fakeinfer/`: looking at a running fake and steering it. They are ours alone; no real server has them.

GET  /_fakeinfer/health      product, version, how many requests were answered
POST /_fakeinfer/reset       back to the beginning
GET  /_fakeinfer/state       everything the cluster holds, secrets masked
GET  /_fakeinfer/journal     what was asked and answered (`?operation=inference.*`, `?size=100`), secrets masked
POST /_fakeinfer/snapshot    keep the state; answers its name (`?name=` chooses one)
POST /_fakeinfer/restore     put a kept state back (`?name=`, the last one by default)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from .errors import ApiError
from .formats import jsontext
from .formats.escapes import query_parameters
from .wire import Json, Response

if TYPE_CHECKING:
    from .pipeline import Exchange


def handle_admin(exchange: Exchange) -> Response:
    """Answer one admin request; unknown ones say what there is."""
    path, _, query = exchange.request.target.partition("?")
    method, name = exchange.request.method, path.removeprefix("/_fakeinfer").strip("/")
    try:
        status, value = _run(exchange, method, name, query_parameters(query))
    except ApiError as error:
        status, value = error.status, error.body()
    return Response(status, [("content-type", "application/json")], jsontext.dumps(value, pretty=True).encode())


def _run(exchange: Exchange, method: str, name: str, query: dict[str, str]) -> tuple[int, Json]:
    known = _ACTIONS.get(name)
    if known is None:
        listed = ", ".join(f"{verb} /_fakeinfer/{action}" for action, (verb, _) in _ACTIONS.items())
        raise ApiError(404, "fakeinfer_no_such_path_exception", f"no [/_fakeinfer/{name}]; there are {listed}")
    verb, action = known
    if method not in (verb, "HEAD" if verb == "GET" else verb):
        raise ApiError(405, "fakeinfer_wrong_method_exception", f"[/_fakeinfer/{name}] takes {verb}, not {method}")
    return 200, action(exchange, query)


def _health(exchange: Exchange, query: dict[str, str]) -> Json:
    from . import __version__

    cluster = exchange.cluster
    return {
        "status": "ok",
        "fakeinfer": __version__,
        "product": cluster.contract.product.name,
        "version": str(cluster.contract.version),
        "follow": cluster.follow,
        "exchanges": len(cluster.journal),
        "bugs": [_place_of(bug) for bug in cluster.bugs],
    }


def _place_of(bug: BaseException) -> str:
    """Which error, and where; what it says may quote a secret."""
    at = bug.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    name = type(bug).__name__
    return name if at is None else f"{name} in {at.tb_frame.f_code.co_qualname}, line {at.tb_lineno}"


def _reset(exchange: Exchange, query: dict[str, str]) -> Json:
    exchange.cluster.reset()
    return {"acknowledged": True}


def _state(exchange: Exchange, query: dict[str, str]) -> Json:
    from .secrets import masked

    collections = exchange.cluster.state.store.collections
    shown = {
        name: {id: _plain(record) for id, record in records.items()} for name, records in collections.items() if records
    }
    return masked(shown, exchange.cluster.contract)


def _journal(exchange: Exchange, query: dict[str, str]) -> Json:
    journal = exchange.cluster.journal
    entries = journal.of(query["operation"]) if "operation" in query else list(journal)
    size = query.get("size", "100")
    if not re.fullmatch("[0-9]{1,9}", size):
        raise ApiError(400, "illegal_argument_exception", f"[size] is a number, not [{size}]")
    return {"exchanges": [entry.shown() for entry in entries[max(len(entries) - int(size), 0) :]]}


def _snapshot(exchange: Exchange, query: dict[str, str]) -> Json:
    cluster = exchange.cluster
    name = query.get("name") or next(str(n) for n in count(1) if str(n) not in cluster.kept)
    cluster.kept.pop(name, None)
    cluster.kept[name] = cluster.snapshot()
    return {"acknowledged": True, "name": name}


def _restore(exchange: Exchange, query: dict[str, str]) -> Json:
    cluster = exchange.cluster
    name = query.get("name") or next(reversed(cluster.kept), "")
    if name not in cluster.kept:
        kept = ", ".join(cluster.kept) or "none"
        raise ApiError(404, "resource_not_found_exception", f"no snapshot [{name}] was taken; kept are: {kept}")
    cluster.restore(cluster.kept[name])
    return {"acknowledged": True, "name": name}


def _plain(record: Any) -> Json:
    return asdict(record) if is_dataclass(record) and not isinstance(record, type) else record


_ACTIONS: dict[str, tuple[str, Callable[[Exchange, dict[str, str]], Json]]] = {
    "health": ("GET", _health),
    "reset": ("POST", _reset),
    "state": ("GET", _state),
    "journal": ("GET", _journal),
    "snapshot": ("POST", _snapshot),
    "restore": ("POST", _restore),
}
