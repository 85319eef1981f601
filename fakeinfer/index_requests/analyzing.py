"""`_analyze`: what becomes of a text. How it is cut is in `search/analyzing/requests.py`.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/action/admin/indices/analyze/TransportAnalyzeAction.java
"""

from __future__ import annotations

from typing import Any

from .. import indices
from ..document_requests.declaring import Shared
from ..document_requests.writing import concrete_index
from ..errors import request_invalid
from ..mapping.fields import fields_of
from ..object_parser import BOOLEAN, TEXT, TEXTS, Field, ObjectParser, reader_of
from ..operations import GET, POST, Call, Text
from ..search.analyzing.of_index import analysis_of
from ..search.analyzing.requests import Index, analyzed, problems
from ..wire import Json


def _part(value: Json, *at: Any) -> Json:
    return value


PART = Field(("VALUE_STRING", "START_OBJECT"), _part)
PARTS = Field(("START_ARRAY",), _part)
REQUEST = ObjectParser(
    "analyze_request",
    {
        "text": TEXTS,
        "analyzer": TEXT,
        "field": TEXT,
        "tokenizer": PART,
        "filter": PARTS,
        "char_filter": PARTS,
        "explain": BOOLEAN,
        "attributes": TEXTS,
        "normalizer": TEXT,
    },
)


def analyze(call: Call) -> Json:
    """The tokens of a text."""
    named = call.path.get("index") or call.query["index"]
    if refused := problems(call.body, named is not None):
        raise request_invalid(*refused)
    index = None
    if named is not None:
        name = concrete_index(call.state, named, single=True)
        settings = indices.find(call.state, name)["settings"]
        index = Index(settings, fields_of(call.state, name), analysis_of(call.state, name))
    return analyzed(call.body, index)


ANALYZE = Shared(
    "indices.analyze",
    (GET("/_analyze"), POST("/_analyze"), GET("/{index}/_analyze"), POST("/{index}/_analyze")),
    analyze,
    {"index": Text()},
    "required_or_source",
    reader_of(REQUEST),
    unread=None,
)
