"""`/_ingest/pipeline/_simulate`: what a pipeline would make of documents."""

from __future__ import annotations

from ..ingest.simulate import simulate
from ..operations import GET, POST, Bool, Call, operation
from ..wire import Json


@operation(
    "ingest.simulate",
    GET("/_ingest/pipeline/_simulate"),
    POST("/_ingest/pipeline/_simulate"),
    GET("/_ingest/pipeline/{id}/_simulate"),
    POST("/_ingest/pipeline/{id}/_simulate"),
    query={"verbose": Bool(False)},
    body="required_or_source",
    privilege="read_pipeline",
    source="elastic/elasticsearch-specification:specification/ingest/simulate/SimulatePipelineRequest.ts",
)
def simulate_pipeline(call: Call) -> Json:
    """Run documents through a stored pipeline or one in the body, and store nothing."""
    body = call.body if isinstance(call.body, dict) else {}
    return simulate(call.state, call.path.get("id"), body, verbose=call.query["verbose"])
