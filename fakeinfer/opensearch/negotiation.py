"""How OpenSearch reads `Accept`, `Content-Type` and `format`, and what it refuses before it looks for a handler.

See `opensearch-project/OpenSearch:server/src/main/java/org/opensearch/rest/RestRequest.java`, `AbstractRestChannel.java` and
`RestController.java` there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from .. import media, negotiation
from ..errors import ApiError, NoAnswer, PlainError
from ..formats.escapes import BadEscape, decode
from ..media import Output
from ..operations import Bool
from . import errors

if TYPE_CHECKING:
    from ..pipeline import Exchange

_NAME = re.compile(r"[a-zA-Z0-9!#$%&'*+\-.^_`|~]+")
_VENDOR = "application/vnd.opensearch+"
_KNOWN_VERBS = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "OPTIONS"))
CONTENT_TYPES = {
    "json": "application/json; charset=UTF-8",
    "yaml": "application/yaml",
    "cbor": "application/cbor",
    "smile": "application/smile",
}
"""What the server calls its formats in answers, whatever was asked for."""
OUTPUTS = {format: Output(format, content_type) for format, content_type in CONTENT_TYPES.items()}
ASKED = {format: Output(format, content_type, asked=True) for format, content_type in CONTENT_TYPES.items()}


def read_request(exchange: Exchange) -> None:
    """Query string, headers and form of the answer. The first thing that cannot be read is refused."""
    request = exchange.request
    if request.target.startswith("//"):  # taken for a host name, so the first segment is lost
        _, slash, rest = request.target[2:].partition("/")
        exchange.request = request = replace(request, target=slash + rest or "/")
    if request.method not in _KNOWN_VERBS and not _has_bad_escape(request.path):
        raise NoAnswer(f"nobody knows the verb {request.method}")
    unreadable = negotiation.read_query_string(exchange)
    content_type, refused = None, None
    if "content-type" in request.headers:
        try:
            content_type = _content_type(request.headers["content-type"])
        except ValueError as bad:
            refused = errors.bad_content_type(str(bad))
    exchange.body_format = _format_of(content_type)
    asked = _format_of(request.header("accept"))
    base = ASKED[asked] if asked else OUTPUTS[exchange.body_format or "json"]
    unclear = negotiation.read_output(exchange, base, ASKED.get)
    if unreadable or refused or unclear or exchange.output.format not in ("json", "yaml"):
        negotiation.refuse(exchange, unreadable, refused, unclear)


def _content_type(values: tuple[str, ...]) -> str:
    """The type without parameters. ValueError for what is none."""
    if len(values) > 1:
        raise ValueError("only one Content-Type header should be provided")
    name = re.split("[ \t]*;", values[0])[0]
    parts = name.split("/")
    if len(parts) != 2 or not _NAME.fullmatch(parts[0]) or not _NAME.fullmatch(parts[1].strip()):
        raise ValueError(f"invalid Content-Type header [{values[0]}]")
    return name


@lru_cache(maxsize=256)
def _format_of(media_type: str | None) -> str | None:
    if media_type is None:
        return None
    name = media_type.partition(";")[0].strip().lower()
    if name.startswith(_VENDOR):
        name = f"application/{name.removeprefix(_VENDOR)}"
    return media.FORMATS.get(name)


def refuse_two_opaque_ids(exchange: Exchange) -> None:
    """`X-Opaque-Id` sent twice with different values; equal ones are fine."""
    if negotiation.different_values(exchange, "x-opaque-id"):
        raise PlainError(400, "multiple values for single-valued header [X-Opaque-Id].")


def leave_unclear_error_trace(exchange: Exchange) -> None:
    """A bad boolean in `error_trace` fails while its own error is being written, so nothing is ever answered."""
    if "error_trace" in exchange.raw_query:
        try:
            Bool().read("error_trace", exchange.raw_query["error_trace"])
        except ApiError as refused:
            raise NoAnswer(str(refused.reason)) from None


def refuse_bad_path(exchange: Exchange) -> None:
    """A bad escape in a known path is taken for an unknown method; in an unknown path nobody decodes it."""
    path, contract = exchange.request.path, exchange.cluster.contract
    if not _has_bad_escape(path) or (match := contract.trie.find(path)) is None:
        return
    allowed = contract.product.allowed_methods(contract.version, set(match.node.targets))
    text = f"Unexpected HTTP method, allowed: [{', '.join(allowed)}]"
    raise PlainError(405, text, headers=[("Allow", ",".join(allowed))])


def _has_bad_escape(path: str) -> bool:
    if "%" not in path:
        return False
    try:
        decode(path)
    except BadEscape:
        return True
    return False
