"""Refusals of tasks: `action/tasks/`.

Sources are files of opensearch-project/ml-commons, `plugin/src/main/java/org/opensearch/ml/` unless said otherwise.
"""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, status_error
from .errors import (
    metadata_failed,
    ml_error,
    plain_exception,
)


def task_not_found(new_words: bool) -> ApiError:
    """GET and DELETE of an unknown task: "Fail to" until 2.19."""
    return status_error(404, f"{'Failed' if new_words else 'Fail'} to find task")


def no_tasks_to_delete() -> ApiError:
    """DELETE while there never was a task, since 2.19."""
    cause = metadata_failed("get data object from", ".plugins-ml-task")
    return status_error(404, "Failed to find task", caused_by=cause, root_cause=cause.root_cause)


def task_is_running() -> ApiError:
    """DELETE of a running task."""
    return plain_exception("Task cannot be deleted in running state. Try after some time.")


def task_to_cancel_not_found(never_any: bool) -> ApiError:
    """Cancelling an unknown task."""
    text = "Fail to find task"
    return ml_error("resource_not_found_exception", text) if never_any else status_error(404, text)


def task_is_no_batch_job() -> ApiError:
    """Cancelling another task than a batch job."""
    return illegal_argument("The task ID you provided does not have any associated batch job")
