"""`/_search/pipeline`: search pipelines stored, listed, deleted.

Records of the collection `search_pipelines` are {"config": the body as sent}. `search_pipeline` reads a stored one, or one
that came with a search, for whoever runs searches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...operations import DELETE, GET, PUT, Call, operation
from ...wire import Json, Reply
from ..cluster.cluster_settings import one_timeout
from ..search_processors.declaring import SearchPipeline, read_search_pipeline
from . import errors as errors
from .records import TIMES, delete_matching, shown, store

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = "search_pipelines"
AD_HOC = "_ad_hoc_pipeline"
"""The id of a pipeline that came with a search."""

_AT_ONCE = "everything is done at once: nothing times out"
_SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/search_pipeline.yaml"


@operation(
    "search_pipeline.put",
    PUT("/_search/pipeline/{id}"),
    query=TIMES,
    body="required_or_source",
    privilege="cluster:admin/search/pipeline/put",
    source=_SOURCE,
    unread_query=_AT_ONCE,
)
def put_search_pipeline(call: Call) -> Json:
    """Store a search pipeline, in place of one of the same id."""
    one_timeout(call)
    id = call.path["id"]
    if not isinstance(call.body, dict):
        raise errors.body_of_no_known_kind()
    read_search_pipeline(call.state, id, call.body)
    store(call, COLLECTION, id, call.body)
    return {"acknowledged": True}


@operation(
    "search_pipeline.get",
    GET("/_search/pipeline"),
    GET("/_search/pipeline/{id}"),
    query={name: TIMES[name] for name in ("cluster_manager_timeout", "master_timeout")},
    privilege="cluster:admin/search/pipeline/get",
    source=_SOURCE,
    unread_query=_AT_ONCE,
)
def get_search_pipeline(call: Call) -> Reply:
    """Search pipelines by id, list and wildcard; none at all is a 404 with an empty object."""
    return shown(call, COLLECTION)


@operation(
    "search_pipeline.delete",
    DELETE("/_search/pipeline/{id}"),
    query=TIMES,
    body="ignored",
    privilege="cluster:admin/search/pipeline/delete",
    source=_SOURCE,
    unread_query=_AT_ONCE,
)
def delete_search_pipeline(call: Call) -> Json:
    """Remove the search pipelines one id or wildcard means."""
    return delete_matching(call, COLLECTION)


def search_pipeline(state: State, named: Json) -> SearchPipeline:
    """The pipeline a search asks for: a stored one by name, or an object of its own."""
    if isinstance(named, dict):
        return read_search_pipeline(state, AD_HOC, named)
    record = state.store.get(COLLECTION, named)
    if record is None:
        raise errors.search_pipeline_not_defined(str(named))
    return read_search_pipeline(state, str(named), record["config"], stored=True)
