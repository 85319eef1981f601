"""Batch prediction and batch ingestion: the operations. Jobs and their tasks are in `batch_jobs.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/batch/TransportBatchIngestionAction.java`. What an
ingestion would read is nowhere here, so its task fails as one does that read nothing.
"""

from __future__ import annotations

import re
from typing import Any

from ...ingest.errors import class_cast
from ...operations import POST, Call, operation
from ...wire import Json
from .. import changes
from ..cluster.cluster_settings import setting
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml import task_records
from ..ml.indices import TASKS
from ..ml.values import text_of
from ..models.group_api import PRIVILEGE
from . import batch_errors, batch_jobs
from .predict_api import predicted, read_body

REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/"
_S3 = re.compile(r"s3://([a-zA-Z0-9.\-]+)(/.*)?")
NOTHING_READ = "batch ingestion successful rate is 0"


@operation(
    "ml.batch_predict",
    POST("/_plugins/_ml/models/{model_id}/_batch_predict"),
    since="2.16",
    body="optional",
    reader=read_body,
    privilege=PRIVILEGE + "predict",
    source=REST + "RestMLPredictionAction.java",
)
def batch_predict(call: Call) -> Json:
    """Have the connector's batch action begin a job; since 2.17 a task stands for it."""
    given, results = predicted(call, action="BATCH_PREDICT")
    if not call.has(changes.BATCH_JOB_ACTIONS):
        return {"inference_results": results}
    return batch_jobs.start(call.state, call.path["model_id"], given, results[0])


@operation(
    "ml.batch_ingestion",
    POST("/_plugins/_ml/_batch_ingestion"),
    since="2.17",
    body="required",
    missing_body=lambda: ml_errors.io_error("Batch Ingestion request has empty body"),
    privilege=PRIVILEGE + "batch_ingestion",
    source=REST + "RestMLBatchIngestAction.java",
)
def batch_ingestion(call: Call) -> Json:
    """Keep a task for documents to be read from files."""
    if text_of(call.body, "index_name") is None:
        raise batch_errors.ingestion_lacks_index()
    if call.body.get("data_source") is None:
        raise batch_errors.ingestion_lacks_source()
    if setting(call.state, "plugins.ml_commons.offline_batch_ingestion_enabled") is False:
        raise batch_errors.ingestion_off()
    _check_source(call.body)
    batch_jobs.refuse_too_many(call.state, "BATCH_INGEST", "max_batch_ingestion_tasks")
    now = call.state.clock.millis
    task = {
        "task_type": "BATCH_INGEST",
        "state": "CREATED",
        "create_time": now,
        "last_update_time": now,
        "is_async": True,
    }
    id = ml_indices.add(call.state, TASKS, task)
    task_records.schedule(call.state, id, "fail", error=NOTHING_READ)
    return {"task_id": id, "task_type": "BATCH_INGEST", "status": "CREATED"}


def _check_source(body: dict[str, Any]) -> None:
    source = body["data_source"]
    if not isinstance(source, dict):
        raise class_cast(source)
    if not source:
        raise batch_errors.wrong_ingestion("The batch ingest input data source cannot be null")
    if source.get("type") is None or source.get("source") is None:
        raise batch_errors.wrong_ingestion("The batch ingest input data source is missing data type or source")
    if str(source["type"]).lower() != "s3":
        return
    uris = source["source"]
    if not isinstance(uris, list):
        raise class_cast(uris, "java.util.List")
    if not uris:
        raise batch_errors.wrong_ingestion("The batch ingest input s3Uris is empty")
    wrong = [uri for uri in uris if not _S3.fullmatch(str(uri))]
    if wrong:
        raise batch_errors.wrong_uris(wrong)
