"""Search templates of Elasticsearch; what they do is in `...document_requests.templating`."""

from __future__ import annotations

from ...document_requests import multi_searching, searching, templating
from ...operations import Bool, Call, Text, operation
from ...wire import Json
from .dialect import allow_item
from .document_api import SOURCE, VECTORS
from .search_api import search


@operation(
    "search_template",
    *templating.SEARCH_TEMPLATE,
    query={
        **templating.SEARCHING_BY_TEMPLATE,
        **VECTORS,
        "min_compatible_shard_node": Text(),
        "force_synthetic_source": Bool(False),
    },
    body="required_or_source",
    privilege="read",
    source=f"{SOURCE}/search_template/SearchTemplateRequest.ts",
    unread_query=searching.UNREAD,
)
def search_template(call: Call) -> Json:
    """Find documents by a template with its parameters."""
    return templating.search_by_template(call, _search)


def _search(call: Call) -> Json:
    """The search, which needs leave of its own."""
    allow_item(call, "search", call.path.get("index", "_all"))
    return search(call)


@operation(
    "render_search_template",
    *templating.RENDER,
    body="required_or_source",
    privilege="read",
    source=f"{SOURCE}/render_search_template/RenderSearchTemplateRequest.ts",
)
def render_search_template(call: Call) -> Json:
    """Show what a template becomes with its parameters."""
    return templating.render(call)


@operation(
    "msearch_template",
    *templating.MSEARCH_TEMPLATE,
    query=templating.MULTI_TEMPLATES,
    body="required_or_source",
    reader=multi_searching.reader(),
    privilege="read",
    source=f"{SOURCE}/msearch_template/MultiSearchTemplateRequest.ts",
    unread_query=searching.UNREAD,
)
def msearch_template(call: Call) -> Json:
    """Several searches by templates in one request."""
    return templating.search_many(call, search, with_status=True)
