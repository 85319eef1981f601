"""What is found out about an index's data and fields, by counting and by asking a model (3.3): off by default.

An agent is asked that the configuration `os_index_insight_agent` names; how insights come about is in `insights/`.
`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/IndexInsight/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import indices
from ...errors import ApiError, index_not_found
from ...operations import GET, PUT, Call, operation
from ...wire import Json
from ..agents.agent_api import refuse_when_off
from ..cluster.cluster_settings import setting
from ..ml import indices as ml_indices
from ..ml.errors import insights_are_off
from ..ml.values import truth
from ..models.group_api import PRIVILEGE
from . import errors

if TYPE_CHECKING:
    from ...cluster import State

TYPES = ("STATISTICAL_DATA", "FIELD_DESCRIPTION", "LOG_RELATED_INDEX_CHECK", "ALL")
REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestML"
CONFIG = ".plugins-ml-index-insight-config"
CONFIG_ID = "03000200-0400-0500-0006-000700080009"
"""Under what the configuration is kept where there are no tenants."""
CONFIG_FIELDS = {"_meta": {"schema_version": 1}, "properties": {"is_enable": {"type": "boolean"}, "tenant_id": {"type": "keyword"}}}  # fmt: skip


@operation(
    "ml.get_index_insight",
    GET("/_plugins/_ml/insights/{index_id}/{insight_type}"),
    since="3.3",
    privilege=PRIVILEGE + "index_insight/get",
    source=REST + "GetIndexInsightAction.java",
)
def get_index_insight(call: Call) -> Json:
    """What is known of an index, found out if it is not known yet or too old."""
    refuse_when_off(call)
    type = call.path["insight_type"].upper()
    if type not in TYPES:
        raise errors.wrong_type()
    return {"index_insight": insight(call.state, call.path["index_id"], type)}


@operation(
    "ml.get_index_insight_config",
    GET("/_plugins/_ml/index_insight_config"),
    since="3.3",
    privilege=PRIVILEGE + "index_insight/config/get",
    source=REST + "GetIndexInsightConfigAction.java",
)
def get_index_insight_config(call: Call) -> Json:
    """Whether indices may be looked into."""
    refuse_when_off(call)
    _refuse_when_off(call.state)
    config = _config(call.state)
    if config is None:
        raise errors.no_config()
    return config


@operation(
    "ml.put_index_insight_config",
    PUT("/_plugins/_ml/index_insight_config"),
    since="3.3",
    body="required",
    privilege=PRIVILEGE + "index_insight/config/put",
    source=REST + "PutIndexInsightConfigAction.java",
)
def put_index_insight_config(call: Call) -> Json:
    """Let indices be looked into, or not; an administrator's business."""
    refuse_when_off(call)
    _refuse_when_off(call.state)
    if call.state.user is not None and not call.state.user.is_admin:
        raise errors.not_admin()
    state, given = call.state, call.body.get("is_enable")
    wanted = None if given is None else truth(given)
    if not ml_indices.exists(state, CONFIG):
        indices.create(state, CONFIG, mappings=CONFIG_FIELDS, settings=ml_indices.SETTINGS, hidden=True)
    ml_indices.add(state, CONFIG, {"is_enable": wanted}, CONFIG_ID)
    if wanted is None:
        raise errors.switch_is_null()
    if wanted:
        from . import generating

        generating.create_storage(state)
    return {"acknowledged": True}


def insight(state: State, index: str, type: str) -> dict[str, Json]:
    """An insight as it is shown, for the API and for the tool of agents."""
    from . import generating

    _refuse_when_off(state)
    generating.require_readable(state, index)
    config = _config(state)
    if config is None or config.get("is_enable") is not True:
        raise errors.not_enabled()
    found = generating.get_all(state, index) if type == generating.ALL else generating.get(state, index, type)
    return ml_indices.shown(found, ("index_name", "content", "status", "task_type", "last_updated_time"))


def _config(state: State) -> dict[str, Json] | None:
    if not ml_indices.exists(state, CONFIG):
        raise index_not_found(CONFIG)
    return ml_indices.peek(state, CONFIG, CONFIG_ID)


def _refuse_when_off(state: State) -> None:
    if not setting(state, "plugins.ml_commons.index_insight_feature_enabled"):
        refusal: ApiError = insights_are_off()
        raise refusal
