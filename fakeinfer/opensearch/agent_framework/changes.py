"""How tools of agents changed (opensearch-project/ml-commons, opensearch-project/skills)."""

from __future__ import annotations

from ...contract import Change
from ...versions import Span

SEARCH_TOOL_MISTAKES_REQUESTS = "search_tool_mistakes_requests"
PPL_TOOL_IS_CHECKED = "ppl_tool_is_checked"
PPL_TOOL_TELLS_CAUSE = "ppl_tool_tells_cause"
PPL_TOOL_TELLS_SOURCE = "ppl_tool_tells_source"
PPL_TOOL_TAKES_INDICES = "ppl_tool_takes_indices"
PPL_ANSWERS_MORE_ROWS = "ppl_answers_more_rows"
PPL_HAS_PARENTHESES = "ppl_has_parentheses"
PPL_NAMES_TYPES_ITS_WAY = "ppl_names_types_its_way"
PPL_RUNS_ON_CALCITE = "ppl_runs_on_calcite"
LOG_ANALYSIS_SHOWS_FIVE = "log_analysis_shows_five"
LOG_ANALYSIS_FILTERS = "log_analysis_filters"
LOG_PATTERNS_ARE_LEARNED = "log_patterns_are_learned"
JSON_OUTPUTS_STAY = "json_outputs_stay"
FLOWS_TAKE_MCP_TOOLS = "flows_take_mcp_tools"
PLANNING_READS_INDICES = "planning_reads_indices"
PLANNING_TAKES_AGENTS_MODEL = "planning_takes_agents_model"

CHANGES: tuple[Change, ...] = (
    Change(
        SEARCH_TOOL_MISTAKES_REQUESTS,
        Span("2.19"),
        "SearchIndexTool fails on the indices of connectors, models and groups",
    ),
    Change(PPL_TOOL_IS_CHECKED, Span("2.13"), "what PPLTool is made with is checked"),
    Change(PPL_TOOL_TELLS_CAUSE, Span("2.19"), "PPLTool tells why a query failed"),
    Change(PPL_TOOL_TELLS_SOURCE, Span("3.2"), "PPLTool tells its model the kind of data source"),
    Change(PPL_TOOL_TAKES_INDICES, Span("3.3"), "PPLTool takes several indices, and tells its model their mappings"),
    Change(PPL_ANSWERS_MORE_ROWS, Span("2.17"), "PPL answers 10000 rows, where it answered 200 at most"),
    Change(PPL_HAS_PARENTHESES, Span("3.0"), "AND binds closer than OR in PPL, and conditions may have parentheses"),
    Change(PPL_NAMES_TYPES_ITS_WAY, Span("3.0"), "PPL calls whole numbers int and bigint"),
    Change(PPL_RUNS_ON_CALCITE, Span("3.3"), "PPL counts in long, and what is unknown stays unknown under NOT"),
    Change(LOG_ANALYSIS_SHOWS_FIVE, Span("3.4"), "LogPatternAnalysisTool shows five messages of a pattern, two before"),
    Change(
        LOG_ANALYSIS_FILTERS, Span("3.6"), "LogPatternAnalysisTool takes a filter, and looks at 10000 messages at most"
    ),
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
