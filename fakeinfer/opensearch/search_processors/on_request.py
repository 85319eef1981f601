"""Processors of the search request: filter_query, oversample, script, neural ones, ml_inference.

Sources: opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common/,
opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/,
opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceSearchRequestProcessor.java
"""

from __future__ import annotations

import re
from typing import Any

from ...errors import illegal_argument
from ...ingest import errors
from ...ingest.options import Bool, Config, Custom, Double, Int, ListOf, Map, Taken, Text
from ...search.locate import Place
from ...search.query import Reading
from ...versions import Span
from ...wire import Json
from ..cluster.cluster_settings import setting
from .declaring import SearchProcessor
from .inference import INFERENCE_OPTIONS, check_map_lengths, check_task_count, generation_is_on

_COMMON = (
    "opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common"
)
_NEURAL = "opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor"
_ML = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor"
_LIST = "request_processors"
_AGENTIC = "plugins.neural_search.agentic_search_enabled"
_IDS_ARE_CHECKED = Span("3.3")
_LONGEST_ID = 100


def _query(config: Config, taken: Taken) -> Json:
    query = config.take("query")
    if query is None:
        raise illegal_argument("Did not specify the query property in processor of type filter_query")
    Reading(taken["state"]).query(query, Place(query))
    return query


def _sample_factor(config: Config, taken: Taken) -> float:
    factor = float(Double("sample_factor").read(config, taken))
    if factor < 1:
        raise errors.about_property("sample_factor", "Value must be >= 1.0")
    return factor


def _script(config: Config, taken: Taken) -> Any:
    """The script, compiled."""
    source = config.take("source")
    if source is None:
        raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
    if taken["lang"] != "painless":
        raise illegal_argument(f"script_lang not supported [{taken['lang']}]")
    from ...painless import compile

    return compile(str(source), returns="void")


def _model_or_map(config: Config, taken: Taken) -> Any:
    fields = Map("neural_field_default_id", None).read(config, taken)
    if fields is None and taken["default_model_id"] is None:
        raise illegal_argument("model Id or neural info map either of them should be provided")
    return fields


def _two_phases(config: Config, taken: Taken) -> dict[str, Json]:
    given = Map("two_phase_parameter", {}).read(config, taken)
    read = Config(given, config.owner)
    phases = {
        "prune_type": Text("prune_type", "max_ratio").read(read, {}),
        "prune_ratio": Double("prune_ratio", 0.4).read(read, {}),
        "expansion_rate": Double("expansion_rate", 5.0).read(read, {}),
        "max_window_size": Int("max_window_size", 10000).read(read, {}),
    }
    if phases["expansion_rate"] < 1:
        rate = phases["expansion_rate"]
        raise illegal_argument(f"The two_phase_parameter.expansion_rate must >= 1.0. Received: {rate:f}")
    if phases["max_window_size"] < 50:
        size = phases["max_window_size"]
        raise illegal_argument(f"The two_phase_parameter.max_window_size must >= 50. Received: \n{size}")
    return phases


def _maps(config: Config, taken: Taken) -> None:
    """From 3.0 on required and optional maps are told apart, and as many outputs as inputs have to be given."""
    for side in ("input", "output"):
        if not taken[f"{side}_map"] and not taken[f"optional_{side}_map"]:
            raise illegal_argument(
                f"Please provide at least one non-empty {side}_map or optional_{side}_map for ML Inference Search "
                "Request Processor"
            )


def _agentic_is_on(config: Config, taken: Taken) -> None:
    """Agentic search began as an experiment that is off (500)."""
    if not taken["stored"] and not setting(taken["state"], _AGENTIC):
        raise errors.illegal_state(f"Agentic search is currently disabled. Enable it using the '{_AGENTIC}' setting.")


def _agent(config: Config, taken: Taken) -> str:
    id = str(Text("agent_id").read(config, taken))
    if not id.strip():
        raise illegal_argument("agent_id is required for agentic_query_translator processor")
    if taken["state"].contract.version in _IDS_ARE_CHECKED:
        _check_id("agent_id", id)
    return id


def _embedding_model(config: Config, taken: Taken) -> str | None:
    id = Text("embedding_model_id", None).read(config, taken)
    if id is None:
        return None
    if not id.strip():
        raise illegal_argument("embedding_model_id cannot be empty or whitespace-only")
    _check_id("embedding_model_id", id)
    return str(id)


def _check_id(name: str, id: str) -> None:
    if len(id) > _LONGEST_ID:
        raise illegal_argument(f"{name} exceeds maximum length of {_LONGEST_ID} characters")
    if not re.fullmatch(r"[a-zA-Z0-9_-]+", id):
        raise illegal_argument(f"{name} must contain only alphanumeric characters, hyphens, and underscores")


PROCESSORS = (
    SearchProcessor(
        "filter_query", _LIST, (Custom("query", reading=_query),), f"{_COMMON}/FilterQueryRequestProcessor.java"
    ),
    SearchProcessor(
        "oversample",
        _LIST,
        (Custom("sample_factor", reading=_sample_factor), Text("context_prefix", None)),
        f"{_COMMON}/OversampleRequestProcessor.java",
        Span("2.12"),
    ),
    SearchProcessor(
        "script",
        _LIST,
        (Text("lang", "painless"), Map("params", None), Custom("source", reading=_script)),
        f"{_COMMON}/ScriptRequestProcessor.java",
    ),
    SearchProcessor(
        "neural_query_enricher",
        _LIST,
        (Text("default_model_id", None), Custom("neural_field_default_id", reading=_model_or_map)),
        f"{_NEURAL}/NeuralQueryEnricherProcessor.java",
        Span("2.11"),
    ),
    SearchProcessor(
        "neural_sparse_two_phase_processor",
        _LIST,
        (Bool("enabled", True), Custom("two_phase_parameter", reading=_two_phases)),
        f"{_NEURAL}/NeuralSparseTwoPhaseProcessor.java",
        Span("2.15"),
    ),
    SearchProcessor(
        "ml_inference",
        _LIST,
        (
            Text("model_id", refers_to="model"),
            Map("model_config", None),
            ListOf("input_map", span=Span(until="3.0")),
            ListOf("output_map", span=Span(until="3.0")),
            ListOf("input_map", None, Span("3.0")),
            ListOf("optional_input_map", None, Span("3.0")),
            ListOf("output_map", None, Span("3.0")),
            ListOf("optional_output_map", None, Span("3.0")),
            Custom("maps", None, Span("3.0"), reading=_maps),
            Text("query_template", None),
            *INFERENCE_OPTIONS,
            Custom("task_count", None, reading=check_task_count),
            Custom("map_lengths", None, Span("3.0"), reading=check_map_lengths),
        ),
        f"{_ML}/MLInferenceSearchRequestProcessor.java",
        Span("2.16"),
    ),
    SearchProcessor(
        "question_rewrite",
        _LIST,
        (Custom("feature", None, reading=generation_is_on), Text("model_id", refers_to="model")),
        "opensearch-project/ml-commons:search-processors/src/main/java/org/opensearch/searchpipelines/questionanswering/generative/GenerativeQARequestProcessor.java",
    ),
    SearchProcessor(
        "agentic_query_translator",
        _LIST,
        (
            Custom("feature", None, Span("3.2", "3.3"), reading=_agentic_is_on),
            Custom("agent_id", refers_to="agent", reading=_agent),
            Custom("embedding_model_id", None, Span("3.6"), reading=_embedding_model),
        ),
        f"{_NEURAL}/AgenticQueryTranslatorProcessor.java",
        Span("3.2"),
    ),
)
