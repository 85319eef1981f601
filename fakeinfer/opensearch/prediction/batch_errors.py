"""Refusals of batch prediction and batch ingestion.

Sources are files of opensearch-project/ml-commons.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, illegal_argument, status_error
from ..ml.errors import illegal_state


def inference_off() -> ApiError:
    """`offline_batch_inference_enabled` is off (plugin/.../utils/MLExceptionUtils.java)."""
    return _off("Offline Batch Inference", "offline_batch_inference_enabled")


def ingestion_off() -> ApiError:
    """`offline_batch_ingestion_enabled` is off (plugin/.../utils/MLExceptionUtils.java)."""
    return _off("Offline batch ingestion", "offline_batch_ingestion_enabled")


def _off(what: str, switch: str) -> ApiError:
    return illegal_state(
        f'{what} is currently disabled. To enable it, update the setting "plugins.ml_commons.{switch}" to true.'
    )


def too_many(kind: str, switch: str) -> ApiError:
    """As many jobs run as may (plugin/.../task/MLPredictTaskRunner.java, action/batch/TransportBatchIngestionAction.java)."""
    return status_error(
        429,
        f"Exceeded maximum limit for {kind} tasks. To increase the limit, update the plugins.ml_commons.{switch} setting.",
    )


def no_dead_letters(model: str) -> ApiError:
    """`dlq` without bucket or region: what is thrown about it is taken for a failure of the access check (observed: opensearch 2.19.1)."""
    return status_error(403, f"Failed to Validate Access for ModelId {model}")


def job_not_created() -> ApiError:
    """The service's answer holds no job (plugin/.../task/MLPredictTaskRunner.java)."""
    return ApiError(404, "resource_not_found_exception", "Unable to create batch transform job")


def status_not_told() -> ApiError:
    """The service tells nothing about the job (plugin/.../action/tasks/GetTaskTransportAction.java)."""
    return ApiError(404, "resource_not_found_exception", "Couldn't fetch status of the transform job")


def not_cancelled() -> ApiError:
    """The service answers, but not 200 (plugin/.../action/tasks/CancelBatchJobTransportAction.java)."""
    return ApiError(500, "exception", "Couldn't cancel the transform job. Please try again")


def model_of_task_is_gone() -> ApiError:
    """The model that the job was started with was deleted (plugin/.../action/tasks/)."""
    return status_error(404, "Failed to retrieve the ML model for the given task ID")


def action_not_configured(purpose: str) -> ApiError:
    """A service whose jobs nobody knows how to look at; `purpose`: "get the batch job details" (remote/ConnectorUtils.java)."""
    return ApiError(
        500,
        "unsupported_operation_exception",
        f"Please configure the action type to {purpose} in the connector",
    )


def ingestion_lacks_index() -> ApiError:
    """No `index_name` (common/.../transport/batch/MLBatchIngestionInput.java)."""
    return illegal_argument(
        "The index name for data ingestion is missing. Please provide a valid index name to proceed."
    )


def ingestion_lacks_source() -> ApiError:
    """No `data_source` (common/.../transport/batch/MLBatchIngestionInput.java)."""
    return illegal_argument(
        "No data sources were provided for ingestion. Please specify at least one valid data source to proceed."
    )


def wrong_ingestion(problem: str) -> ApiError:
    """What the action itself finds wrong (plugin/.../action/batch/TransportBatchIngestionAction.java)."""
    return status_error(400, f"IllegalArgumentException in the batch ingestion input: {problem}")


def wrong_uris(uris: Sequence[object]) -> ApiError:
    """Sources of type s3 that are no S3 URIs."""
    return wrong_ingestion(f"The following batch ingest input S3 URIs are invalid: [{', '.join(map(str, uris))}]")
