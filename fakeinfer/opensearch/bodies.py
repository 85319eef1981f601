"""Bodies that OpenSearch reads in another way than most."""

from __future__ import annotations

from ..errors import json_exception, parse_error
from ..formats.jackson import NOTHING, Malformed
from ..formats.jsontext import source_redacted
from ..media import parse
from ..operations import Call
from ..wire import Json
from . import errors


def read_map(call: Call, data: bytes, format: str) -> Json:
    """Pipelines and index definitions: bytes that show what they are, read into a map in one go (`XContentHelper.convertToMap`)."""
    if not recognizable(data):
        raise errors.not_x_content()
    try:
        value = parse(data, format, source_redacted)
    except Malformed as refused:
        raise parse_error("Failed to parse content to map", caused_by=json_exception(refused)) from None
    return {} if value is NOTHING else value


def recognizable(data: bytes) -> bool:
    """Whether the bytes show what they are: a JSON object, or the marks of YAML, CBOR and SMILE (`MediaTypeRegistry`)."""
    text = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\f\v")
    if text.startswith(b"{") or data.startswith((b"---", b":)\n")):
        return True
    return bool(data) and (data[0] >> 5 == 0b101 or data.startswith(b"\xd9\xd9\xf7"))
