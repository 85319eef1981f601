"""Model groups: named families of model versions.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/model/MLModelGroupManager.java` and
`.../action/model_group/`. Who may see and change a group is in `access/control.py`; while nobody's access is controlled every
group is public and access fields are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import media
from ...errors import index_not_found
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...wire import Json
from .. import changes
from ..access import control as access_control
from ..ml import errors as ml_errors
from ..ml import indices as ml_indices
from ..ml.indices import GROUPS, MODELS
from ..ml.searching import search
from ..ml.values import text_of
from ..ml.words import check_words
from . import changes as model_changes

if TYPE_CHECKING:
    from ...cluster import State

FIELDS = (
    "name", "latest_version", "description", "backend_roles", "owner", "access", "created_time", "last_updated_time",
    "model_group_id", "tenant_id",
)  # fmt: skip
ACCESS_MODES = ("public", "private", "restricted")
SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/ml.yaml"
PRIVILEGE = "cluster:admin/opensearch/ml/"


@operation(
    "ml.register_model_group",
    POST("/_plugins/_ml/model_groups/_register"),
    body="required",
    missing_body=ml_errors.group_body_is_empty,
    privilege=PRIVILEGE + "register_model_group",
    source=SOURCE,
)
def register_model_group(call: Call) -> Json:
    """Create a group; names are unique."""
    name, description = read_group(call)
    check_words(call, (("Model group name", name), ("Model group description", description)), "Model group name")
    taken = group_named(call.state, name)
    if taken is not None:
        if call.has(model_changes.GROUP_NAME_TAKEN_AS_AT_UPDATE):
            raise ml_errors.group_name_taken_by_another(taken)
        raise ml_errors.group_name_taken(taken)
    user = access_control.controlling(call.state)
    if user is None:
        refuse_access_fields(call.body, "model")
    access = None if user is None else access_control.access_of_new_group(user, call.body)
    return {"model_group_id": create_group(call.state, name, description, access), "status": "CREATED"}


def read_group(call: Call) -> tuple[str, str | None]:
    """Name and description in a body."""
    if "name" not in call.body:
        raise ml_errors.group_has_no_name()
    name, description = text_of(call.body, "name"), text_of(call.body, "description")
    assert name is not None
    return name, description


@operation(
    "ml.get_model_group",
    GET("/_plugins/_ml/model_groups/{model_group_id}"),
    since="2.12",
    privilege=PRIVILEGE + "model_groups/get",
    source=SOURCE,
)
def get_model_group(call: Call) -> Json:
    """Show a group."""
    if not ml_indices.exists(call.state, GROUPS):
        raise ml_errors.group_index_not_found()
    group = find_group(call.state, call.path["model_group_id"])
    access_control.require_group(call.state, group)
    shown = ml_indices.shown(group, FIELDS)
    return {field: value for field, value in shown.items() if field != "backend_roles" or value}


@operation(
    "ml.update_model_group",
    PUT("/_plugins/_ml/model_groups/{model_group_id}"),
    body="required",
    missing_body=ml_errors.group_update_body_is_empty,
    privilege=PRIVILEGE + "update_model_group",
    source=SOURCE,
)
def update_model_group(call: Call) -> Json:
    """Change name, description and who may use it; the time of the last change stays as it was (observed: opensearch 2.19.1)."""
    name, description = text_of(call.body, "name"), text_of(call.body, "description")
    check_words(call, (("Model group name", name), ("Model group description", description)))
    if not ml_indices.exists(call.state, GROUPS):
        raise ml_errors.no_groups()
    id = call.path["model_group_id"]
    group = find_group(call.state, id)
    user = access_control.controlling(call.state)
    if user is None:
        refuse_access_fields(call.body, "model")
        access = access_control.access_changed_by_nobody(call.body)
    else:
        access = access_control.access_of_changed_group(user, group, call.body)
    taken = group_named(call.state, name) if name and name != group["name"] else None
    if taken is not None:
        raise ml_errors.group_name_taken_by_another(taken)
    wanted = ml_indices.without_nulls({"name": name, "description": description, **access})
    if any(group.get(field) != value for field, value in wanted.items()):
        ml_indices.change(call.state, GROUPS, id, wanted)
    return {"status": "Updated"}


@operation(
    "ml.delete_model_group",
    DELETE("/_plugins/_ml/model_groups/{model_group_id}"),
    privilege=PRIVILEGE + "model_groups/delete",
    source=SOURCE,
)
def delete_model_group(call: Call) -> Json:
    """Remove a group that no model belongs to; an unknown one is `not_found`, and no error."""
    id = call.path["model_group_id"]
    if has_models(call.state, id):
        raise ml_errors.group_has_models(call.has(model_changes.GROUP_IN_USE_IS_409))
    if not ml_indices.exists(call.state, GROUPS):
        if call.has(model_changes.NO_GROUPS_IS_404):
            raise ml_errors.no_groups()
        if call.has(changes.METADATA_CLIENT):
            raise ml_errors.metadata_failed("delete data object from", GROUPS)
        raise index_not_found(GROUPS, "index_expression")
    return ml_indices.remove(call.state, GROUPS, id).answer()


@operation(
    "ml.search_model_group",
    GET("/_plugins/_ml/model_groups/_search"),
    POST("/_plugins/_ml/model_groups/_search"),
    body="required_or_source",
    reader=media.read_only_value,
    privilege=PRIVILEGE + "model_groups/search",
    source=SOURCE,
)
def search_model_group(call: Call) -> Json:
    """Search groups."""
    return search(call, GROUPS)


# --- for models -------------------------------------------------------------------------------------------------------


def create_group(state: State, name: str, description: str | None, access: dict[str, Any] | None = None) -> str:
    """Store a new, empty group, public unless said otherwise; its id."""
    now = state.clock.millis
    group = {
        "name": name,
        "latest_version": 0,
        "description": description,
        **(access or {"access": "public"}),
        "created_time": now,
        "last_updated_time": now,
    }
    return ml_indices.add(state, GROUPS, group)


def group_named(state: State, name: str) -> str | None:
    """The id of the group of exactly this name, or None."""
    return next((group.id for group in ml_indices.every(state, GROUPS) if group.source["name"] == name), None)


def find_group(state: State, id: str) -> dict[str, Any]:
    """The group, or 404."""
    group = ml_indices.find(state, GROUPS, id)
    if group is None:
        raise ml_errors.group_not_found(id)
    return group


def next_version(state: State, id: str) -> str:
    """Count one more version in a group; the version's name."""
    version: int = find_group(state, id)["latest_version"] + 1
    ml_indices.change(state, GROUPS, id, {"latest_version": version, "last_updated_time": state.clock.millis})
    return str(version)


def has_models(state: State, id: str) -> bool:
    """Whether any document of the model index, chunks included, names the group."""
    return any(model.source.get("model_group_id") == id for model in ml_indices.every(state, MODELS))


def refuse_access_fields(body: dict[str, Any], kind: str) -> None:
    """Nothing controls access here, so who tries to is refused; an unknown mode and an empty list count as absent."""
    mode = text_of(body, "access_mode")
    given = (
        (mode is not None and mode.lower() in ACCESS_MODES)
        or body.get("backend_roles")
        or body.get("add_all_backend_roles") is not None
    )
    if given:
        raise ml_errors.access_fields_without_security(kind)
