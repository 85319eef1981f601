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
ITERATIONS_ARE_STEPS = "iterations_are_steps"
ITERATIONS_ARE_TOLD = "iterations_are_told"
STEPS_ARE_SUMMED_UP = "steps_are_summed_up"
AGENT_PARAMETERS_COUNT = "agent_parameters_count"
INTERFACES_ARE_REFUSED = "interfaces_are_refused"
TOOL_OUTPUTS_ARE_FILTERED = "tool_outputs_are_filtered"
AGENT_FAILURES_ARE_REMEMBERED = "agent_failures_are_remembered"
PROVIDERS_TAKE_PARAMETERS = "providers_take_parameters"
TOKENS_ARE_COUNTED = "tokens_are_counted"
TOOL_ARGUMENTS_ARE_CHECKED = "tool_arguments_are_checked"
SESSIONS_ARE_ENSURED = "sessions_are_ensured"
AGENTS_HEAR_STREAMS = "agents_hear_streams"
STREAMS_FAIL_IN_FRAMES = "streams_fail_in_frames"
STREAMS_FAIL_PLAINLY = "streams_fail_plainly"
STREAMS_END_WITH_RUN_FINISHED = "streams_end_with_run_finished"
PLANNER_FINDS_JSON = "planner_finds_json"
PLANNER_IS_STRICT = "planner_is_strict"
PLANNER_STEPS_HOLD_COMMAS = "planner_steps_hold_commas"
PLANNER_MARKS_STEPS = "planner_marks_steps"
PLANNER_SUMS_UP = "planner_sums_up"
PLANNER_PROMPT_HAS_PARTS = "planner_prompt_has_parts"
AGENTS_NEED_NO_MEMORY = "agents_need_no_memory"
TASKS_NAME_INTERACTION = "tasks_name_interaction"
TOOLS_READ_INPUT = "tools_read_input"
TOOLS_NEED_IDS = "tools_need_ids"
SEARCH_TOOL_TAKES_PARAMETERS = "search_tool_takes_parameters"
SEARCH_TOOL_SAYS_WHAT_IT_MISSES = "search_tool_says_what_it_misses"
INDEX_NAMES_NEED_NO_LIST = "index_names_need_no_list"
BLANK_INDEX_NAMES_ARE_NONE = "blank_index_names_are_none"
TOOL_OUTPUTS_ARE_PROCESSED = "tool_outputs_are_processed"
RETRIEVERS_TAKE_INDICES = "retrievers_take_indices"
RETRIEVERS_TAKE_FIELDS = "retrievers_take_fields"
NESTED_RETRIEVAL = "nested_retrieval"
DETECTORS_BY_KEYWORD = "detectors_by_keyword"
DETECTOR_PROMPTS = "detector_prompts"
CONTENT_GENERATION_IN_SMALL = "content_generation_in_small"

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
    Change(
        ITERATIONS_ARE_STEPS,
        Span("3.0"),
        "max_iteration counts answers of the model and runs of tools alike, 10 by default; 3 rounds of both before",
    ),
    Change(ITERATIONS_ARE_TOLD, Span("3.2"), "an agent that reaches max_iteration says so and remembers that"),
    Change(STEPS_ARE_SUMMED_UP, Span("3.5"), "the model sums up what was done when max_iteration is reached"),
    Change(
        AGENT_PARAMETERS_COUNT, Span("3.0"), "an agent's own parameters take part in its runs; no tools are no error"
    ),
    Change(INTERFACES_ARE_REFUSED, Span("3.1"), "running an agent with an unknown _llm_interface is refused"),
    Change(
        TOOL_OUTPUTS_ARE_FILTERED,
        Span("3.2"),
        "a tool's output_filter picks what the model is told of its output; agents may tell models the time",
    ),
    Change(
        AGENT_FAILURES_ARE_REMEMBERED,
        Span("3.3"),
        "what makes a run fail is written into the message that asked; a run does not both go on and regenerate",
    ),
    Change(
        PROVIDERS_TAKE_PARAMETERS, Span("3.7"), "models that are made for agents are asked with max_tokens and the like"
    ),
    Change(TOKENS_ARE_COUNTED, Span("3.6"), "agents tell how many tokens their models used, if asked to"),
    Change(
        TOOL_ARGUMENTS_ARE_CHECKED, Span("3.8"), "arguments of tools with a schema are JSON, however they were said"
    ),
    Change(SESSIONS_ARE_ENSURED, Span("3.6"), "an agent's memory_id that is no session of its container becomes one"),
    Change(AGENTS_HEAR_STREAMS, Span("3.6"), "agents are told what their models said in a stream, and remember it"),
    Change(
        STREAMS_FAIL_IN_FRAMES, Span("3.5"), "what a model's service refuses is the content of a stream's last frame"
    ),
    Change(STREAMS_FAIL_PLAINLY, Span("3.7"), "what breaks a stream off is told without a word before it"),
    Change(STREAMS_END_WITH_RUN_FINISHED, Span("3.6"), "the last frame of AG-UI is followed by RUN_FINISHED"),
    Change(PLANNER_FINDS_JSON, Span("3.1"), "a plan's JSON may stand among other text"),
    Change(
        PLANNER_IS_STRICT,
        Span("3.2"),
        "planners are told in stricter words; tools and steps are numbered, and how much is remembered is a parameter",
    ),
    Change(PLANNER_STEPS_HOLD_COMMAS, Span("3.3"), "a step of a plan may hold a comma"),
    Change(PLANNER_MARKS_STEPS, Span("3.4"), "planners are told steps between marks, with what tools gave"),
    Change(
        PLANNER_SUMS_UP,
        Span("3.5"),
        "planners run without memory and sum up when max_steps is reached; their executors use a tool at a time",
    ),
    Change(PLANNER_PROMPT_HAS_PARTS, Span("3.8"), "parts of what a planner is told may be replaced"),
    Change(TASKS_NAME_INTERACTION, Span("3.1"), "tasks of agents name the message that asks, too"),
    Change(TOOLS_READ_INPUT, Span("3.2"), "tools are made for a run, and take a JSON object in input as parameters"),
    Change(TOOLS_NEED_IDS, Span("3.2"), "tools without the id of their model, connector or agent are refused"),
    Change(SEARCH_TOOL_TAKES_PARAMETERS, Span("3.1"), "SearchIndexTool takes index and query as parameters"),
    Change(SEARCH_TOOL_SAYS_WHAT_IT_MISSES, Span("3.8"), "SearchIndexTool says which parameter it misses"),
    Change(INDEX_NAMES_NEED_NO_LIST, Span("3.1"), "IndexMappingTool takes the name of one index that is in no list"),
    Change(BLANK_INDEX_NAMES_ARE_NONE, Span("3.0"), "tools that look at indices take blanks for no name at all"),
    Change(TOOL_OUTPUTS_ARE_PROCESSED, Span("3.3"), "tools take output_processors, and may answer maps"),
    Change(RETRIEVERS_TAKE_INDICES, Span("2.18"), "tools that retrieve take the index as a parameter of the run"),
    Change(RETRIEVERS_TAKE_FIELDS, Span("3.7"), "VectorDBTool takes the field as a parameter of the run"),
    Change(
        DETECTORS_BY_KEYWORD,
        Span("2.13"),
        "SearchAnomalyDetectorsTool finds indices by their keyword, and detectors that do not run by the two other states",
    ),
    Change(DETECTOR_PROMPTS, Span("2.18"), "CreateAnomalyDetectorTool takes a prompt"),
    Change(NESTED_RETRIEVAL, Span("2.16"), "tools that retrieve look into nested documents"),
    Change(
        CONTENT_GENERATION_IN_SMALL, Span("2.13"), "RAGTool's switch is enable_content_generation, with capitals before"
    ),
    Change(AGENTS_NEED_NO_MEMORY, Span("3.5"), "conversational agents run without memory"),
)
