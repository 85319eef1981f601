"""From the name of an API and its parameters to a request, by the operations that a contract declares."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fakeinfer.contract import Contract
from fakeinfer.operation_names import known_names
from fakeinfer.operations import Operation, Route
from fakeinfer.wire import Request
from tests.yaml_rest.outcomes import Failed, Unsupported

LINES = ("bulk", "msearch", "msearch_template")
"""APIs whose bodies are lines of JSON."""


def request_for(contract: Contract, api: str, given: Mapping[str, Any], headers: Mapping[str, str]) -> Request:
    """The request that calls `api`; what is no part of the path and no body is the query."""
    operation = known_names(contract).get(api)
    if operation is None:
        raise Unsupported(f"the API {api}")
    values = {name: value for name, value in given.items() if value is not None}
    body = values.pop("body", None)
    values.pop("ignore", None)
    route = _route(operation, contract, set(values), has_body=body is not None)
    path = "/".join(
        quote(_text(values.pop(segment[1:-1])), safe=",*") if segment.startswith("{") else segment
        for segment in route.path.split("/")
    )
    query = "&".join(f"{quote(name)}={quote(_text(value), safe=',*')}" for name, value in values.items())
    lines = api in LINES
    data = b"" if body is None else _body(body, lines=lines)
    sent = dict(headers)
    if data and not any(name.lower() == "content-type" for name in sent):
        sent["Content-Type"] = "application/x-ndjson" if lines else "application/json"
    return Request.build(route.method, f"{path}?{query}" if query else path, sent, data)


def _route(operation: Operation, contract: Contract, given: set[str], *, has_body: bool) -> Route:
    """The route with most of the given parameters in its path; of several methods the one that suits the body."""
    possible = []
    for route in operation.routes:
        named = {segment[1:-1] for segment in route.path.split("/") if segment.startswith("{")}
        if contract.version in route.span and named <= given:
            possible.append((len(named), route))
    if not possible:
        raise Failed(f"{operation.id} has no path for {', '.join(sorted(given)) or 'nothing'}")
    most = max(count for count, _ in possible)
    routes = {route.method: route for count, route in reversed(possible) if count == most and not route.replaced_by}
    order = ("PUT", "POST", "DELETE", "GET", "HEAD") if has_body else ("HEAD", "GET", "PUT", "POST", "DELETE")
    if operation.id == "info":
        order = ("GET",)
    return next(routes[method] for method in order if method in routes)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _body(body: Any, *, lines: bool) -> bytes:
    if isinstance(body, str):
        text = body
    elif lines and isinstance(body, list):
        text = "\n".join(one.strip() if isinstance(one, str) else json.dumps(one) for one in body)
    else:
        text = json.dumps(body, ensure_ascii=False)
    return (text if not lines or text.endswith("\n") else f"{text}\n").encode()
