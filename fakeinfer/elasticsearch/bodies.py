"""Bodies that Elasticsearch reads in another way than most."""

from __future__ import annotations

from ..errors import ApiError, json_exception, parse_error
from ..formats.jackson import NOTHING, Malformed
from ..formats.jsontext import source_echo
from ..media import parse, read_first_value
from ..operations import Call
from ..wire import Json
from . import errors
from .changes import PIPELINE_BODY_IS_KEPT_RAW


def read_pipeline(call: Call, data: bytes, format: str) -> Json:
    """A pipeline's body. Older servers keep its bytes and look first whether they may be compressed, which only JSON that
    begins with an object survives; what goes wrong later has words of its own (observed: elasticsearch 8.19.0).
    """
    if not call.has(PIPELINE_BODY_IS_KEPT_RAW):
        return read_first_value(call, data, format)
    if not recognizable(data):
        raise errors.not_x_content()
    try:
        value = parse(data, format, source_echo)
    except Malformed as refused:
        raise _refused(refused) from None
    return {} if value is NOTHING else value


def recognizable(data: bytes) -> bool:
    """Whether the bytes show what they are: a JSON object, or the marks of YAML, CBOR and SMILE (`XContentFactory`)."""
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\f\v")
    if text.startswith(b"{") or data.startswith((b"---", b":)\n")):
        return True
    return bool(data) and (data[0] >> 5 == 0b101 or data.startswith(b"\xd9\xd9\xf7"))


def _refused(refused: Malformed) -> ApiError:
    if refused.kind == "limit":
        return parse_error("Failed to parse content to type", caused_by=json_exception(refused))
    reason = f"[{refused.line}:{refused.column}] {refused.message}"
    return ApiError(400, "x_content_parse_exception", reason, caused_by=json_exception(refused))
