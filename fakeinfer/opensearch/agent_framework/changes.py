"""How tools of agents changed (opensearch-project/ml-commons, opensearch-project/skills)."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

PPL_TOOL_IS_CHECKED = "ppl_tool_is_checked"
PPL_TOOL_TELLS_SOURCE = "ppl_tool_tells_source"
PPL_TOOL_TAKES_INDICES = "ppl_tool_takes_indices"
LOG_PATTERNS_ARE_LEARNED = "log_patterns_are_learned"
JSON_OUTPUTS_STAY = "json_outputs_stay"
FLOWS_TAKE_MCP_TOOLS = "flows_take_mcp_tools"
PLANNING_READS_INDICES = "planning_reads_indices"
PLANNING_TAKES_AGENTS_MODEL = "planning_takes_agents_model"

CHANGES: tuple[Change, ...] = (
    Change(PPL_TOOL_IS_CHECKED, Span("2.13"), "what PPLTool is made with is checked"),
    Change(PPL_TOOL_TELLS_SOURCE, Span("3.2"), "PPLTool tells its model the kind of data source"),
    Change(PPL_TOOL_TAKES_INDICES, Span("3.3"), "PPLTool takes several indices, and tells its model their mappings"),
    Change(
        LOG_PATTERNS_ARE_LEARNED,
        Span("2.19"),
        "LogPatternTool finds words that vary, where it left out letters and digits before",
    ),
    Change(
        JSON_OUTPUTS_STAY, Span("3.2", "3.7"), "what a tool in a flow gives is no text in JSON where it is JSON itself"
    ),
    Change(
        FLOWS_TAKE_MCP_TOOLS,
        Span("3.8"),
        "flows run tools of MCP connectors, which agents may describe in words of their own",
    ),
    Change(
        PLANNING_READS_INDICES,
        Span("3.3"),
        "QueryPlanningTool reads the mapping and a document, chooses templates, and answers the JSON in what the model says",
    ),
    Change(
        PLANNING_TAKES_AGENTS_MODEL,
        Span("3.6"),
        "QueryPlanningTool takes its agent's model, a fallback_query, and indices by patterns",
    ),
)
