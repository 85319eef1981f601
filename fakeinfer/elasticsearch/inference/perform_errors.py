"""Refusals of performing inference. Sources of elastic/elasticsearch; INF and CORE stand for
x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference and
x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import ApiError, CustomError, illegal_argument, request_invalid, status_error
from ..errors import no_enum_constant
from .endpoint_errors import settings_invalid


def input_missing() -> ApiError:
    """No `input`. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/InferenceAction.java (validate)"""
    return request_invalid("Field [input] cannot be null")


def input_empty() -> ApiError:
    """`input` is an empty array. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/InferenceAction.java (validate)"""
    return request_invalid("Field [input] cannot be an empty array")


def inputs_empty() -> ApiError:
    """The same of an `embedding` task. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/EmbeddingAction.java (validate)"""
    return request_invalid("Field [inputs] cannot be an empty array")


def query_missing() -> ApiError:
    """The URL says rerank and there is no `query`. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/InferenceAction.java (validate)"""
    return request_invalid("Field [query] cannot be null for task type [rerank]")


def query_empty() -> ApiError:
    """The URL says rerank and `query` is empty. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/InferenceAction.java (validate)"""
    return request_invalid("Field [query] cannot be empty for task type [rerank]")


def rerank_invalid(problems: Sequence[str]) -> ApiError:
    """Everything wrong with a rerank request, newer servers. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/RerankAction.java (validate)"""
    return request_invalid(*problems)


def field_of_another_task(field: str, task_type: str) -> ApiError:
    """`return_documents`, `top_n`, `input_type` where the URL's task has none. elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/inference/action/InferenceAction.java (validate)"""
    return request_invalid(f"Field [{field}] cannot be specified for task type [{task_type}]")


def incompatible_task_type(asked: str, stored: str) -> ApiError:
    """The URL names another task type than the endpoint's. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/BaseTransportInferenceAction.java"""
    return status_error(
        400, f"Incompatible task_type, the requested type [{asked}] does not match the model type [{stored}]"
    )


def chat_needs_streaming() -> ApiError:
    """Chat completion without `_stream`, in the chat form of errors; in 9.6 where the service only streams (its words there are not confirmed). elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/action/TransportInferenceActionProxy.java"""
    message = "The [chat_completion] task type only supports streaming, please try again with the _stream API"
    return CustomError(400, {"error": {"code": "bad_request", "message": message, "type": "status_exception"}})


def chat_is_not_inference(inference_id: str, task_types: Sequence[str]) -> ApiError:
    """A chat endpoint asked by something other than the chat API (a pipeline). elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java"""
    return status_error(
        400,
        f"Inference entity [{inference_id}] does not support task type [chat_completion] for inference, the task type must "
        f"be one of [{', '.join(task_types)}]. The task type for the inference entity is chat_completion, please use the "
        f"_inference/chat_completion/{inference_id}/_stream URL.",
    )


def no_such_input_type(word: str) -> ApiError:
    """A word that is no input type. elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/InputType.java"""
    return no_enum_constant("inference.InputType", word)


def internal_input_type(word: str) -> ApiError:
    """An input type that only the server itself uses. elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/InputType.java"""
    return illegal_argument(f"Unrecognized input_type [{word}]")


def input_type_ignored(input_type: str) -> ApiError:
    """The service has no input types. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java"""
    return settings_invalid(
        [f"Invalid input_type [{input_type}]. The input_type option is not supported by this service"]
    )


def input_type_not_supported(input_type: str, title: str) -> ApiError:
    """The service has other input types. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java"""
    return settings_invalid([f"Input type [{input_type}] is not supported for [{title}]"])


def input_type_of_another_model(input_type: str, model_id: str) -> ApiError:
    """Only some models of the service have input types. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/googleaistudio/GoogleAiStudioService.java"""
    return settings_invalid(
        [f"Invalid value [{input_type}] received. [input_type] is not allowed for model [{model_id}]"]
    )


def return_documents_not_supported(value: bool) -> ApiError:
    """The service cannot return documents. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/elastic/ElasticInferenceService.java"""
    shown = "true" if value else "false"
    return settings_invalid(
        [f"Invalid return_documents [{shown}]. The return_documents option is not supported by this service"]
    )


def rerank_without_query() -> ApiError:
    """A rerank endpoint was reached without `query`. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java"""
    return settings_invalid(["Rerank task type requires a non-null query field"])


def no_such_data(field: str, word: str, known: Sequence[str]) -> ApiError:
    """`type` or `format` of an input is no such word. elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/DataType.java"""
    return illegal_argument(f"Unrecognized {field} [{word}], must be one of [{', '.join(known)}]")


def format_of_another_type(data_type: str, data_format: str, known: Sequence[str]) -> ApiError:
    """The type of input has no such format. elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/InferenceString.java"""
    return illegal_argument(
        f"Data type [{data_type}] does not support data format [{data_format}], supported formats are "
        f"[{', '.join(known)}]"
    )


def no_data_uri() -> ApiError:
    """A base64 input without its prefix. elastic/elasticsearch:server/src/main/java/org/elasticsearch/inference/InferenceString.java"""
    return illegal_argument(
        "base64 inputs must be specified as data URIs with the format [data:{MIME-type};base64,...]"
    )


def only_text_is_embedded(service: str) -> ApiError:
    """An image or the like for a service that embeds text only. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java"""
    return status_error(400, f"The {service} service does not support embedding with non-text inputs")


def model_of_texts_only() -> ApiError:
    """An image or the like for an endpoint made with `multimodal_model: false`. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/jinaai/JinaAIService.java"""
    return status_error(400, "Non-text input provided for text-only model")


def only_text_is_ranked(service: str) -> ApiError:
    """An image for a service that ranks text only. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java"""
    return status_error(400, f"The {service} service does not support rerank with non-text inputs or queries")


def one_item_a_content(service: str, number: int) -> ApiError:
    """Several items in one `content`. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/SenderService.java"""
    return status_error(
        400,
        f"Field [content] must contain a single item for [{service}] service. [content] object with multiple items found at "
        f"$.input.content[{number}]",
    )
