"""Faults at work: checking one against a version when it is declared, and spoiling the exchanges it concerns.

What can be declared is in `faults.py`, how each product words its errors in its own `faults.py`; what drops and delays look
like to a client is up to the doors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .errors import ApiError
from .faults import Case, Declared, Fault, Upstream
from .journal import Entry
from .matching import has_fields
from .nearness import near_names
from .operation_names import matches, operations_meant, why_unknown
from .secrets import names_of
from .trouble import Trouble
from .wire import Response

if TYPE_CHECKING:
    from .cluster import Cluster
    from .contract import Product
    from .operations import Operation
    from .pipeline import Exchange

# --- declaring --------------------------------------------------------------------------------------------------------


def declare(cluster: Cluster, operation: str, fields: Mapping[str, Any], **what: Any) -> Declared:
    """Declare a fault; ValueError for one that could never strike, or that cannot be made sense of.

    `what` are the other fields of `Fault`; `upstream` in any form that `Upstream.read` takes.
    """
    if what.get("upstream") is not None:
        what["upstream"] = Upstream.read(what["upstream"])
    fault = Fault(operation, dict(fields), **what)
    problem = why_unknown(cluster.contract, operation)
    if problem is not None:
        raise ValueError(problem)
    meant = operations_meant(cluster.contract, operation)
    if not any(_is_reachable(cluster, op) for op in meant):
        raise ValueError(f"this cluster was started without what {operation!r} needs: no request can lead there")
    fault = replace(fault, secret_names=frozenset().union(*(names_of(cluster.contract, op.id) for op in meant)))
    if fault.upstream is not None:
        _check_upstream(cluster.contract.product, fault, [op.id for op in meant])
    if fault.status is not None or fault.error is not None:
        _check_error(cluster.contract.product, fault)
    with cluster.lock:
        return cluster.state.faults.declare(fault)


def _is_reachable(cluster: Cluster, operation: Operation) -> bool:
    """Whether this cluster has a route of an operation: some come with options that it was started with."""
    for route in operation.routes:
        match = cluster.trie.find(route.path)
        target = match.node.targets.get(route.method) if match is not None else None
        if target is not None and target.operation.id == operation.id:
            return True
    return False


def _check_upstream(product: Product, fault: Fault, meant: list[str]) -> None:
    known, callers = product.provider_fields, product.provider_operations
    if not set(callers) & set(meant):
        aliases = " or inference.<task type>" if product.name == "elasticsearch" else ""
        told = f"it goes by {', '.join(callers)}{aliases}, whatever made it happen"
        raise ValueError(f"{fault.operation} is not what a call of a model provider goes by: {told}")
    if unknown := [name for name in fault.fields if name not in known]:
        raise ValueError(f"an upstream fault is told by {', '.join(known)}, not by {', '.join(unknown)}")


def _check_error(product: Product, fault: Fault) -> None:
    if isinstance(fault.error, Mapping):
        if set(fault.error) != {"type", "reason"} or not all(isinstance(text, str) for text in fault.error.values()):
            raise ValueError('an error of your own is {"type": "..", "reason": ".."}')
        return
    if fault.error is not None:
        named = product.faults.get(fault.error)
        if named is None:
            near = near_names(fault.error, product.faults)
            hint = f"did you mean {near[0]!r}?" if near else "there are"
            listed = ", ".join(f"{name} ({known.statuses[0]})" for name, known in product.faults.items())
            raise ValueError(f"{product.name} has no error {fault.error!r}; {hint} {'All: ' if near else ''}{listed}")
        if fault.status not in (None, *named.statuses):
            statuses = " or ".join(map(str, named.statuses))
            raise ValueError(f"{fault.error} is answered with {statuses}, not with {fault.status}")
    elif _name_for(product, fault.status) is None:
        statuses = ", ".join(
            map(str, sorted({status for known in product.faults.values() for status in known.statuses}))
        )
        raise ValueError(
            f"what {product.name} says with {fault.status} is not known here; known are {statuses}."
            ' With error={"type": "..", "reason": ".."} it says what you like.'
        )


def _name_for(product: Product, status: int | None) -> str | None:
    return next((name for name, known in product.faults.items() if status in known.statuses), None)


# --- striking ---------------------------------------------------------------------------------------------------------


def strike(exchange: Exchange) -> Response | None:
    """What becomes of a routed exchange: an answer that the fault gives, or nothing yet but trouble ahead."""
    asked = exchange.cluster.journal.asked(exchange)
    late = _next(exchange, asked, lambda fault: fault.delay is not None)
    spoiled = _next(exchange, asked, lambda fault: fault.delay is None and fault.upstream is None)
    struck = [declared for declared in (late, spoiled) if declared is not None]
    if not struck:
        return None
    exchange.faults_told += [declared.told for declared in struck]
    drop = spoiled.fault.drop if spoiled is not None else None
    delay = late.fault.delay if late is not None else None
    if drop is not None or delay is not None:
        exchange.trouble = Trouble(delay or 0.0, drop, spoiled.gate if spoiled is not None else None)
    if spoiled is None or _runs_first(spoiled.fault):
        return None
    exchange.by = "fault"
    return Response(0) if drop is not None else _answer(exchange, asked, spoiled.fault)


def _next(exchange: Exchange, asked: Entry, wanted: Callable[[Fault], bool]) -> Declared | None:
    """The first fault of a kind that concerns this exchange and is due."""
    for declared in exchange.cluster.state.faults:
        fault = declared.fault
        concerned = wanted(fault) and matches(fault.operation, asked.names) and has_fields(asked, fault.fields)
        if concerned and declared.strikes():
            return declared
    return None


def _runs_first(fault: Fault) -> bool:
    """Whether the operation runs and only its answer suffers."""
    return fault.drop == "truncate" or (fault.drop is not None and fault.when == "after")


def _answer(exchange: Exchange, asked: Entry, fault: Fault) -> Response:
    """The declared error, in the product's words."""
    if isinstance(fault.error, Mapping):
        raise ApiError(fault.status or 500, fault.error["type"], fault.error["reason"])
    product = exchange.cluster.contract.product
    name = fault.error or _name_for(product, fault.status)
    assert name is not None
    named = product.faults[name]
    made = named.make(Case(exchange, asked, fault.status or named.statuses[0]))
    if isinstance(made, ApiError):
        raise made
    return made
