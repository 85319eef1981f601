"""Refusals of documents with `semantic_text` fields: one constructor a situation.

Sources: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/filter/ShardBulkInferenceActionFilter.java,
elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/mapper/SemanticTextFieldMapper.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, resource_not_found, status_error
from ...wire import Json
from .. import changes

if TYPE_CHECKING:
    from ...cluster import State
    from ...mapping.fields import Field


def endpoint_missing(inference_id: str, field: str) -> ApiError:
    """The endpoint that the mapping names is not there."""
    return resource_not_found(f"Inference id [{inference_id}] not found for field [{field}]")


def service_missing(service: str, field: str) -> ApiError:
    """The endpoint's service is not there."""
    return resource_not_found(f"Inference service [{service}] not found for field [{field}]")


def inference_failed(state: State, inference_id: str, field: str, cause: ApiError) -> ApiError:
    """The endpoint refused; the status is its own."""
    type = "inference_exception" if changes.INFERENCE_EXCEPTIONS in state.switched_on else "exception"
    reason = f"Exception when running inference id [{inference_id}] on field [{field}]"
    return ApiError(cause.status, type, reason, caused_by=cause)


def not_an_embedding(task_type: str) -> ApiError:
    """The endpoint's task makes no embeddings."""
    expected = "text_embedding or sparse_embedding"
    return illegal_argument(f"Wrong [task_type], expected {expected}, got {task_type.upper()}")


def not_a_text(field: str, value: Json) -> ApiError:
    """A value that is no text, number or truth, nor a list of such; it is named by its Java class."""
    name = "HashMap" if isinstance(value, dict) else "ArrayList" if isinstance(value, list) else "null"
    return status_error(400, f"Invalid format for field [{field}], expected [String|Number|Boolean] got [{name}]")


def script_in_bulk() -> ApiError:
    """A bulk that updates a document of an index with semantic fields by a script."""
    return status_error(400, "Cannot apply update with a script on indices that contain [semantic_text] field(s)")


def scripted_update() -> ApiError:
    """A single update of that kind, where embeddings are part of the source.

    elastic/elasticsearch:server/src/main/java/org/elasticsearch/action/update/TransportUpdateAction.java
    """
    return status_error(400, "Cannot apply update with a script on indices that contain inference field(s)")


def source_unspecified(source: str, field: str) -> ApiError:
    """An update nulls the text of a field whose embeddings are part of the source."""
    reason = f"Field [{source}] must be specified on an update request to calculate inference for field [{field}]"
    return status_error(400, reason)


def other_endpoint(field: str, sent: Json, inference_id: str) -> ApiError:
    """Embeddings that come with a document are those of another endpoint; the server tells the two the wrong way round.

    elastic/elasticsearch:x-pack/plugin/inference/src/yamlRestTest/resources/rest-api-spec/test/inference/20_semantic_text_field_mapping_incompatible_field_mapping.yml
    """
    return _document_refused(
        f"The configured inference_id [{sent}] for field [{field}] doesn't match the inference_id [{inference_id}]"
        " reported in the document."
    )


def other_model(field: str) -> ApiError:
    """Embeddings are those of a model that differs from the field's."""
    return _document_refused(
        f"Incompatible model settings for field [{field}]. Check that the inference_id is not using different model settings"
    )


def no_model_settings(field: str) -> ApiError:
    """Chunks come without what is known about their model."""
    return _document_refused(f"[model_settings] must be set for field [{field}] when chunks are provided")


def not_inference_fields() -> ApiError:
    """Embeddings that come with a document lack a part."""
    return _document_refused("failed to parse field [_inference_fields] of type [_inference_fields]")


def _document_refused(reason: str) -> ApiError:
    return ApiError(400, "document_parsing_exception", reason)


# --- searching --------------------------------------------------------------------------------------------------------
# Sources are below elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/.


def several_endpoints(field: str) -> ApiError:
    """A field has other endpoints in other indices. queries/SemanticQueryBuilder.java, up to 9.1"""
    return illegal_argument(f"Field [{field}] has multiple inference IDs associated with it")


def not_semantic(field: str, type_name: str) -> ApiError:
    """The query `semantic` about another field. queries/SemanticQueryBuilder.java"""
    return illegal_argument(f"Field [{field}] of type [{type_name}] does not support semantic queries")


def other_result(field: Field, difference: str, state: State) -> ApiError:
    """The endpoint is not the one that embedded the documents. mapper/SemanticTextFieldMapper.java (`semanticQuery`)"""
    asked, wrote = field.options.get("search_inference_id"), field.options["inference_id"]
    question = f"Has the configuration for inference endpoint [{wrote}] changed?"
    if asked is not None and asked != wrote:
        question = f"Is the search inference endpoint [{asked}] compatible with the inference endpoint [{wrote}]?"
    elif changes.MODEL_SETTINGS_NAME_THE_SERVICE not in state.switched_on:
        question = "Has the inference endpoint configuration changed?"
    return illegal_argument(f"Field [{field.path}] expected query inference results {difference}. {question}")


def query_not_embedded(state: State, endpoint: Mapping[str, Any], field: str) -> ApiError:
    """The endpoint's task makes no embeddings. queries/SemanticQueryBuilder.java (`validateAndConvertInferenceResults`)"""
    got = {"completion": "completion", "rerank": "rerank_service_results"}.get(
        endpoint["task_type"], endpoint["task_type"]
    )
    wanted = f"query inference results to be of type [text_expansion_result] or [text_embedding_result], got [{got}]."
    if changes.SEMANTIC_QUERIES_ASK_SEVERAL_ENDPOINTS not in state.switched_on:
        return illegal_argument(f"Field [{field}] expected {wanted} Has the inference endpoint configuration changed?")
    inference_id = endpoint["inference_id"]
    cause = illegal_argument(f"Expected {wanted} Has the inference endpoint [{inference_id}] configuration changed?")
    outer = f"Field [{field}] with inference ID [{inference_id}] query inference error"
    return ApiError(400, "inference_exception", outer, caused_by=cause)


def no_semantic_multi_match(kind: str) -> ApiError:
    """A multi_match of another kind than the usual two. queries/InterceptedInferenceMultiMatchQueryBuilder.java"""
    return illegal_argument(f"multi_match query with type [{kind}] is not supported for semantic_text fields")


def other_task(field: str, task_type: str) -> ApiError:
    """`knn` of weights of tokens, or `sparse_vector` of vectors. queries/InterceptedInferenceKnnVectorQueryBuilder.java"""
    return illegal_argument(f"Field [{field}] does not use a [{task_type}] model")


def no_weights(field: str) -> ApiError:
    """The endpoint of the field made a vector of the query's text. queries/InterceptedInferenceSparseVectorQueryBuilder.java"""
    return illegal_argument(f"Could not find inference results from query vector builder for field [{field}]")


def no_formats(field: str) -> ApiError:
    """A format where fields have none. elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/SourceValueFetcher.java"""
    return illegal_argument(f"Field [{field}] of type [semantic_text] doesn't support formats.")


def unknown_format(format: str, field: str) -> ApiError:
    """A format other than the one there is. mapper/SemanticTextFieldMapper.java"""
    return illegal_argument(f"Unknown format [{format}] for field [{field}], only [chunks] is supported.")
