"""`_field_caps` of OpenSearch; what it does is in `..document_requests.field_caps`."""

from __future__ import annotations

from ...document_requests import field_caps
from ...document_requests.field_caps import Capability
from ...errors import illegal_argument
from ...formats.positions import token_name
from ...operations import Call, operation
from ...search.errors import parsing
from ...search.locate import Place
from ...wire import Json
from .document_api import READ, SOURCE

OWN = {
    name: Capability(kind, searchable, aggregatable, metadata=True)
    for name, kind, searchable, aggregatable in (
        ("_data_stream_timestamp", "_data_stream_timestamp", False, False),
        ("_doc_count", "long", False, False),
        ("_feature", "_feature", False, False),
        ("_field_names", "_field_names", True, False),
        ("_id", "_id", True, True),
        ("_ignored", "_ignored", True, False),
        ("_index", "_index", True, True),
        ("_nested_path", "_nested_path", True, False),
        ("_routing", "_routing", True, False),
        ("_seq_no", "_seq_no", True, True),
        ("_source", "_source", False, False),
        ("_version", "_version", False, False),
    )
}
"""Fields that every index has (observed: opensearch 2.19.1)."""


@operation(
    "field_caps",
    *field_caps.FIELD_CAPS,
    query=field_caps.CAPABILITIES,
    body="optional",
    privilege=f"{READ}/field_caps",
    source=SOURCE,
)
def field_capabilities(call: Call) -> Json:
    """What can be done with the fields of several indices."""
    place = Place(call.body, call.request.body or None)
    if call.body is not None and not isinstance(call.body, dict):
        raise parsing(f"Expected [START_OBJECT] but found [{token_name(call.body)}]", place.value())
    for key in call.body or ():
        if key != "index_filter":
            raise parsing(f"request does not support [{key}]", (place / key).key())
    wanted = (call.body or {}).get("index_filter")
    if wanted is not None:
        field_caps.read_filter(call, wanted, place / "index_filter")
    patterns = [pattern for pattern in (call.query["fields"] or "").split(",") if pattern]
    if not patterns:
        raise illegal_argument("specified fields can't be null or empty")
    return field_caps.field_capabilities(call, patterns, wanted, OWN, tells_metadata=False)
