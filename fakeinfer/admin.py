"""Paths under `/_fakeinfer/`: looking at a running fake and steering it. They are ours alone; no real server has them.

GET  /_fakeinfer/health      product, version, how many requests were answered
POST /_fakeinfer/reset       back to the beginning
GET  /_fakeinfer/state       everything the cluster holds, secrets masked
GET  /_fakeinfer/openapi.json  an OpenAPI document of what the fake implements at its version
GET  /_fakeinfer/coverage    its operations, how often each was asked for, and what it answered
GET  /_fakeinfer/journal     what was asked and answered (`?operation=inference.*`, `?size=100`), secrets masked
POST /_fakeinfer/snapshot    keep the state; answers its name (`?name=` chooses one)
POST /_fakeinfer/restore     put a kept state back (`?name=`, the last one by default)

GET    /_fakeinfer/faults    what is declared to go wrong, and how often it struck
POST   /_fakeinfer/faults    declare a fault: `{"operation": "bulk", "status": 429, "times": 2}`; the keys are those of `fake.fail`,
                             with `delay` in seconds, and `fields` for what a call has to have
DELETE /_fakeinfer/faults    take all back, or the one that `?number=` names

POST   /_fakeinfer/scripts   lay down what an endpoint answers: `{"endpoint": "x", "answers": [..]}`, `"embeds": {text: vector}` with
                             `"strict"`, `"streams": {"chunks": .., "delay": ..}`, `"reset": true` to forget what was there
DELETE /_fakeinfer/scripts   forget what was laid down about all endpoints
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from .errors import ApiError, illegal_argument
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
        listed = ", ".join(f"{verb} /_fakeinfer/{action}" for action, verbs in _ACTIONS.items() for verb in verbs)
        raise ApiError(404, "fakeinfer_no_such_path_exception", f"no [/_fakeinfer/{name}]; there are {listed}")
    action = known.get("GET" if method == "HEAD" else method)
    if action is None:
        verbs = " or ".join(known)
        raise ApiError(405, "fakeinfer_wrong_method_exception", f"[/_fakeinfer/{name}] takes {verbs}, not {method}")
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
        "failed_scripts": [type(failure).__name__ for failure in cluster.state.scripts.failures],
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
    try:
        entries = journal.of(query["operation"]) if "operation" in query else list(journal)
    except ValueError as unknown:
        raise ApiError(400, "illegal_argument_exception", str(unknown)) from None
    size = query.get("size", "100")
    if not re.fullmatch("[0-9]{1,9}", size):
        raise ApiError(400, "illegal_argument_exception", f"[size] is a number, not [{size}]")
    return {"exchanges": [entry.shown() for entry in entries[max(len(entries) - int(size), 0) :]]}


def _openapi(exchange: Exchange, query: dict[str, str]) -> Json:
    from .openapi import document

    return document(exchange.cluster.contract)


def _coverage(exchange: Exchange, query: dict[str, str]) -> Json:
    cluster = exchange.cluster
    asked: dict[str, Counter[str]] = {id: Counter() for id in sorted(cluster.contract.operations)}
    for entry in cluster.journal:
        if entry.operation in asked:
            asked[entry.operation][str(entry.status)] += 1
    return {
        "operations": {
            id: {"asked": total.total(), "answers": dict(sorted(total.items()))} for id, total in asked.items()
        },
        "never_asked": [id for id, total in asked.items() if not total],
    }


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


def _faults(exchange: Exchange, query: dict[str, str]) -> Json:
    return {"faults": [declared.shown for declared in exchange.cluster.state.faults]}


def _declare_fault(exchange: Exchange, query: dict[str, str]) -> Json:
    from .faulting import declare

    sent = _sent_object(exchange)
    known = ("status", "error", "upstream", "drop", "when", "delay", "times", "after")
    unknown = [name for name in sent if name not in (*known, "operation", "fields")]
    if unknown:
        raise illegal_argument(f"a fault has no [{unknown[0]}]; it has operation, fields, {', '.join(known)}")
    operation, fields = sent.get("operation"), sent.get("fields", {})
    if not isinstance(operation, str) or not isinstance(fields, dict):
        raise illegal_argument("a fault needs an [operation], and its [fields] are an object")
    try:
        declared = declare(exchange.cluster, operation, fields, **{name: sent[name] for name in known if name in sent})
    except ValueError as refused:
        raise illegal_argument(str(refused)) from refused
    return declared.shown


def _sent_object(exchange: Exchange) -> dict[str, Json]:
    try:
        sent = json.loads(exchange.request.body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise illegal_argument("a JSON object is expected")
    return sent


def _remove_faults(exchange: Exchange, query: dict[str, str]) -> Json:
    faults = exchange.cluster.state.faults
    if "number" not in query:
        faults.clear()
        return {"acknowledged": True}
    chosen = [declared for declared in faults if str(declared.number) == query["number"]]
    if not chosen:
        raise ApiError(404, "resource_not_found_exception", f"no fault [{query['number']}]")
    chosen[0].remove()
    return {"acknowledged": True}


def _lay_down(exchange: Exchange, query: dict[str, str]) -> Json:
    from .scripting import from_json

    try:
        from_json(exchange.cluster, _sent_object(exchange))
    except (ValueError, TypeError) as refused:
        raise illegal_argument(str(refused)) from refused
    return {"acknowledged": True}


def _forget_scripts(exchange: Exchange, query: dict[str, str]) -> Json:
    exchange.cluster.state.scripts.clear()
    return {"acknowledged": True}


def _plain(record: Any) -> Json:
    return asdict(record) if is_dataclass(record) and not isinstance(record, type) else record


_ACTIONS: dict[str, dict[str, Callable[[Exchange, dict[str, str]], Json]]] = {
    "health": {"GET": _health},
    "reset": {"POST": _reset},
    "state": {"GET": _state},
    "journal": {"GET": _journal},
    "openapi.json": {"GET": _openapi},
    "coverage": {"GET": _coverage},
    "snapshot": {"POST": _snapshot},
    "restore": {"POST": _restore},
    "faults": {"GET": _faults, "POST": _declare_fault, "DELETE": _remove_faults},
    "scripts": {"POST": _lay_down, "DELETE": _forget_scripts},
}
