"""What searches through pipelines are refused with. Observed: opensearch 2.19.1, where no source is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import ApiError, illegal_argument, request_invalid
from ...formats.javatext import class_name, to_text
from ...ingest.errors import illegal_state
from ...wire import Json

if TYPE_CHECKING:
    from ...search.locate import Position


def two_search_pipelines() -> ApiError:
    """A search has a pipeline of its own, and its query string names one."""
    return illegal_argument(
        "Both named and inline search pipeline were specified. Please only specify one or the other."
    )


def nothing_to_be_verbose_about() -> ApiError:
    """`verbose_pipeline` where no pipeline runs."""
    return illegal_argument("The 'verbose pipeline' option requires a search pipeline to be defined.")


def unknown_extension(name: str, position: Position) -> ApiError:
    """A section of `ext` that no plugin registered."""
    return ApiError(400, "named_object_not_found_exception", f"[{position}] unknown field [{name}]")


# --- processors of the core -------------------------------------------------------------------------------------------


def no_size_to_truncate_to(key: str) -> ApiError:
    """`truncate_hits` without a size, and no processor remembered one (500)."""
    return illegal_state(f"Must specify target_size unless an earlier processor set {key}")


def several_values_to_collapse(id: str, field: str) -> ApiError:
    """`collapse` by a field that has several values in a hit (500)."""
    return illegal_state(f"Failed to collapse {id}: doc has multiple values for field {field}")


def field_of_hit_missing(id: str, field: str) -> ApiError:
    """`rename_field` of a field that no hit up to this one has."""
    return illegal_argument(f"Document with id {id} is missing field {field}")


def null_to_sort(field: str) -> ApiError:
    """`sort` of a list with a null."""
    return illegal_argument(f"field [{field}] contains a null value.]")


def not_comparable(field: str, type: str) -> ApiError:
    """`sort` of a list with objects or lists."""
    return illegal_argument(f"field [{field}] of type [{type}] is not comparable.]")


def no_text_to_split(field: str) -> ApiError:
    """`split` of a field of a hit, beside its source, that is no text."""
    return illegal_argument(f"field [{field}] is not a string, cannot split")


def unreadable_pattern(words: str) -> ApiError:
    """The separator of `split` is no regular expression: found out when it is used."""
    return ApiError(400, "pattern_syntax_exception", words)


def no_model_for_query() -> ApiError:
    """`neural_query_enricher` has no model for a query that names none.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/query/visitor/NeuralSearchQueryVisitor.java
    """
    return illegal_argument(
        "model id must be provided in neural query or a default model id must be set in search request processor"
    )


# --- ml_inference -----------------------------------------------------------------------------------------------------


def question_is_no_map() -> ApiError:
    """`ml_inference` on a request that asks a question of a language model, too (500)."""
    given = "org.opensearch.searchpipelines.questionanswering.generative.ext.GenerativeQAParameters"
    return ApiError(
        500,
        "class_cast_exception",
        f"class {given} cannot be cast to class java.util.Map ({given} is in unnamed module of loader "
        "java.net.FactoryURLClassLoader @35764bef; java.util.Map is in module java.base of loader 'bootstrap')",
    )


def question_does_not_print() -> ApiError:
    """`ml_inference` on an answer, after a question to a language model: the request cannot be printed (500)."""
    problem = "Can not start an object, expecting field name (context: Object)"
    unclosed = ApiError(
        500,
        "illegal_state_exception",
        "Failed to close the XContentBuilder",
        caused_by=ApiError(500, "i_o_exception", "Unclosed object or array found"),
    )
    cause = ApiError(500, "json_generation_exception", problem, suppressed=(unclosed,))
    reason = f"com.fasterxml.jackson.core.JsonGenerationException: {problem}"
    return ApiError(500, "exception", reason, caused_by=cause)


def field_of_query_missing(path: str, query: str) -> ApiError:
    """A map of `ml_inference` names what the request does not have."""
    return illegal_argument(f"cannot find field: {path} in query string: {query}")


def field_of_hits_missing(paths: list[str], hit: str, query: str) -> ApiError:
    """A map of `ml_inference` names what a hit does not have."""
    return illegal_argument(
        f"cannot find all required input fields: [{', '.join(paths)}] in hit:{hit} and query body:{query}"
    )


def field_of_request_missing(paths: list[str], query: str) -> ApiError:
    """A map of `ml_inference` names by `_request.` what the request does not have."""
    return illegal_argument(
        f"Missing required input field in query body. input_map: [{', '.join(paths)}], query body:{query}"
    )


# --- retrieval_augmented_generation -----------------------------------------------------------------------------------


def generation_is_off() -> ApiError:
    """`plugins.ml_commons.rag_pipeline_feature_enabled` is false (500)."""
    reason = "plugins.ml_commons.rag_pipeline_feature_enabled is not enabled."
    return ApiError(500, "m_l_exception", reason)


def no_question() -> ApiError:
    """A search through the processor that asks no question."""
    return illegal_argument(
        "generative_qa_parameters not found. Please provide ext.generative_qa_parameters to proceed. For more info, refer: "
        "https://opensearch.org/docs/latest/search-plugins/conversational-search/#step-6-use-the-pipeline-for-rag"
    )


def no_language_model() -> ApiError:
    """Neither the processor nor the question names a language model."""
    return illegal_argument("llm_model cannot be null.")


def blank_memory() -> ApiError:
    """A memory without a name."""
    return illegal_argument("Empty conversation_id is not allowed.")


def no_messages_wanted() -> ApiError:
    """A question that wants no messages of its memory."""
    return request_invalid("The number of interactions to retrieve must be positive")


def no_context(field: str, hit: str) -> ApiError:
    """A hit lacks a field that the model is to be told (500)."""
    return ApiError(500, "runtime_exception", f"Context {field} not found in search hit {hit}")


# --- rerank -----------------------------------------------------------------------------------------------------------


def no_rerank_section() -> ApiError:
    """`rerank` without `ext.rerank` in the search (500)."""
    builder = "org.opensearch.neuralsearch.query.ext.RerankSearchExtBuilder"
    return ApiError(
        500,
        "null_pointer_exception",
        f'Cannot invoke "{builder}.getParams()" because the return value of '
        f'"{builder}.fromExtBuilderList(java.util.List)" is null',
    )


def no_query_context() -> ApiError:
    """`ext.rerank` without its `query_context`."""
    return illegal_argument("must specify query_context")


def query_context_is_no_map() -> ApiError:
    """`query_context` is no object."""
    return illegal_argument("query_context must be a map")


def two_query_texts() -> ApiError:
    """The text of the query, and a path to it."""
    return illegal_argument('Cannot specify both "query_text" and "query_text_path"')


def no_query_text() -> ApiError:
    """Neither the text of the query nor a path to it."""
    return illegal_argument('Must specify either "query_text" or "query_text_path"')


def query_text_path_is_no_text() -> ApiError:
    """A path to something that is no text, or to nothing."""
    return illegal_argument("query_text_path must point to a string field")


def query_text_path_too_long(most: int, what: str) -> ApiError:
    """A path of more than 1,000 characters, or 20 steps.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/rerank/context/QueryContextSourceFetcher.java
    """
    return illegal_argument(f"query_text_path exceeded the maximum path length of {most} {what}")


def no_document_context() -> ApiError:
    """A context without fields of documents (500)."""
    return illegal_state(
        'No document context found! Perhaps "context.document_fields" is missing from the pipeline definition?'
    )


def no_texts_to_rank() -> ApiError:
    """A page without hits has nothing that a model could rank."""
    return illegal_argument("No text documents were provided")


def scores_do_not_fit_hits() -> ApiError:
    """A model that answers more or fewer scores than it was given texts (500)."""
    return illegal_state("scores and hits are not the same length")


def hit_without_source(id: str) -> ApiError:
    """Ranking by a field needs the source."""
    return illegal_argument(f"There is no source field to be able to perform rerank on hit [{id}]")


def field_to_rerank_missing(id: str) -> ApiError:
    """Ranking by a field that a hit does not have."""
    return illegal_argument(f"The field to rerank by is not found at hit [{id}]")


def field_to_rerank_is_no_number(value: Json) -> ApiError:
    """Ranking by a field that holds no number."""
    return illegal_argument(
        f"The field mapping to rerank by [{to_text(value)}] is not Numerical, instead of type [{class_name(value)}]"
    )


# --- neural search ----------------------------------------------------------------------------------------------------


def window_of_two_phases(most: int, window: int) -> ApiError:
    """A page that is too large for `neural_sparse_two_phase_processor`.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/NeuralSparseTwoPhaseProcessor.java
    """
    return illegal_argument(
        f"The two-phase window size of neural_sparse_two_phase_processor should be [0,{most}], but get the value of {window}"
    )


def agentic_search_is_not_alone() -> ApiError:
    """A question to an agent beside aggregations, sorts and the like, in 3.2.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/AgenticQueryTranslatorProcessor.java
    """
    return illegal_argument(
        "Agentic search cannot be used with other search features like aggregations, sort, highlighters, etc."
    )


def agentic_search_failed(what: str, id: str, cause: ApiError) -> ApiError:
    """An agent that is not there, or fails, or writes no query.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/AgenticQueryTranslatorProcessor.java
    """
    reason = f"Agentic search failed - {what} - Agent ID: [{id}], Error: [{cause.reason}]"
    return illegal_argument(reason, caused_by=cause)


def agentic_query_unreadable(id: str, cause: ApiError) -> ApiError:
    """What an agent wrote is no JSON (500).

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/AgenticQueryTranslatorProcessor.java
    """
    reason = f"Agentic search failed - Parse error - Agent ID: [{id}], Error: [{cause.reason}]"
    return ApiError(500, "i_o_exception", reason, caused_by=cause)


def flow_agent_wrote_no_query() -> ApiError:
    """A flow agent that answers no text.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/ml/MLCommonsClientAccessor.java
    """
    return illegal_argument(
        "Flow agent did not return valid DSL query. Please check the agent configuration and ensure it returns a query."
    )


def conversational_agent_wrote_no_query() -> ApiError:
    """An agent that talks, and answers no JSON object with `dsl_query`.

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/ml/MLCommonsClientAccessor.java
    """
    return illegal_argument(
        "No valid 'dsl_query' found in conversational agent response. The agent must return a JSON object with 'dsl_query' "
        "field. Please check the agent configuration and prompts."
    )


def agent_result_missing() -> ApiError:
    """An agent that answers no text, in 3.2 (500).

    Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/ml/MLCommonsClientAccessor.java
    """
    cause = illegal_state("No valid DSL result found in model output")
    return illegal_state("Failed to extract result from agent response", caused_by=cause)
