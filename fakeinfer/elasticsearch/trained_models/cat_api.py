"""`_cat/ml/trained_models`: trained models as a table.

Source: elastic/elasticsearch:x-pack/plugin/ml/src/main/java/org/elasticsearch/xpack/ml/rest/cat/RestCatTrainedModelsAction.java; the
place of `type` is that of elastic/elasticsearch-specification:specification/cat/ml_trained_models/examples, what `help` says of it is not
confirmed.
"""

from __future__ import annotations

from datetime import UTC, datetime

from ... import tables
from ...operations import GET, Bool, Call, Int, operation
from ...tables import Column
from ...wire import PlainText, Table
from . import byte_sizes, deployments, records, stats
from .models import refuse_bad_page

COLUMNS = (
    Column("id", "", "the trained model id"),
    Column("created_by", "c,createdBy", "who created the model", shown=False, to_right=True),
    Column("heap_size", "hs,modelHeapSize", "the estimated heap size to keep the model in memory"),
    Column("operations", "o,modelOperations", "the estimated number of operations to use the model"),
    Column("license", "l", "The license level of the model", shown=False),
    Column("create_time", "ct", "The time the model was created"),
    Column("version", "v", "The version of Elasticsearch when the model was created", shown=False),
    Column("description", "d", "The model description", shown=False),
    Column("type", "t", "The model type"),
    Column("ingest.pipelines", "ip,ingestPipelines", "The number of pipelines referencing the model"),
    Column("ingest.count", "ic,ingestCount", "The total number of docs processed by the model", shown=False),
    Column("ingest.time", "it,ingestTime", "The total time spent processing docs with this model", shown=False),
    Column(
        "ingest.current", "icurr,ingestCurrent", "The total documents currently being handled by the model", shown=False
    ),
    Column(
        "ingest.failed", "if,ingestFailed", "The total count of failed ingest attempts with this model", shown=False
    ),
    Column(
        "data_frame.id",
        "dfid,dataFrameAnalytics",
        "The data frame analytics config id that created the model (if still available)",
    ),
    Column(
        "data_frame.create_time",
        "dft,dataFrameAnalyticsTime",
        "The time the data frame analytics config was created",
        shown=False,
    ),
    Column(
        "data_frame.source_index",
        "dfsi,dataFrameAnalyticsSrcIndex",
        "The source index used to train in the data frame analysis",
        shown=False,
    ),
    Column(
        "data_frame.analysis",
        "dfa,dataFrameAnalyticsAnalysis",
        "The analysis used by the data frame to build the model",
        shown=False,
    ),
)


@operation(
    "cat.ml_trained_models",
    GET("/_cat/ml/trained_models"),
    GET("/_cat/ml/trained_models/{model_id}"),
    query={**tables.PARAMETERS, "allow_no_match": Bool(True), "from": Int(0), "size": Int(100)},
    privilege="monitor_ml",
    source="elastic/elasticsearch-specification:specification/cat/ml_trained_models/CatTrainedModelsRequest.ts",
    unread_query="no time is measured, and the one node knows all",
)
def cat_trained_models(call: Call) -> Table | PlainText:
    """A row for each model; no data frame analytics makes any here, and documents are not counted by model."""
    if call.query["help"]:
        return tables.table(call, COLUMNS, [])
    refuse_bad_page(call)
    ids = records.select(call.state, call.path.get("model_id"), allow_no_match=call.query["allow_no_match"])
    shown = ids[call.query["from"] : call.query["from"] + call.query["size"]]
    return tables.table(call, COLUMNS, [_row(call, model_id) for model_id in shown])


def _row(call: Call, model_id: str) -> tuple[str | None, ...]:
    model = records.find_model(call.state, model_id)
    names = [one["deployment_id"] for one in deployments.of_model(call.store, model_id)]
    return (
        model_id,
        model["created_by"],
        byte_sizes.in_units(model.get("model_size_bytes", 0), call.query["bytes"]),
        str(model.get("estimated_operations", 0)),
        model["license_level"],
        _instant(model["create_time"]),
        model["version"],
        model.get("description"),
        model.get("model_type"),
        str(len(stats.pipelines_that_name(call, model_id, *names))),
        "0",
        "0s",
        "0",
        "0",
        "__none__",
        None,
        None,
        None,
    )


def _instant(millis: int) -> str:
    """As Java's `Instant` prints it: no fraction where it is none."""
    moment = datetime.fromtimestamp(millis // 1000, UTC)
    fraction = f".{millis % 1000:03d}" if millis % 1000 else ""
    return f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z"
