"""Refusals of the tools of the skills plugin. Several are meant to be read by a model, and say what it is to answer.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/`.
"""

from __future__ import annotations

from ....errors import ApiError, illegal_argument
from ....formats.javatext import java_class
from ....wire import Json
from ...ml.errors import illegal_state, null_pointer
from ...remote.errors import class_cast

# --- retrieving -------------------------------------------------------------------------------------------------------


def no_input() -> ApiError:
    """Nothing to retrieve for."""
    return illegal_argument("[input] is null or empty, can not process it.")


def no_field_or_model() -> ApiError:
    """A tool that retrieves was made without a field, or without a model."""
    return illegal_argument("Parameter [embedding_field] and [model_id] can not be null or empty.")


def no_index() -> ApiError:
    """A tool that retrieves was made without an index (`SearchRequest.indices`)."""
    return null_pointer("index must not be null")


def unknown_query_type() -> ApiError:
    """`RAGTool` with another `query_type`."""
    return illegal_argument("Failed to read queryType, please input neural_sparse or neural.")


def no_map_answered() -> ApiError:
    """The model of `RAGTool` answers no map."""
    return null_pointer(
        'Cannot invoke "java.util.Map.get(Object)" because the return value of '
        '"org.opensearch.ml.common.output.model.ModelTensor.getDataAsMap()" is null'
    )


# --- suggesting -------------------------------------------------------------------------------------------------------

_ASK_FOR_INDEX = (
    "Return this final answer to human directly and do not use other tools: 'Please provide index name'. Please try to "
    "directly send this message to human to ask for index name"
)


def no_index_name() -> ApiError:
    """No index among parameters."""
    return illegal_argument(_ASK_FOR_INDEX)


def alert_lacks_model() -> ApiError:
    """`CreateAlertTool` is made without a model."""
    return illegal_argument("model_id cannot be null or blank.")


def alert_lacks_indices() -> ApiError:
    """`CreateAlertTool` without `indices`."""
    return illegal_argument(
        "No indices in the input parameter. Ask user to provide index as your final answer directly without using any other tools"
    )


def alert_of_nothing() -> ApiError:
    """`CreateAlertTool` with an empty list of indices."""
    return illegal_argument(
        "The input indices is empty. Ask user to provide index as your final answer directly without using any other tools"
    )


def alert_of_system_index(indices: str) -> ApiError:
    """`CreateAlertTool` for an index with a dot before its name."""
    return illegal_argument(
        f"The provided indices [{indices}] contains system index, which is not allowed. Ask user to check the provided "
        "indices as your final answer without using any other."
    )


def alert_of_no_index(indices: str) -> ApiError:
    """`CreateAlertTool` for an index that is not there."""
    return illegal_argument(
        f"Cannot find provided indices {indices}. Ask user to check the provided indices as your final answer without "
        "using any other tools"
    )


def alert_without_answer() -> ApiError:
    """The model answers no map."""
    return illegal_argument("No dataMap returned from LLM.")


def alert_is_no_json(suggestion: str) -> ApiError:
    """The model suggests no JSON."""
    return illegal_argument(f"The response from LLM is not a json: [{suggestion}]")


def detector_lacks_model() -> ApiError:
    """`CreateAnomalyDetectorTool` is made without a model."""
    return illegal_argument("model_id cannot be empty.")


def unsupported_model_type(type: str) -> ApiError:
    """`CreateAnomalyDetectorTool` has prompts for Claude and OpenAI."""
    return illegal_argument(f"Unsupported model_type: {type}")


def detector_of_system_index(index: str) -> ApiError:
    """`CreateAnomalyDetectorTool` for an index with a dot before its name."""
    return illegal_argument(
        "CreateAnomalyDetectionTool doesn't support searching indices starting with '.' since it could be system index, "
        f"current searching index name: {index}"
    )


def detector_of_no_index() -> ApiError:
    """`CreateAnomalyDetectorTool` for an index that is not there."""
    return illegal_argument(
        "Return this final answer to human directly and do not use other tools: 'The index doesn't exist, please provide "
        "another index and retry'. Please try to directly send this message to human to ask for index name"
    )


def no_mapping_of_index(index: str) -> ApiError:
    """A pattern that fits no index."""
    return illegal_argument(f"No mapping found for the index: {index}")


def index_without_fields(index: str) -> ApiError:
    """`CreateAnomalyDetectorTool` for an index that holds nothing."""
    return illegal_argument(
        f"The index {index} doesn't have mapping metadata, please add data to it or using another index."
    )


def index_without_dates(index: str) -> ApiError:
    """`CreateAnomalyDetectorTool` for an index without a date."""
    return illegal_argument(
        f"The index {index} doesn't have date type fields, cannot create an anomaly detector for it."
    )


def model_failed() -> ApiError:
    """The model answers no map, or no response."""
    return illegal_state("Remote endpoint fails to inference.")


def model_said_nothing() -> ApiError:
    """The model's response is empty."""
    return illegal_state("Remote endpoint fails to inference, no response found.")


def suggestion_not_read() -> ApiError:
    """The model does not suggest a detector in the form that was asked for."""
    return illegal_state(
        "The inference result from remote endpoint is not valid, cannot extract the key information from the result."
    )


def require_text(value: Json) -> str:
    """What a model is to have answered as a text; another value is refused as Java refuses to cast it."""
    if isinstance(value, str):
        return value
    kind = java_class(value).replace("java.util.HashMap", "com.google.gson.internal.LinkedTreeMap")
    modules = (
        f"{kind} and java.lang.String are in module java.base of loader 'bootstrap'"
        if kind.startswith("java.")
        else f"{kind} is in unnamed module of loader java.net.FactoryURLClassLoader; java.lang.String is in module "
        "java.base of loader 'bootstrap'"
    )
    raise class_cast(f"class {kind} cannot be cast to class java.lang.String ({modules})")


# --- PPL --------------------------------------------------------------------------------------------------------------


def ppl_lacks_model() -> ApiError:
    """`PPLTool` is made without a model."""
    return illegal_argument("PPL tool needs non blank model id.")


def ppl_execute_is_no_boolean() -> ApiError:
    """`PPLTool` is made with another `execute`."""
    return illegal_argument("PPL tool parameter execute must be false or true")


def ppl_head_is_no_integer() -> ApiError:
    """`PPLTool` is made with another `head`."""
    return illegal_argument("PPL tool parameter head must be integer.")


def ppl_lacks_question() -> ApiError:
    """`PPLTool` is asked nothing."""
    return illegal_argument("Parameter index and question can not be null or empty.")


def ppl_of_system_index(index: str) -> ApiError:
    """`PPLTool` for an index with a dot before its name."""
    return illegal_argument(
        "PPLTool doesn't support searching indices starting with '.' since it could be system index, current searching "
        f"index name: {index}"
    )


def ppl_of_no_index() -> ApiError:
    """`PPLTool` for an index that is not there, since 3.3."""
    return illegal_argument(
        "Return this final answer to human directly and do not use other tools: 'Please provide the existing index "
        "name(s)'. Please try to directly send this message to human to ask for index name"
    )


def ppl_without_mapping(index: str) -> ApiError:
    """A pattern that fits no index."""
    return illegal_argument(f"No matching mapping with index name: {index}")


def ppl_not_executed(query: str, refused: ApiError, *, tells_cause: bool) -> ApiError:
    """A query that fails; since 2.19 its own failure is what is told."""
    problem = f"execute ppl:{query}, get error: {refused.reason}"
    if not tells_cause:
        return ApiError(500, "Exception", problem)  # a class by this name alone, so it has no name of the server's
    return ApiError(500, "exception", problem, caused_by=_failed(refused))


def ppl_failed(refused: ApiError, before: str = "") -> ApiError:
    """A query of a tool that asks for data by PPL fails."""
    return ApiError(
        500, "runtime_exception", f"{before}PPL execution failed: {refused.reason}", caused_by=_failed(refused)
    )


def _failed(refused: ApiError) -> ApiError:
    """What went wrong inside of another server error."""
    return ApiError(500, refused.type, refused.reason)


def wrong_ppl(said: str) -> ApiError:
    """The model writes no PPL."""
    return illegal_argument(f"The returned PPL: {said} has wrong format")
