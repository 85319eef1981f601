"""What models make of an index's fields and data (3.3): off by default, and not done here.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/indexInsight/`.
"""

from __future__ import annotations

from typing import NoReturn

from ..errors import ApiError, not_implemented
from ..operations import GET, PUT, Call, operation
from ..wire import Json
from .agents import refuse_when_off
from .cluster_settings import setting
from .ml_errors import insights_are_off
from .model_groups import PRIVILEGE

REST = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestML"


@operation(
    "ml.get_index_insight",
    GET("/_plugins/_ml/insights/{index_id}/{insight_type}"),
    since="3.3",
    privilege=PRIVILEGE + "index_insight/get",
    source=REST + "GetIndexInsightAction.java",
)
def get_index_insight(call: Call) -> Json:
    """Refuse to look into an index."""
    _refuse(call)


@operation(
    "ml.get_index_insight_config",
    GET("/_plugins/_ml/index_insight_config"),
    since="3.3",
    privilege=PRIVILEGE + "index_insight/config/get",
    source=REST + "IndexInsightConfigGetAction.java",
)
def get_index_insight_config(call: Call) -> Json:
    """Refuse to show how indices are looked into."""
    _refuse(call)


@operation(
    "ml.put_index_insight_config",
    PUT("/_plugins/_ml/index_insight_config"),
    since="3.3",
    body="required",
    privilege=PRIVILEGE + "index_insight/config/put",
    source=REST + "IndexInsightConfigPutAction.java",
)
def put_index_insight_config(call: Call) -> Json:
    """Refuse to have indices looked into."""
    _refuse(call)


def _refuse(call: Call) -> NoReturn:
    refuse_when_off(call)
    refusal: ApiError = not_implemented("index insight")
    if not setting(call.state, "plugins.ml_commons.index_insight_feature_enabled"):
        refusal = insights_are_off()
    raise refusal
