"""`/_ingest/pipeline`: pipelines stored, listed, deleted. Simulating is in `simulate_api.py`.

Records of the collection `pipelines` are {"config": the body as sent}.
"""

from __future__ import annotations

from ...ingest.references import processors_of
from ...ingest.stored import COLLECTION, read_pipeline
from ...operations import DELETE, GET, PUT, Bool, Call, operation
from ...wire import Json, Reply
from .. import bodies
from ..cluster.cluster_settings import one_timeout, setting
from . import errors as errors
from .records import TIMES, delete_matching, shown, store

_OF_READS = ("master_timeout", "cluster_manager_timeout")
_AT_ONCE = "everything is done at once: nothing times out"


@operation(
    "ingest.put_pipeline",
    PUT("/_ingest/pipeline/{id}"),
    query=TIMES,
    body="required_or_source",
    reader=bodies.read_map,
    privilege="cluster:admin/ingest/pipeline/put",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
    unread_query=_AT_ONCE,
)
def put_pipeline(call: Call) -> Json:
    """Store a pipeline, in place of one of the same id."""
    one_timeout(call)
    id = call.path["id"]
    if not isinstance(call.body, dict):
        raise errors.body_of_no_known_kind()
    read_pipeline(call.state, id, call.body)
    most = setting(call.state, "cluster.ingest.max_number_processors")
    count = sum(1 for _ in processors_of(call.body))
    if most is not None and count > most:
        raise errors.too_many_processors(count, most)
    store(call, COLLECTION, id, call.body)
    return {"acknowledged": True}


@operation(
    "ingest.get_pipeline",
    GET("/_ingest/pipeline"),
    GET("/_ingest/pipeline/{id}"),
    query={name: TIMES[name] for name in _OF_READS},
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
    query=TIMES,
    body="ignored",
    privilege="cluster:admin/ingest/pipeline/delete",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
    unread_query=_AT_ONCE,
)
def delete_pipeline(call: Call) -> Json:
    """Remove the pipelines one id or wildcard means; indices that use them are not asked."""
    return delete_matching(call, COLLECTION)


@operation(
    "ingest.processor_grok",
    GET("/_ingest/processor/grok"),
    query={"s": Bool(False)},
    privilege="cluster:admin/ingest/processor/grok/get",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
)
def processor_grok(call: Call) -> Json:
    """The patterns that grok has built in, by name if `s` is given."""
    from ...ingest.grok.bank import builtin

    patterns = builtin()
    return {"patterns": dict(sorted(patterns.items()) if call.query["s"] else patterns)}
