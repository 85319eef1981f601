"""The tools that agents can use: a list that each release brings along, as data in `tools.json`.

`opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/action/tools/`. Those of other plugins are not in it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..contract import Contract
from ..operations import GET, Call, operation
from ..versions import Span
from ..wire import Json
from . import model_errors
from .model_groups import PRIVILEGE, SOURCE


@operation(
    "ml.get_all_tools", GET("/_plugins/_ml/tools"), since="2.12", privilege=PRIVILEGE + "tools/list", source=SOURCE
)
def get_all_tools(call: Call) -> Json:
    """List the tools; also while the agent framework is off."""
    return [_shown(tool) for tool in tools_of(call.contract)]


@operation(
    "ml.get_tool",
    GET("/_plugins/_ml/tools/{tool_name}"),
    since="2.12",
    privilege=PRIVILEGE + "tools/get",
    source=SOURCE,
)
def get_tool(call: Call) -> Json:
    """Show one tool."""
    name = call.path["tool_name"]
    for tool in tools_of(call.contract):
        if tool["type"] == name:
            return _shown(tool)
    raise model_errors.tool_not_found(name)


def _shown(tool: dict[str, Any]) -> dict[str, str]:
    return {"name": tool["type"], "description": tool["description"], "type": tool["type"], "version": "undefined"}


def tools_of(contract: Contract) -> list[dict[str, Any]]:
    """The tools of a version, in the server's order."""
    return [tool for tool in _tools() if contract.version in Span(tool.get("since"), tool.get("until"))]


@lru_cache(maxsize=1)
def _tools() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))["tools"]
    return found
