"""`IndexInsightTool` (3.3): what is known of an index, for agents.

`opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/IndexInsightTool.java`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...errors import request_invalid
from ...formats import jsontext
from ..agent_framework.outputs import Value
from ..agent_framework.toolbox import Kind
from . import errors
from . import index_insight_api as index_insight

if TYPE_CHECKING:
    from ...cluster import State


def show_insight(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """An insight as the server prints it, with blanks."""
    if "taskType" not in parameters:
        raise errors.type_is_null()
    type = parameters["taskType"].upper()
    if type not in index_insight.TYPES:
        raise errors.wrong_type()
    if "indexName" not in parameters:
        raise request_invalid("Index insight's target index can't be null")
    return jsontext.dumps(index_insight.insight(state, parameters["indexName"], type), pretty=True).rstrip("\n")


KINDS: Mapping[str, Kind] = {"IndexInsightTool": Kind(show_insight, accepts_nothing=True)}
