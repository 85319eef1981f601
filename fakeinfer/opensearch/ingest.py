"""`/_ingest/pipeline`: pipelines stored, listed, deleted. Simulating is in `ingest_simulate.py`.

Records of the collection `pipelines` are {"config": the body as sent}.
"""

from __future__ import annotations

from ..ingest.stored import COLLECTION, read_pipeline
from ..operations import DELETE, GET, PUT, Call, Time, operation
from ..wire import Json, Reply
from . import bodies
from . import ingest_errors as errors
from .pipeline_records import delete_matching, shown, store

_TIMES = {"timeout": Time("30s"), "master_timeout": Time("30s"), "cluster_manager_timeout": Time("30s")}
_AT_ONCE = "everything is done at once: nothing times out"


@operation(
    "ingest.put_pipeline",
    PUT("/_ingest/pipeline/{id}"),
    query=_TIMES,
    body="required_or_source",
    reader=bodies.read_map,
    privilege="cluster:admin/ingest/pipeline/put",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
    unread_query=_AT_ONCE,
)
def put_pipeline(call: Call) -> Json:
    """Store a pipeline, in place of one of the same id."""
    id = call.path["id"]
    if not isinstance(call.body, dict):
        raise errors.body_of_no_known_kind()
    read_pipeline(call.state, id, call.body)
    store(call, COLLECTION, id, call.body)
    return {"acknowledged": True}


@operation(
    "ingest.get_pipeline",
    GET("/_ingest/pipeline"),
    GET("/_ingest/pipeline/{id}"),
    query={name: _TIMES[name] for name in ("master_timeout", "cluster_manager_timeout")},
    privilege="cluster:admin/ingest/pipeline/get",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
    unread_query=_AT_ONCE,
)
def get_pipeline(call: Call) -> Reply:
    """Pipelines by id, list and wildcard; none at all is a 404 with an empty object."""
    return shown(call, COLLECTION)


@operation(
    "ingest.delete_pipeline",
    DELETE("/_ingest/pipeline/{id}"),
    query=_TIMES,
    body="ignored",
    privilege="cluster:admin/ingest/pipeline/delete",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
    unread_query=_AT_ONCE,
)
def delete_pipeline(call: Call) -> Json:
    """Remove the pipelines one id or wildcard means; indices that use them are not asked."""
    return delete_matching(call, COLLECTION)
