"""Processors of the search response: truncate_hits, collapse, rename_field, sort, split, rerank, ml_inference, RAG.

Sources: opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common/,
opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/rerank/,
opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor/MLInferenceSearchResponseProcessor.java
"""

from __future__ import annotations

from typing import Any

from ...errors import illegal_argument
from ...ingest import errors
from ...ingest.options import Bool, Config, Custom, Int, ListOf, Map, Taken, Text
from ...versions import Span
from ...wire import Json
from .declaring import SearchProcessor
from .inference import (
    INFERENCE_OPTIONS,
    check_extensions,
    check_map_lengths,
    check_model,
    check_task_count,
    generation_is_on,
)

_COMMON = (
    "opensearch-project/OpenSearch:modules/search-pipeline-common/src/main/java/org/opensearch/search/pipeline/common"
)
_NEURAL = "opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor"
_ML = "opensearch-project/ml-commons:plugin/src/main/java/org/opensearch/ml/processor"
_LIST = "response_processors"
_PREVIOUS_SCORE_FIELD = Span("3.8")
_RERANK_TYPES = ("ml_opensearch", "by_field")


def _target_size(config: Config, taken: Taken) -> int | None:
    size = Int("target_size", None).read(config, taken)
    if size is not None and size < 0:
        raise errors.about_property("target_size", "Value must be >= 0")
    return None if size is None else int(size)


def _order(config: Config, taken: Taken) -> str:
    order = Text("order", "asc").read(config, taken)
    if order not in ("asc", "desc"):
        problem = f"Sort direction [{order}] not recognized. Valid values are: [asc, desc]"
        raise errors.about_property("order", problem)
    return str(order)


def _same_field(taken: Taken) -> Any:
    return taken["field"]


def _rerank_type(config: Config, taken: Taken) -> str:
    found = sorted(name for name in _RERANK_TYPES if name in config.values)
    if not found:
        raise illegal_argument(f"No rerank type found. Possible rerank types are: [{', '.join(_RERANK_TYPES)}]")
    if len(found) > 1:
        raise illegal_argument(f"Multiple rerank types found: [{', '.join(found)}]. Only one is permitted.")
    return found[0]


def _context(config: Config, taken: Taken) -> list[Json] | None:
    """The fields of a hit that go to the model; ranking by a field needs none."""
    if taken["type"] == "by_field":
        return None
    context = Map("context").read(config, taken)
    for name in context:
        if name != "document_fields":
            raise illegal_argument(f"unrecognized context field: {name}")
    fields = context.get("document_fields")
    if fields is not None and not isinstance(fields, list):
        raise illegal_argument("document_fields must be a list of field names")
    if fields is not None and not fields:
        raise illegal_argument("document_fields must be nonempty")
    return None if fields is None else list(fields)


def _reranker(config: Config, taken: Taken) -> dict[str, Json]:
    given = Config(Map(taken["type"]).read(config, taken), config.owner)
    if taken["type"] == "ml_opensearch":
        return {"model_id": Text("model_id", refers_to="model").read(given, {})}
    return {
        "target_field": Text("target_field").read(given, {}),
        "remove_target_field": Bool("remove_target_field", False).read(given, {}),
        "keep_previous_score": Bool("keep_previous_score", False).read(given, {}),
        "previous_score_field": _previous_score_field(given, taken),
    }


def _previous_score_field(given: Config, taken: Taken) -> str:
    """The field that keeps the score before; what is not known in here is not refused."""
    if taken["state"].contract.version not in _PREVIOUS_SCORE_FIELD:
        return "previous_score"
    return str(Text("previous_score_field", "previous_score").read(given, {}))


def _context_fields(config: Config, taken: Taken) -> list[Json]:
    fields = ListOf("context_field_list").read(config, taken)
    if not fields:
        raise errors.about_property("context_field_list", "required property can't be empty.")
    return list(fields)


PROCESSORS = (
    SearchProcessor(
        "rename_field",
        _LIST,
        (Text("field"), Text("target_field"), Bool("ignore_missing", False)),
        f"{_COMMON}/RenameFieldResponseProcessor.java",
    ),
    SearchProcessor(
        "truncate_hits",
        _LIST,
        (Custom("target_size", reading=_target_size), Text("context_prefix", None)),
        f"{_COMMON}/TruncateHitsResponseProcessor.java",
        Span("2.12"),
    ),
    SearchProcessor("collapse", _LIST, (Text("field"),), f"{_COMMON}/CollapseResponseProcessor.java", Span("2.12")),
    SearchProcessor(
        "sort",
        _LIST,
        (Text("field"), Text("target_field", _same_field), Custom("order", reading=_order)),
        f"{_COMMON}/SortResponseProcessor.java",
        Span("2.16"),
    ),
    SearchProcessor(
        "split",
        _LIST,
        (Text("field"), Text("separator"), Bool("preserve_trailing", False), Text("target_field", _same_field)),
        f"{_COMMON}/SplitResponseProcessor.java",
        Span("2.17"),
    ),
    SearchProcessor(
        "rerank",
        _LIST,
        (
            Custom("type", reading=_rerank_type),
            Custom("document_fields", reading=_context),
            Custom("settings", reading=_reranker),
        ),
        f"{_NEURAL}/factory/RerankProcessorFactory.java",
        Span("2.12"),
    ),
    SearchProcessor(
        "ml_inference",
        _LIST,
        (
            Text("model_id", refers_to="model"),
            Map("model_config", None),
            ListOf("input_map", None),
            ListOf("output_map", None),
            ListOf("optional_input_map", None, Span("3.0")),
            ListOf("optional_output_map", None, Span("3.0")),
            *INFERENCE_OPTIONS,
            Bool("override", False),
            Bool("one_to_one", False),
            Custom("task_count", None, reading=check_task_count),
            Custom("map_lengths", None, reading=check_map_lengths),
            Custom("extensions", None, Span("2.18"), reading=check_extensions),
        ),
        f"{_ML}/MLInferenceSearchResponseProcessor.java",
        Span("2.16"),
    ),
    SearchProcessor(
        "retrieval_augmented_generation",
        _LIST,
        (
            Custom("feature", None, reading=generation_is_on),
            Text("model_id", None, refers_to="model"),
            Custom("context_field_list", reading=_context_fields),
            Text("llm_model", None),
            Text("system_prompt", None, Span("2.11")),
            Text("user_instructions", None, Span("2.11")),
            Custom("model", None, reading=check_model),
        ),
        "opensearch-project/ml-commons:search-processors/src/main/java/org/opensearch/searchpipelines/questionanswering/generative/GenerativeQAResponseProcessor.java",
        Span("2.10"),
    ),
    SearchProcessor(
        "hybrid_score_explanation", _LIST, (), f"{_NEURAL}/ExplanationResponseProcessor.java", Span("2.19")
    ),
    SearchProcessor(
        "agentic_context",
        _LIST,
        (Bool("agent_steps_summary", False), Bool("dsl_query", False)),
        f"{_NEURAL}/AgenticContextResponseProcessor.java",
        Span("3.3"),
    ),
)
