"""Search templates of OpenSearch; what they do is in `..document_requests.templating`."""

from __future__ import annotations

from ...document_requests import searching, templating
from ...operations import Bool, Call, Text, Time, operation
from ...versions import Span
from ...wire import Json
from ..changes import TEMPLATE_STATUS
from .document_api import READ, SOURCE
from .msearch_api import READER
from .search_api import search


@operation(
    "search_template",
    *templating.SEARCH_TEMPLATE,
    query={
        **templating.SEARCHING_BY_TEMPLATE,
        "search_pipeline": Text(None),
        "verbose_pipeline": Bool(None, Span("2.19")),
        "cancel_after_time_interval": Time(),
        "include_named_queries_score": Bool(None),
    },
    body="required_or_source",
    privilege=f"{READ}/search/template",
    source=SOURCE,
    unread_query=searching.UNREAD,
)
def search_template(call: Call) -> Json:
    """Find documents by a template with its parameters."""
    found = templating.search_by_template(call, search)
    return {**found, "status": 200} if call.has(TEMPLATE_STATUS) else found


@operation(
    "render_search_template",
    *templating.RENDER,
    body="required_or_source",
    privilege=f"{READ}/search/template/render",
    source=SOURCE,
)
def render_search_template(call: Call) -> Json:
    """Show what a template becomes with its parameters."""
    return templating.render(call)


@operation(
    "msearch_template",
    *templating.MSEARCH_TEMPLATE,
    query={**templating.MULTI_TEMPLATES, "cancel_after_time_interval": Time()},
    body="required_or_source",
    reader=READER,
    privilege=f"{READ}/msearch/template",
    source=SOURCE,
    unread_query=searching.UNREAD,
)
def msearch_template(call: Call) -> Json:
    """Several searches by templates in one request."""
    return templating.search_many(call, search, with_status=call.has(TEMPLATE_STATUS))
