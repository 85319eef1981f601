"""Running agents piece by piece (3.3): off by default, and not done here.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteStreamAction.java`.
"""

from __future__ import annotations

from ..errors import not_implemented
from ..operations import POST, Call, operation
from ..wire import Json
from . import model_errors
from .agents import read_input, refuse_when_off
from .cluster_settings import setting
from .model_groups import PRIVILEGE


@operation(
    "ml.execute_agent_stream",
    POST("/_plugins/_ml/agents/{agent_id}/_execute/stream"),
    since="3.3",
    body="required",
    reader=read_input,
    privilege=PRIVILEGE + "execute",
    source="opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/rest/RestMLExecuteStreamAction.java",
)
def execute_agent_stream(call: Call) -> Json:
    """Refuse to tell an agent's answer in chunks: without the switch in the server's words."""
    if setting(call.state, "plugins.ml_commons.stream_enabled") is not True:
        raise model_errors.streaming_off()
    refuse_when_off(call)
    raise not_implemented("streaming the answers of agents")
