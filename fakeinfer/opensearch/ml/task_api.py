"""Tasks: what became of registrations and deployments. How they come and end is in `task_records.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/tasks/`.
"""

from __future__ import annotations

from ... import media
from ...operations import DELETE, GET, POST, Call, operation
from ...wire import Json
from .. import changes
from ..models.group_api import PRIVILEGE, SOURCE
from ..prediction import batch_jobs
from . import indices as ml_indices
from . import task_errors
from .indices import TASKS
from .searching import search
from .task_records import PENDING, all_looked_at, looked_at

FIELDS = (
    "task_id", "model_id", "task_type", "function_name", "state", "input_type", "progress", "output_index",
    "worker_node", "create_time", "last_update_time", "error", "user", "is_async", "remote_job", "response", "tenant_id",
)  # fmt: skip


@operation("ml.get_task", GET("/_plugins/_ml/tasks/{task_id}"), privilege=PRIVILEGE + "tasks/get", source=SOURCE)
def get_task(call: Call) -> Json:
    """Show a task; with `tasks="polls:N"` looking brings it forward."""
    id = call.path["task_id"]
    looked_at(call.state, id)
    task = ml_indices.find(call.state, TASKS, id)
    if task is None:
        raise task_errors.task_not_found(call.has(changes.METADATA_CLIENT))
    if batch_jobs.is_job(task):
        task = batch_jobs.look(call.state, id, task)
    return ml_indices.shown(task, FIELDS)


@operation(
    "ml.delete_task", DELETE("/_plugins/_ml/tasks/{task_id}"), privilege=PRIVILEGE + "tasks/delete", source=SOURCE
)
def delete_task(call: Call) -> Json:
    """Remove a task that is not running."""
    id = call.path["task_id"]
    if call.has(changes.METADATA_CLIENT) and not ml_indices.exists(call.state, TASKS):
        raise task_errors.no_tasks_to_delete()
    task = ml_indices.find(call.state, TASKS, id)
    if task is None:
        raise task_errors.task_not_found(call.has(changes.METADATA_CLIENT))
    if task["state"] == "RUNNING":
        raise task_errors.task_is_running()
    call.store.delete(PENDING, id)
    return ml_indices.remove(call.state, TASKS, id).answer()


@operation(
    "ml.cancel_task",
    POST("/_plugins/_ml/tasks/{task_id}/_cancel"),
    since="2.17",
    privilege=PRIVILEGE + "tasks/cancel",
    source="opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLCancelBatchJobAction.java",
)
def cancel_task(call: Call) -> Json:
    """Have the service stop working on a batch job; nothing else can be cancelled."""
    task = ml_indices.find(call.state, TASKS, call.path["task_id"])
    if task is None:
        raise task_errors.task_to_cancel_not_found(not ml_indices.exists(call.state, TASKS))
    if not batch_jobs.is_job(task):
        raise task_errors.task_is_no_batch_job()
    return batch_jobs.cancel(call.state, task)


@operation(
    "ml.search_tasks",
    GET("/_plugins/_ml/tasks/_search"),
    POST("/_plugins/_ml/tasks/_search"),
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "tasks/search",
    source=SOURCE,
)
def search_tasks(call: Call) -> Json:
    """Search tasks; that counts as looking at all that have not ended."""
    all_looked_at(call.state)
    return search(call, TASKS)
