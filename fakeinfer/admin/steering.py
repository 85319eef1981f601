"""Steering a running fake: its state, its time, what goes wrong and what is answered."""

from __future__ import annotations

import json
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ApiError, illegal_argument
from ..wire import Json

if TYPE_CHECKING:
    from ..pipeline import Exchange

SPANS = ("hours", "minutes", "seconds")
"""What time can be advanced by."""


def reset(exchange: Exchange, query: dict[str, str]) -> Json:
    exchange.cluster.reset()
    return {"acknowledged": True}


def snapshot(exchange: Exchange, query: dict[str, str]) -> Json:
    cluster = exchange.cluster
    name = query.get("name") or next(str(n) for n in count(1) if str(n) not in cluster.kept)
    cluster.kept.pop(name, None)
    cluster.kept[name] = cluster.snapshot()
    return {"acknowledged": True, "name": name}


def restore(exchange: Exchange, query: dict[str, str]) -> Json:
    cluster = exchange.cluster
    name = query.get("name") or next(reversed(cluster.kept), "")
    if name not in cluster.kept:
        kept = ", ".join(cluster.kept) or "none"
        raise ApiError(404, "resource_not_found_exception", f"no snapshot [{name}] was taken; kept are: {kept}")
    cluster.restore(cluster.kept[name])
    return {"acknowledged": True, "name": name}


def faults(exchange: Exchange, query: dict[str, str]) -> Json:
    return {"faults": [declared.shown for declared in exchange.cluster.state.faults]}


def declare_fault(exchange: Exchange, query: dict[str, str]) -> Json:
    from ..faulting import declare

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


def remove_faults(exchange: Exchange, query: dict[str, str]) -> Json:
    faults = exchange.cluster.state.faults
    if "number" not in query:
        faults.clear()
        return {"acknowledged": True}
    chosen = [declared for declared in faults if str(declared.number) == query["number"]]
    if not chosen:
        raise ApiError(404, "resource_not_found_exception", f"no fault [{query['number']}]")
    chosen[0].remove()
    return {"acknowledged": True}


def lay_down(exchange: Exchange, query: dict[str, str]) -> Json:
    from ..scripting import from_json

    try:
        from_json(exchange.cluster, _sent_object(exchange))
    except (ValueError, TypeError) as refused:
        raise illegal_argument(str(refused)) from refused
    return {"acknowledged": True}


def forget_scripts(exchange: Exchange, query: dict[str, str]) -> Json:
    exchange.cluster.state.scripts.clear()
    return {"acknowledged": True}


def _sent_object(exchange: Exchange) -> dict[str, Json]:
    try:
        sent = json.loads(exchange.request.body)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise illegal_argument("a JSON object is expected")
    return sent


def seed(exchange: Exchange, query: dict[str, str]) -> Json:
    """Send the requests of a seed file, all or none."""
    from ..auth import own_headers
    from ..seed import SeedError, read_seed_text, send_seed

    cluster = exchange.cluster
    media = (exchange.request.header("content-type") or "").partition(";")[0].strip().lower()
    form = next((form for form in ("json", "yaml") if media.endswith((f"/{form}", f"+{form}"))), "console")
    before = cluster.snapshot()
    try:
        requests = read_seed_text(Path(f"seed.{form}"), exchange.request.body.decode())
        sent = send_seed(requests, cluster.handle, own_headers(cluster.state))
    except (SeedError, UnicodeDecodeError) as refused:
        cluster.restore(before)
        raise illegal_argument(str(refused)) from refused
    return {"acknowledged": True, "requests": sent}


def clock(exchange: Exchange, query: dict[str, str]) -> Json:
    """What time it is."""
    clock = exchange.cluster.state.clock
    return {"now": clock.iso(), "millis": clock.millis, "frozen": clock.frozen}


def turn_clock(exchange: Exchange, query: dict[str, str]) -> Json:
    """Freeze time, let it pass or let it go on."""
    turned = exchange.cluster.state.clock
    sent = _sent_object(exchange)
    try:
        match sent:
            case {"freeze": True | str() as at, **rest} if not rest:
                turned.freeze(None if at is True else at)
            case {"resume": True, **rest} if not rest:
                turned.resume()
            case {"advance": dict(spans), **rest} if not rest and all(map(_is_span, spans.items())):
                turned.advance(**spans)
            case _:
                raise illegal_argument(
                    'a clock takes {"freeze": true} or a time there, {"resume": true}, or {"advance": {"hours": 1, "minutes": 2, "seconds": 3}}'
                )
    except (ValueError, OverflowError) as refused:
        raise illegal_argument(f"{refused}: {json.dumps(sent)}") from refused
    return clock(exchange, query)


def _is_span(item: tuple[str, Json]) -> bool:
    name, span = item
    return name in SPANS and isinstance(span, int | float) and not isinstance(span, bool)
