"""`_field_caps` of Elasticsearch; what it does is in `...document_requests.field_caps`."""

from __future__ import annotations

from ...document_requests import field_caps
from ...document_requests.field_caps import Capability
from ...errors import ApiError, not_implemented, request_invalid
from ...formats.positions import token_name
from ...operations import Bool, Call, Text, operation
from ...search.errors import unknown_field
from ...search.locate import Place
from ...search.values import text_of
from ...versions import Span
from ...wire import Json
from .document_api import SOURCE

KEYS = ("fields", "index_filter", "runtime_mappings")
OWN = {
    name: Capability(kind, searchable, aggregatable, metadata=True)
    for name, kind, searchable, aggregatable in (
        ("_data_stream_timestamp", "_data_stream_timestamp", False, False),
        ("_doc_count", "integer", False, False),
        ("_feature", "_feature", False, False),
        ("_field_names", "_field_names", True, False),
        ("_id", "_id", True, False),
        ("_ignored", "_ignored", True, True),
        ("_index", "_index", True, True),
        ("_nested_path", "_nested_path", True, False),
        ("_routing", "_routing", True, False),
        ("_seq_no", "_seq_no", True, True),
        ("_source", "_source", False, False),
        ("_tier", "keyword", True, True),
        ("_version", "_version", False, True),
    )
}
"""Fields that every index has."""


@operation(
    "field_caps",
    *field_caps.FIELD_CAPS,
    query={
        **field_caps.CAPABILITIES,
        "filters": Text(),
        "types": Text(),
        "include_empty_fields": Bool(True, span=Span("8.13")),
    },
    body="optional",
    privilege="view_index_metadata",
    source=f"{SOURCE}/field_caps/FieldCapabilitiesRequest.ts",
)
def field_capabilities(call: Call) -> Json:
    """What can be done with the fields of several indices."""
    place = Place(call.body, call.request.body or None)
    body = call.body or {}
    if not isinstance(body, dict):
        told = f"[field_caps_request] Expected START_OBJECT but was: {token_name(body)}"
        raise ApiError(400, "x_content_parse_exception", f"[{place.value()}] {told}")
    for key in body:
        if key not in KEYS:
            raise unknown_field("field_caps_request", key, (place / key).key(), KEYS)
    if body.get("runtime_mappings"):
        raise not_implemented("runtime mappings")
    for name in ("filters", "types"):
        if call.query[name]:
            raise not_implemented(f"[{name}] of field capabilities")
    if call.query.get("include_empty_fields") is False:
        raise not_implemented("[include_empty_fields] of field capabilities")
    wanted = body.get("index_filter")
    if wanted is not None:
        field_caps.read_filter(call, wanted, place / "index_filter")
    given = body.get("fields", call.query["fields"] or "")
    patterns = [text_of(one) for one in (given if isinstance(given, list) else text_of(given).split(","))]
    if not any(patterns):
        raise request_invalid("no fields specified")
    return field_caps.field_capabilities(call, patterns, wanted, OWN, tells_metadata=True)
