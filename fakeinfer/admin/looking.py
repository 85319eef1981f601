"""Looking at a running fake: nothing here changes it, and no secret is shown."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ApiError
from ..wire import Json, Response

if TYPE_CHECKING:
    from ..pipeline import Exchange


def page(exchange: Exchange, query: dict[str, str]) -> Response:
    """A page that shows what the other paths tell; it asks for them itself and needs nothing from elsewhere."""
    policy = "default-src 'none'; connect-src 'self'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"
    headers = [("content-type", "text/html; charset=utf-8"), ("content-security-policy", policy)]
    return Response(200, headers, Path(__file__).with_name("page.html").read_bytes())


def health(exchange: Exchange, query: dict[str, str]) -> Json:
    from .. import __version__

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


def state(exchange: Exchange, query: dict[str, str]) -> Json:
    from ..secrets import masked

    collections = exchange.cluster.state.store.collections
    shown = {
        name: {id: _plain(record) for id, record in records.items()} for name, records in collections.items() if records
    }
    return masked(shown, exchange.cluster.contract)


def _plain(record: Any) -> Json:
    return asdict(record) if is_dataclass(record) and not isinstance(record, type) else record


def journal(exchange: Exchange, query: dict[str, str]) -> Json:
    journal = exchange.cluster.journal
    try:
        entries = journal.of(query["operation"]) if "operation" in query else list(journal)
    except ValueError as unknown:
        raise ApiError(400, "illegal_argument_exception", str(unknown)) from None
    size = query.get("size", "100")
    if not re.fullmatch("[0-9]{1,9}", size):
        raise ApiError(400, "illegal_argument_exception", f"[size] is a number, not [{size}]")
    return {"exchanges": [entry.shown() for entry in entries[max(len(entries) - int(size), 0) :]]}


def openapi(exchange: Exchange, query: dict[str, str]) -> Json:
    from ..openapi import document

    return document(exchange.cluster.contract)


def coverage(exchange: Exchange, query: dict[str, str]) -> Json:
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
