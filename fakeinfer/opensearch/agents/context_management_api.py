"""Templates of context management: how agents are to keep what they tell a model short (3.5). They are applied while an agent
runs, by `agent_framework/hooks.py`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/contextmanagement/`.
"""

from __future__ import annotations

import re
from typing import Any

from ...document_requests.updating import merged_source
from ...errors import ApiError, document_missing, illegal_argument, request_invalid, status_error
from ...operations import DELETE, GET, POST, PUT, Call, Int, operation
from ...wire import Json
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.errors import illegal_state
from ..ml.values import text_of
from ..models.group_api import PRIVILEGE

TEMPLATES = ".plugins-ml-context-management-templates"
REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestML"
PATH = "/_plugins/_ml/context_management/{template_name}"
NAME = re.compile(r"[a-z0-9_-]{1,49}")
FIELDS = ("name", "description", "hooks", "created_time", "last_modified", "created_by")
MOST = 1000


@operation(
    "ml.create_context_management",
    POST(PATH),
    since="3.5",
    body="required",
    privilege=PRIVILEGE + "context_management/create",
    source=REST + "CreateContextManagementTemplateAction.java",
)
def create_context_management(call: Call) -> Json:
    """Store a template under a name that is free."""
    template = _checked(call)
    name = template["name"]
    if ml_indices.find(call.state, TEMPLATES, name) is not None:
        raise illegal_argument(f"A context management with name '{name}' already exists")
    now = call.state.clock.millis
    ml_indices.add(call.state, TEMPLATES, {**template, "created_time": now, "last_modified": now}, name)
    return {"template_name": name, "status": "created"}


@operation(
    "ml.get_context_management",
    GET(PATH),
    since="3.5",
    privilege=PRIVILEGE + "context_management/get",
    source=REST + "GetContextManagementTemplateAction.java",
)
def get_context_management(call: Call) -> Json:
    """Show a template."""
    _refuse_when_off(call)
    found = ml_indices.find(call.state, TEMPLATES, call.path["template_name"])
    if found is None:
        raise _not_found(call)
    return ml_indices.shown(found, FIELDS)


@operation(
    "ml.update_context_management",
    PUT(PATH),
    since="3.5",
    body="required",
    privilege=PRIVILEGE + "context_management/update",
    source=REST + "UpdateContextManagementTemplateAction.java",
)
def update_context_management(call: Call) -> Json:
    """Merge a template into the one that is there."""
    template = _checked(call)
    if not ml_indices.exists(call.state, TEMPLATES):
        raise _not_found(call)
    found = ml_indices.find(call.state, TEMPLATES, template["name"])
    if found is None:
        from ... import indices

        raise document_missing(TEMPLATES, indices.find(call.state, TEMPLATES)["uuid"], template["name"])
    changed = merged_source(found, {**template, "last_modified": call.state.clock.millis})
    return ml_indices.change(call.state, TEMPLATES, template["name"], changed).answer()


@operation(
    "ml.delete_context_management",
    DELETE(PATH),
    since="3.5",
    privilege=PRIVILEGE + "context_management/delete",
    source=REST + "DeleteContextManagementTemplateAction.java",
)
def delete_context_management(call: Call) -> Json:
    """Remove a template; agents that name it are not asked."""
    _refuse_when_off(call)
    name = call.path["template_name"]
    if ml_indices.find(call.state, TEMPLATES, name) is None:
        raise status_error(404, f"Context management template not found: {name}")
    ml_indices.remove(call.state, TEMPLATES, name)
    return {"template_name": name, "status": "deleted"}


@operation(
    "ml.list_context_management",
    GET("/_plugins/_ml/context_management"),
    since="3.5",
    query={"from": Int(0), "size": Int(10)},
    privilege=PRIVILEGE + "context_management/list",
    source=REST + "ListContextManagementTemplatesAction.java",
)
def list_context_management(call: Call) -> Json:
    """List templates, a page of them."""
    _refuse_when_off(call)
    start, size = call.query["from"], call.query["size"]
    if start < 0:
        raise illegal_argument("Parameter 'from' must be non-negative")
    if not 0 < size <= MOST:
        raise illegal_argument(f"Parameter 'size' must be between 1 and {MOST}")
    found = list(ml_indices.every(call.state, TEMPLATES))
    shown = [ml_indices.shown(document.source, FIELDS) for document in found[start : start + size]]
    return {"total": len(found), "templates": shown}


def _checked(call: Call) -> dict[str, Any]:
    """A template as it is kept, or the refusal of a body that is none."""
    _refuse_when_off(call)
    hooks = call.body.get("hooks")
    if not hooks:
        raise request_invalid("Template must define at least one hook")
    name = call.path["template_name"]
    if NAME.fullmatch(name) is None:
        raise illegal_argument(
            "Invalid context management name: must contain only lowercase letters, numbers, hyphens, and underscores, and "
            "must be between 1 and 49 characters"
        )
    if any(not str(manager.get("type") or "").strip() for managers in hooks.values() for manager in managers):
        raise illegal_argument("Invalid context management configuration")
    return ml_indices.without_nulls({"name": name, "description": text_of(call.body, "description"), "hooks": hooks})


def _not_found(call: Call) -> ApiError:
    return status_error(404, f"Context management not found: {call.path['template_name']}")


def _refuse_when_off(call: Call) -> None:
    if setting(call.state, "plugins.ml_commons.agent_framework_enabled") is False:
        raise illegal_state("Agent framework is disabled")
