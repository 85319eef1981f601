"""`/_ingest/pipeline/_simulate`: what a pipeline would make of documents."""

from __future__ import annotations

from ...ingest.simulate import simulate
from ...operations import GET, POST, Bool, Call, operation
from ...wire import Json
from . import errors as errors


@operation(
    "ingest.simulate",
    GET("/_ingest/pipeline/_simulate"),
    POST("/_ingest/pipeline/_simulate"),
    GET("/_ingest/pipeline/{id}/_simulate"),
    POST("/_ingest/pipeline/{id}/_simulate"),
    query={"verbose": Bool(False)},
    body="required_or_source",
    privilege="cluster:admin/ingest/pipeline/simulate",
    source="opensearch-project/opensearch-api-specification:spec/namespaces/ingest.yaml",
)
def simulate_pipeline(call: Call) -> Json:
    """Run documents through a stored pipeline or one in the body, and store nothing."""
    if not isinstance(call.body, dict):
        raise errors.body_of_no_known_kind()
    return simulate(call.state, call.path.get("id"), call.body, verbose=call.query["verbose"])
