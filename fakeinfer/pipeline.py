"""The steps of one request, in order. A step looks at the exchange and returns None to go on, or a response.

Each product lists its own order (`Product.steps`), because the order of checks is behaviour: which of two errors a bad
request gets is part of the contract. A step refuses by raising `ApiError`; rendering is done once, at the end.

Declared faults come right after `route`: they stand for a node in trouble, whose breakers and queues refuse a request once it is
known what is asked for and before anything of it is looked at; a request that leads nowhere meets none. What they do to an
answer on its way is put on it in `answer`.

Users are told apart after `stubs`, before the route is looked for, as both servers do, and their privileges are asked for before
or after `read_body` (`auth.py`); without a guard these steps do nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from . import compression, media, sse
from .errors import (
    ApiError,
    CustomError,
    NoAnswer,
    PlainError,
    StreamedError,
    illegal_argument,
    in_hash_order,
    parse_error,
)
from .formats.escapes import decode
from .media import Output
from .nearness import near_names
from .operations import Call
from .routing import Match, Target
from .wire import Event, PlainText, Reply, Request, Response, Table

if TYPE_CHECKING:
    from .cluster import Cluster
    from .trouble import Trouble

TAKE_SOURCE = ("optional", "required_or_source")
"""Kinds of body that may come as the parameter `source`."""
_JSON = Output()
"""How an answer is printed when nothing is asked for."""
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS")


@dataclass(slots=True)
class Exchange:
    """One request on its way through the steps."""

    cluster: Cluster
    request: Request
    raw_query: dict[str, str] = field(default_factory=dict, repr=False)
    has_body: bool = False
    """Whether a body was parsed, be it `null`."""
    body_format: str | None = None
    """The format that `Content-Type` names, if it is one the product reads."""
    output: Output = _JSON
    match: Match | None = None
    target: Target | None = None
    call: Call | None = None
    error: ApiError | None = None
    by: str = "fake"
    """Who answered: the fake, a stub, a fault, the admin paths."""
    faults_told: list[str] = field(default_factory=list)
    """The declared faults that struck, and the failures that scripts hold, in words."""
    trouble: Trouble | None = None
    """What befalls the answer."""
    user: Any = field(default=None, repr=False)
    """Who asks, if the cluster tells users apart."""
    authorized: bool = False
    """Whether it was asked already if the user may do this."""


def answer(cluster: Cluster, request: Request) -> Response:
    """Run the steps of the cluster's product and render what comes out."""
    exchange = Exchange(cluster, request)
    cluster.state.clock.tick()
    try:
        response = _answered(exchange)
    except Exception as bug:
        cluster.bugs.append(bug)
        response = _render_bug(exchange, bug)
    if exchange.trouble is not None:
        exchange.trouble.befall(response)
    if cluster.state.faults:
        exchange.faults_told += cluster.state.faults.told()
    if cluster.state.scripts:
        exchange.faults_told += cluster.state.scripts.told()
    if exchange.by != "admin":
        cluster.journal.add(exchange, response)
    return response


def _answered(exchange: Exchange) -> Response:
    try:
        return _run(exchange)
    except ApiError as error:
        return render_error(exchange, error)


def _render_bug(exchange: Exchange, bug: Exception) -> Response:
    """A bug of ours as a 500 in the product's shape, or in plain words when rendering is what is broken."""
    told = f"{type(bug).__name__}: {bug}"
    try:
        return render_error(exchange, ApiError(500, "fakeinfer_bug_exception", told))
    except Exception:
        return Response(500, [("content-type", media.PLAIN_TEXT)], told.encode(errors="replace"))


def _run(exchange: Exchange) -> Response:
    for step in exchange.cluster.contract.product.steps:
        response = step(exchange)
        if response is not None:
            return response
    raise AssertionError("the last step of a product returns a response")


# --- the steps, in the order in which most requests meet them ---------------------------------------------------------


def admin(exchange: Exchange) -> Response | None:
    """Paths under `/_fakeinfer/` are ours and come before everything a product does."""
    if not exchange.request.target.startswith("/_fakeinfer"):
        return None
    from .admin import handle_admin

    exchange.by = "admin"
    return handle_admin(exchange)


def expectation(exchange: Exchange) -> Response | None:
    """`Expect: 100-continue` is the doors' business; nothing else can be expected: 417, without the product's headers.

    From Elasticsearch 9 on the connection is closed with it (observed: elasticsearch 8.19.0, 9.2.0, 9.5.0).
    """
    expected = exchange.request.header("expect")
    if expected is None or expected.lower() == "100-continue":
        return None
    closes = "failed_expectation_closes" in exchange.cluster.state.switched_on
    return Response(417, [("content-length", "0"), *([("connection", "close")] if closes else [])])


def stubs(exchange: Exchange) -> Response | None:
    """Expectations in front of the fake (`expect_request(..)`)."""
    if exchange.cluster.stubs is None:
        return None
    response: Response | None = exchange.cluster.stubs.respond(exchange)
    if response is not None:
        exchange.by = "stub"
        exchange.match = match = exchange.cluster.trie.find(exchange.request.path)
        exchange.target = match.node.targets.get(exchange.request.method) if match else None
    return response


def decompress_body(exchange: Exchange) -> None:
    """A compressed body as it was before. Unknown codings are the vendors' business."""
    request = exchange.request
    coding = request.header("content-encoding")
    if coding and coding.lower() in compression.READABLE and request.body:
        exchange.request = replace(request, body=compression.decompressed(request.body, coding))


def route(exchange: Exchange) -> Response | None:
    """Find the operation: 405 for a known path, "no handler found" for an unknown one, OPTIONS answered at once."""
    request, contract = exchange.request, exchange.cluster.contract
    exchange.match = match = exchange.cluster.trie.find(request.path)
    if match is not None:
        exchange.target = match.node.targets.get(request.method)
        if exchange.target is not None:
            return None
        methods = set(match.node.targets)
    else:
        methods = contract.product.ghost_methods(exchange.cluster.state, request.path)
    allowed = contract.product.allowed_methods(contract.version, methods)
    allow = [("Allow", ",".join(allowed))] if allowed else []
    if request.method == "OPTIONS":
        return finish(exchange, Response(200, [*allow, ("content-type", media.PLAIN_TEXT)]))
    listed = f", allowed: [{', '.join(allowed)}]" if allowed else ""
    if request.method not in METHODS:
        raise PlainError(405, f"Unexpected http method: {request.method}{listed}", headers=allow)
    if match is None and (not methods or request.method in methods):
        uri = request.target if contract.product.no_handler_repeats_query else request.path
        text = f"no handler found for uri [{uri}] and method [{request.method}]"
        raise PlainError(400, text, shows_status=False)
    what = f"for uri [{request.target}] and method [{request.method}]"
    raise PlainError(405, f"Incorrect HTTP method {what}{listed}", headers=allow)


def faults(exchange: Exchange) -> Response | None:
    """What was declared to go wrong with this operation."""
    if not exchange.cluster.state.faults:
        return None
    from .faulting import strike

    return strike(exchange)


def check_content_type(exchange: Exchange) -> None:
    """A body needs a type that the product reads: 406 otherwise, in the answer's own plain shape."""
    if exchange.request.body and exchange.body_format is None:
        sent = ",".join(exchange.request.headers.get("content-type", ()))
        raise PlainError(406, f"Content-Type header [{sent}] is not supported")


def make_call(exchange: Exchange) -> None:
    """Decode the path's variables and make the call that the later steps fill."""
    assert exchange.match is not None
    assert exchange.target is not None
    raw = exchange.match.variables(exchange.target)
    cluster, route = exchange.cluster, exchange.target.route
    exchange.call = Call(
        cluster.contract,
        cluster.state,
        exchange.target.operation,
        exchange.request,
        {name: decode(value) if "%" in value else value for name, value in raw.items()},
        route=route.path,
        human=exchange.output.human,
        user=exchange.user,
    )
    if route.replaced_by is not None:
        old, new = f"{route.method} {route.path}", f"{route.method} {route.replaced_by}"
        exchange.call.warnings.append(f"[{old}] is deprecated! Use [{new}] instead.")


def read_query(exchange: Exchange) -> None:
    """Convert the declared parameters; what nobody declared is refused with suggestions."""
    call = exchange.call
    assert call is not None
    declared = call.operation.query
    raw = exchange.raw_query
    if not raw:
        call.query = {name: parameter.default for name, parameter in declared.items()}
        return
    version = call.contract.version
    present = {name: parameter for name, parameter in declared.items() if version in parameter.span}
    call.query = {
        name: parameter.read(name, raw[name]) if name in raw else parameter.default
        for name, parameter in present.items()
    }
    common = call.contract.product.common_parameters
    unknown = [name for name in raw if name not in present and name not in common and name not in call.path]
    if call.operation.body in TAKE_SOURCE:
        unknown = [name for name in unknown if name not in ("source", "source_content_type")]
    if unknown:
        raise unrecognized(
            exchange.request.path,
            sorted(unknown),
            [*(name for name in present if getattr(present[name], "suggested", True)), *common],
        )


def unrecognized(path: str, unknown: list[str], candidates: Iterable[str]) -> ApiError:
    """The refusal of query parameters nobody reads, with near names (`BaseRestHandler.unrecognized` of both servers)."""
    known = list(candidates)
    parts = []
    for name in unknown:
        names = near_names(name, known)
        hint = f" -> did you mean [{names[0]}]?" if len(names) == 1 else ""
        if len(names) > 1:
            hint = f" -> did you mean any of [{', '.join(names)}]?"
        parts.append(f"[{name}]{hint}")
    plural = "s" if len(unknown) > 1 else ""
    return illegal_argument(f"request [{path}] contains unrecognized parameter{plural}: {', '.join(parts)}")


def read_body(exchange: Exchange) -> None:
    """Parse the body as its operation wants it; absent where one is needed is the operation's own refusal."""
    call, data = exchange.call, exchange.request.body
    assert call is not None
    mode = call.operation.body
    if mode == "none":
        if data and call.contract.product.refuses_needless_body:
            what = f"{exchange.request.method} {exchange.request.path}"
            raise illegal_argument(f"request [{what}] does not support having a body")
        return
    if mode == "ignored":
        return
    if mode == "raw":
        call.body = data
        return
    if data:
        call.body = media.read_body(call, data, exchange.body_format or "json")
        exchange.has_body = True
    elif mode in TAKE_SOURCE and "source" in exchange.raw_query:
        call.body = _read_source(exchange)
        exchange.has_body = True
    elif mode == "optional":
        return
    elif call.operation.missing_body is not None:
        raise call.operation.missing_body()
    else:
        or_source = " or source parameter" if mode == "required_or_source" else ""
        raise parse_error(f"request body{or_source} is required")


def _read_source(exchange: Exchange) -> Any:
    """The body that came as a query parameter, whose type has to be said too."""
    call = exchange.call
    assert call is not None
    product = call.contract.product
    content_type = exchange.raw_query.get("source_content_type")
    if content_type is None:
        raise product.refuse_source("source and source_content_type parameters are required")
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in media.FORMATS:
        raise product.refuse_source(f"Unknown value for source_content_type [{content_type}]")
    return media.read_body(call, exchange.raw_query["source"].encode(errors="replace"), media.FORMATS[kind])


def check_schema(exchange: Exchange) -> None:
    """Hold the body against the operation's schema; a violation becomes the wire error the schema names.

    A violation without a named error is a bug of the schema.
    """
    call = exchange.call
    assert call is not None
    if not exchange.has_body:
        return
    schema = call.contract.schema(call.operation.id).body
    if schema is None or schema.accepts(call.body):
        return
    violation = schema.violation(call.body)
    assert violation is not None, "the compiled validator and jsonschema disagree"
    refusal = call.contract.product.refusals.get(violation.error or "")
    if refusal is None:
        where = ".".join(map(str, violation.at)) or "body"
        raise ValueError(
            f"schemas/{call.operation.id}.json: no refusal {violation.error!r} for {where}: {violation.message}"
        )
    raise refusal(call, violation)


def run(exchange: Exchange) -> Response:
    """The operation itself, rendered."""
    call = exchange.call
    assert call is not None
    result = call.operation.run(call)
    return render(exchange, result if isinstance(result, Reply) else Reply(result))


# --- rendering --------------------------------------------------------------------------------------------------------


def render(exchange: Exchange, reply: Reply) -> Response:
    """A value as the client asked for it."""
    output, value = exchange.output, reply.value
    if reply.events is not None:
        headers = [*reply.headers, ("content-type", reply.content_type or "text/event-stream")]
        chunks = tuple(sse.encode(event, output) for event in reply.events)
        return finish(exchange, Response(reply.status, headers, chunks=chunks, pause=reply.pause))
    if isinstance(value, PlainText) or (isinstance(value, Table) and not output.asked):
        headers = [*reply.headers, ("content-type", reply.content_type or media.PLAIN_TEXT)]
        return finish(exchange, Response(reply.status, headers, value.text.encode(errors="replace")))
    body = media.encode(value, output.prettier() if reply.pretty else output)
    headers = [*reply.headers, ("content-type", reply.content_type or output.content_type)]
    return finish(exchange, Response(reply.status, headers, body))


def render_error(exchange: Exchange, error: ApiError) -> Response:
    """A refusal, in the format of the request; `filter_path` is not applied to what the server takes for an error."""
    exchange.error = error
    if isinstance(error, NoAnswer):
        return Response(0, closes=True)
    output = exchange.output
    value: Any = error.body(trace=output.error_trace)
    if error.metadata or error.root_cause is not None:
        value = {**value, "error": in_hash_order(value["error"], exchange.cluster.contract.product.metadata_prefix)}
    if isinstance(error, StreamedError):
        events = (Event(value, "error", error.marked),)
        return render(exchange, Reply(status=error.status, headers=error.headers, events=events))
    if isinstance(value, PlainText):
        return render(exchange, Reply(value, status=error.status, headers=error.headers))
    filtered = isinstance(error, CustomError) and error.filtered
    body = media.encode(value, output if filtered else output.without_filter())
    return finish(exchange, Response(error.status, [*error.headers, ("content-type", output.content_type)], body))


def finish(exchange: Exchange, response: Response) -> Response:
    """What every answer has: the product's headers, warnings, compression; an answer to HEAD keeps only its headers."""
    cluster, request = exchange.cluster, exchange.request
    product = cluster.contract.product
    product.decorate(exchange, response)
    if exchange.call is not None and exchange.call.warnings:
        agent = product.warning_agent(cluster.contract)
        for text in dict.fromkeys(exchange.call.warnings):
            response.headers.append(("Warning", f'299 {agent} "{_escaped_warning(text)}"'))
    if "accept-encoding" in request.headers and response.body:
        coding = compression.wanted(",".join(request.headers["accept-encoding"]))
        if coding is not None:
            response.body = compression.compressed(response.body, coding)
            response.headers.append(("content-encoding", coding))
    if request.method == "HEAD":
        response.headers.append(("content-length", str(len(response.body))))
        response.body = b""
    return response


def _escaped_warning(text: str) -> str:
    """Quotes and backslashes escaped, what is not ASCII percent-encoded (`HeaderWarning.escapeAndEncode`)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return escaped if escaped.isascii() else quote(escaped, safe=_HEADER_SAFE)


_HEADER_SAFE = "".join(map(chr, range(0x20, 0x7F)))
