"""The steps of one request, in order. A step looks at the exchange and returns None to go on, or a response.

Each product lists its own order (`Product.steps`), because the order of checks is behaviour: which of two errors a bad
request gets is part of the contract. A step refuses by raising `ApiError`; rendering is done once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from . import media
from .errors import ApiError, NoAnswer, PlainError, illegal_argument, parse_error
from .media import Output
from .operations import Call
from .routing import Match, Target
from .wire import Reply, Request, Response

if TYPE_CHECKING:
    from .cluster import Cluster

COMMON_PARAMETERS = ("pretty", "human", "filter_path", "error_trace", "format")
"""Query parameters that every operation takes."""


@dataclass(slots=True)
class Exchange:
    """One request on its way through the steps."""

    cluster: Cluster
    request: Request
    raw_query: dict[str, str] = field(default_factory=dict)
    output: Output = field(default_factory=Output)
    match: Match | None = None
    target: Target | None = None
    call: Call | None = None
    error: ApiError | None = None
    by: str = "fake"
    """Who answered: the fake, a stub, a fault, the admin paths."""

    @property
    def operation_id(self) -> str | None:
        """The operation the request was routed to, if any."""
        return self.target.operation.id if self.target else None


def answer(cluster: Cluster, request: Request) -> Response:
    """Run the steps of the cluster's product and render what comes out."""
    exchange = Exchange(cluster, request)
    cluster.state.clock.tick()
    try:
        response = _run(exchange)
    except ApiError as error:
        response = render_error(exchange, error)
    except Exception as bug:
        cluster.bugs.append(bug)
        response = render_error(exchange, ApiError(500, "fakeinfer_bug_exception", f"{type(bug).__name__}: {bug}"))
    if exchange.by != "admin":
        cluster.journal.add(exchange, response)
    return response


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
    return response


def faults_in_front(exchange: Exchange) -> Response | None:
    """Declared faults that answer instead of the operation."""
    if exchange.cluster.faults is None:
        return None
    response: Response | None = exchange.cluster.faults.respond(exchange)
    return response


def read_query_string(exchange: Exchange) -> None:
    """Split and decode the query string; a repeated parameter counts once, the last one."""
    _, _, query = exchange.request.target.partition("?")
    if query:
        exchange.raw_query = media.decode_query(query)


def route(exchange: Exchange) -> Response | None:
    """Find the operation: 405 for a known path, "no handler found" for an unknown one, OPTIONS answered at once."""
    request, contract = exchange.request, exchange.cluster.contract
    exchange.match = match = contract.trie.find(request.path)
    if match is not None:
        exchange.target = match.node.targets.get(request.method)
        if exchange.target is not None:
            return None
    allow: list[tuple[str, str]] = []
    allowed: list[str] = []
    if match is not None:
        allowed = contract.product.allowed_methods(contract.version, set(match.node.targets))
        allow = [("Allow", ",".join(allowed))]
    if request.method == "OPTIONS":
        return finish(exchange, Response(200, [*allow, ("content-type", "text/plain; charset=UTF-8")]))
    if match is None:
        text = f"no handler found for uri [{request.target}] and method [{request.method}]"
        raise PlainError(400, text, shows_status=False)
    known = request.method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT")
    what = (
        f"Incorrect HTTP method for uri [{request.target}] and method [{request.method}]"
        if known
        else f"Unexpected http method: {request.method}"
    )
    raise PlainError(405, f"{what}, allowed: [{', '.join(allowed)}]", headers=allow)


def make_call(exchange: Exchange) -> None:
    """Decode the path's variables and make the call that the later steps fill."""
    assert exchange.match is not None
    assert exchange.target is not None
    raw = exchange.match.variables(exchange.target)
    path = {name: unquote(value) if "%" in value else value for name, value in raw.items()}
    cluster = exchange.cluster
    exchange.call = Call(
        cluster.contract,
        cluster.state,
        exchange.target.operation,
        exchange.request,
        path,
        route=exchange.target.route.path,
    )


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
    taken = {*present, *COMMON_PARAMETERS, *call.path}
    if call.operation.body == "required_or_source":
        taken |= {"source", "source_content_type"}
    unknown = sorted(name for name in raw if name not in taken)
    if unknown:
        raise unrecognized(exchange.request.path, unknown, [*present, *COMMON_PARAMETERS])


def unrecognized(path: str, unknown: list[str], candidates: Iterable[str]) -> ApiError:
    """The refusal of query parameters nobody reads, with near names (`BaseRestHandler.unrecognized` of both servers)."""
    known = list(candidates)
    parts = []
    for name in unknown:
        near = sorted((-score, candidate) for candidate in known if (score := likeness(name, candidate)) > 0.5)
        names = [candidate for _, candidate in near]
        hint = f" -> did you mean [{names[0]}]?" if len(names) == 1 else ""
        if len(names) > 1:
            hint = f" -> did you mean any of [{', '.join(names)}]?"
        parts.append(f"[{name}]{hint}")
    plural = "s" if len(unknown) > 1 else ""
    return illegal_argument(f"request [{path}] contains unrecognized parameter{plural}: {', '.join(parts)}")


def likeness(a: str, b: str) -> float:
    """1 for equal words, 0 for wholly different ones: 1 - edit distance / longer length, as Lucene counts it."""
    if not a or not b:
        return float(a == b)
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        current = [i]
        for j, right in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (left != right)))
        previous = current
    return 1 - previous[-1] / max(len(a), len(b))


def read_body(exchange: Exchange) -> None:
    """Parse the body as its operation wants it; absent where one is needed is the operation's own refusal."""
    call, request = exchange.call, exchange.request
    assert call is not None
    mode = call.operation.body
    if mode in ("none", "ignored"):
        return
    data = request.body
    content_type = request.header("content-type")
    if not data and mode == "required_or_source" and "source" in exchange.raw_query:
        data = exchange.raw_query["source"].encode()
        content_type = exchange.raw_query.get("source_content_type")
    if mode == "raw":
        call.body = data
        return
    if not data:
        if mode == "optional":
            return
        if call.operation.missing_body is not None:
            raise call.operation.missing_body()
        text = (
            "request body or source parameter is required"
            if mode == "required_or_source"
            else "request body is required"
        )
        raise parse_error(text)
    call.body = media.read_body(exchange, data, content_type)


def check_schema(exchange: Exchange) -> None:
    """Hold the body against the operation's schema; a violation becomes the wire error the schema names."""
    call = exchange.call
    assert call is not None
    if call.body is None or call.operation.body == "raw":
        return
    schema = call.contract.schema(call.operation.id).body
    if schema is None or schema.accepts(call.body):
        return
    violation = schema.violation(call.body)
    assert violation is not None, "the compiled validator and jsonschema disagree"
    raise call.contract.product.refuse(call, violation)


def run(exchange: Exchange) -> Response:
    """The operation itself, rendered."""
    call = exchange.call
    assert call is not None
    result = call.operation.run(call)
    return render(exchange, result if isinstance(result, Reply) else Reply(result))


# --- rendering --------------------------------------------------------------------------------------------------------


def render(exchange: Exchange, reply: Reply) -> Response:
    """A value as the client asked for it."""
    output = exchange.output
    if reply.events is not None:
        headers = [*reply.headers, ("content-type", reply.content_type or "text/event-stream")]
        return finish(exchange, Response(reply.status, headers, chunks=reply.events))
    body = media.encode(reply.value, output)
    content_type = reply.content_type or output.content_type
    return finish(exchange, Response(reply.status, [*reply.headers, ("content-type", content_type)], body))


def render_error(exchange: Exchange, error: ApiError) -> Response:
    """A refusal, in the format of the request; `filter_path` is not applied to errors."""
    exchange.error = error
    if isinstance(error, NoAnswer):
        return Response(0, closes=True)
    output = exchange.output
    value: Any = error.body(trace=output.error_trace)
    body = media.encode(value, output.without_filter())
    return finish(exchange, Response(error.status, [*error.headers, ("content-type", output.content_type)], body))


def finish(exchange: Exchange, response: Response) -> Response:
    """The headers every answer of the product carries; HEAD keeps headers and loses the body in the doors."""
    exchange.cluster.contract.product.decorate(exchange, response)
    return response
