"""Refusals of running tools. Source: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/tools/."""

from __future__ import annotations

from ...errors import ApiError, illegal_argument, resource_not_found
from ...formats.positions import token_name
from ...wire import Json
from ..ml.errors import illegal_state, null_pointer
from ..remote import gson


def tool_not_found(name: str) -> ApiError:
    """A tool that nobody brings along."""
    return illegal_argument(f"Tool not found: {name}")


def tool_type_not_found() -> ApiError:
    """A tool of an agent that nobody brings along, since 3.2."""
    return illegal_argument("Tool type not found")


def tool_lacks_id(what: str) -> ApiError:
    """A tool that is made without the id of what it asks."""
    return illegal_argument(f"{what} null or empty")


def no_tool_input() -> ApiError:
    """A tool is run by itself without `parameters`."""
    return illegal_argument("Tool input data can not be empty.")


def wrong_tensors() -> ApiError:
    """A model answers without a map where one is read (observed: opensearch 2.19.1)."""
    return null_pointer('Cannot invoke "java.util.Map.containsKey(Object)" because "dataAsMap" is null')


def no_tensors() -> ApiError:
    """A model answers nothing at all (`MLModelTool.java`)."""
    return ApiError(500, "index_out_of_bounds_exception", "Index 0 out of bounds for length 0")


def request_of_another_class() -> ApiError:
    """`SearchIndexTool` searches connectors, models or groups: the request is not the one that their action takes (observed: opensearch 2.19.1)."""
    sent, wanted = (
        "org.opensearch.action.search.SearchRequest",
        "org.opensearch.ml.common.transport.search.MLSearchActionRequest",
    )
    reason = (
        f"class {sent} cannot be cast to class {wanted} ({sent} is in unnamed module of loader 'app'; {wanted} is in unnamed"
        " module of loader java.net.FactoryURLClassLoader @794f11cd)"
    )
    return ApiError(500, "class_cast_exception", reason)


def no_notes() -> ApiError:
    """`WriteToScratchPadTool` with nothing to write."""
    return illegal_argument("Parameter 'notes' is required for WriteToScratchPadTool.")


def wrong_tool_parameters(name: str) -> ApiError:
    """A tool is run by itself with parameters that do not do."""
    return illegal_argument(f"Invalid parameters for tool: {name}")


def not_a_list(kind: str, column: int) -> ApiError:
    """Something else where a list of names is due."""
    return illegal_state(f"Expected BEGIN_ARRAY but was {kind} at line 1 column {column} path $\n{gson.OTHER_KIND}")


def list_is_null(variable: str, call: str) -> ApiError:
    """Nothing where a list of names is due; `call` is what the server wants of it."""
    return null_pointer(f'Cannot invoke "java.util.List.{call}" because "{variable}" is null')


def names_are_no_texts() -> ApiError:
    """Numbers among the names of indices."""
    reason = (
        "arraycopy: element type mismatch: can not cast one of the elements of java.lang.Object[] to the type of the "
        "destination array, java.lang.String"
    )
    return ApiError(500, "array_store_exception", reason)


def name_is_null() -> ApiError:
    """null among the names of indices."""
    return null_pointer('Cannot invoke "String.startsWith(String)" because "expression" is null')


def broken_json(problem: str, *, ends: bool) -> ApiError:
    """Text that is no JSON where some is read."""
    return ApiError(500, "e_o_f_exception" if ends else "malformed_json_exception", problem)


def no_text_to_match() -> ApiError:
    """`VisualizationTool` without input."""
    return illegal_argument("[match] requires query value")


def query_is_no_object(value: Json) -> ApiError:
    """`SearchIndexTool` with a query that is no object."""
    return ApiError(400, "parsing_exception", f"Expected [START_OBJECT] but found [{token_name(value)}]")


def search_is_no_object(value: Json) -> ApiError:
    """`SearchIndexTool` with an input that is no JSON object (observed: opensearch 2.19.1)."""
    kind = "JsonArray" if isinstance(value, list) else "JsonPrimitive"
    reason = f"Expected a com.google.gson.JsonObject but was com.google.gson.{kind}; at path $"
    return ApiError(500, "json_syntax_exception", reason)


def search_lacks_fields() -> ApiError:
    """`SearchIndexTool` without index or query."""
    return illegal_argument("SearchIndexTool's two parameter: index and query are required!")


def search_lacks_valid_fields(missing: str | None = None) -> ApiError:
    """The same since 3.2; since 3.8 it says what is missing."""
    told = "" if missing is None else f". Missing: {missing}"
    reason = "SearchIndexTool's two parameters: index and query are required and should be in valid format"
    return illegal_argument(reason + told)


def search_input_is_no_json(problem: str) -> ApiError:
    """`SearchIndexTool` with an input that is no JSON object, since 3.8."""
    return illegal_argument(
        f"Invalid JSON format in input parameter. Expected valid JSON with 'index' and 'query' fields. Error: {problem}"
    )


def search_not_read(problem: str | None) -> ApiError:
    """`SearchIndexTool` with a query that is none, since 3.8."""
    return ApiError(400, "parsing_exception", f"ParsingException[Invalid query format]: {problem}")


def connector_to_run_not_found(id: str) -> ApiError:
    """`ConnectorTool` with a connector that is not there."""
    return resource_not_found(f"Can't find connector {id}")
