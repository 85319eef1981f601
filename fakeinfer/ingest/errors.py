"""What pipelines refuse with, in both products: reading definitions first, running them after."""

from __future__ import annotations

from typing import Any

from ..errors import ApiError, illegal_argument, number_format, parse_error
from ..formats.javatext import java_class
from ..wire import Json

# --- reading definitions: elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/ConfigurationUtils.java --


def about_property(name: str, problem: str, **more: Any) -> ApiError:
    """An option is wrong; the processor it belongs to is added where it is known."""
    return parse_error(f"[{name}] {problem}", metadata={"property_name": name}, **more)


def required(name: str) -> ApiError:
    """An option that has to be there is absent or null."""
    return about_property(name, "required property is missing")


def not_of_type(name: str, wanted: str, value: Json) -> ApiError:
    """An option has the wrong type, e.g. `isn't a string, but of type [java.lang.Integer]`."""
    return about_property(name, f"property isn't {wanted}, but of type [{java_class(value)}]")


def not_convertible(name: str, wanted: str, value: str) -> ApiError:
    """An option is no number of the wanted kind."""
    return about_property(name, f"property cannot be converted to {wanted} [{value}]")


def processor_not_an_object(type: str, value: Json) -> ApiError:
    """A processor's options are not an object."""
    text = f"property isn't a map, but of type [{java_class(value)}]"
    return parse_error(text, metadata={"processor_type": type})


def no_such_processor(type: str) -> ApiError:
    """A processor type that is not installed."""
    return parse_error(f"No processor type exists with name [{type}]")


def processor_leftovers(type: str, names: list[str]) -> ApiError:
    """Options that a processor does not know."""
    given = ", ".join(names)
    return parse_error(f"processor [{type}] doesn't support one or more provided configuration parameters [{given}]")


def pipeline_leftovers(id: str, names: list[str]) -> ApiError:
    """Top-level keys that a pipeline does not know."""
    given = ", ".join(names)
    return parse_error(f"pipeline [{id}] doesn't support one or more provided configuration parameters [{given}]")


def empty_handlers(id: str) -> ApiError:
    """A pipeline whose `on_failure` is an empty list."""
    return parse_error(f"pipeline [{id}] cannot have an empty on_failure option defined")


def class_cast(value: Json, wanted: str = "java.util.Map") -> ApiError:
    """A list entry is no object; the server does not look before it casts (500)."""
    given = java_class(value)
    text = (
        f"class {given} cannot be cast to class {wanted} "
        f"({given} and {wanted} are in module java.base of loader 'bootstrap')"
    )
    return ApiError(500, "class_cast_exception", text)


def null_entry() -> ApiError:
    """A list of processors holds a null (500)."""
    text = 'Cannot invoke "java.util.Map.entrySet()" because "processorConfigWithKey" is null'
    return ApiError(500, "null_pointer_exception", text)


def wrapped(cause: ApiError, java_type: str = "java.lang.IllegalArgumentException") -> ApiError:
    """A processor's own check refused its options: not the server's kind of exception, so a 500 around it."""
    return ApiError(500, "exception", f"{java_type}: {cause.reason}", caused_by=cause)


# --- fields: IngestDocument.java --------------------------------------------------------------------------------------


def path_empty() -> ApiError:
    """A path without a character."""
    return illegal_argument("path cannot be null nor empty")


def path_not_valid(path: str) -> ApiError:
    """A path with an empty part."""
    return illegal_argument(f"path [{path}] is not valid")


def field_not_present(part: str, path: str) -> ApiError:
    """An object on the way has no such key."""
    return illegal_argument(f"field [{part}] not present as part of path [{path}]")


def cannot_resolve_in_null(part: str, path: str) -> ApiError:
    """The path goes through a null."""
    return illegal_argument(f"cannot resolve [{part}] from null as part of path [{path}]")


def cannot_resolve_in(part: str, here: Json, path: str) -> ApiError:
    """The path goes through a plain value."""
    return illegal_argument(
        f"cannot resolve [{part}] from object of type [{java_class(here)}] as part of path [{path}]"
    )


def not_an_index(part: str, path: str) -> ApiError:
    """A list is addressed by something other than a number."""
    text = f"[{part}] is not an integer, cannot be used as an index as part of path [{path}]"
    return illegal_argument(text, caused_by=number_format(part))


def index_out_of_bounds(index: int, length: int, path: str) -> ApiError:
    """A list has fewer items."""
    return illegal_argument(f"[{index}] is out of bounds for array with length [{length}] as part of path [{path}]")


def cannot_set_in_null(leaf: str, path: str) -> ApiError:
    """What should hold the new field is null."""
    return illegal_argument(f"cannot set [{leaf}] with null parent as part of path [{path}]")


def cannot_set_in(leaf: str, here: Json, path: str) -> ApiError:
    """What should hold the new field is a plain value."""
    text = f"cannot set [{leaf}] with parent object of type [{java_class(here)}] as part of path [{path}]"
    return illegal_argument(text)


def cannot_remove_from_null(leaf: str, path: str) -> ApiError:
    """What should hold the field to remove is null."""
    return illegal_argument(f"cannot remove [{leaf}] from null as part of path [{path}]")


def cannot_remove_from(leaf: str, here: Json, path: str) -> ApiError:
    """What should hold the field to remove is a plain value."""
    text = f"cannot remove [{leaf}] from object of type [{java_class(here)}] as part of path [{path}]"
    return illegal_argument(text)


def field_of_type(path: str, value: Json, wanted: str) -> ApiError:
    """A field has a type the processor cannot take."""
    return illegal_argument(f"field [{path}] of type [{java_class(value)}] cannot be cast to [{wanted}]")


def metadata_of_wrong_type(name: str, value: Json) -> ApiError:
    """Elasticsearch: `_index` and its like take texts only (observed: elasticsearch 8.19.0, 9.5.0)."""
    text = f"{name} [{value}] is wrong type, expected assignable to [java.lang.String], not [{java_class(value)}]"
    return illegal_argument(text)


def field_absent(path: str) -> ApiError:
    """A processor that looks before it reads finds no such field."""
    return illegal_argument(f"field [{path}] doesn't exist")


def field_is_null(path: str, done: str) -> ApiError:
    """A null where a value is needed: `cannot process it.`, `cannot split.`"""
    return illegal_argument(f"field [{path}] is null, {done}")


# --- running ----------------------------------------------------------------------------------------------------------


def illegal_state(reason: str, **more: Any) -> ApiError:
    """`IllegalStateException`: 500 in both products."""
    return ApiError(500, "illegal_state_exception", reason, **more)


def pipeline_of_step_absent(id: str) -> ApiError:
    """A `pipeline` processor names a pipeline that is not there, at run time."""
    return illegal_state(f"Pipeline processor configured for non-existent pipeline [{id}]")


def pipeline_of_step_absent_simulated(id: str) -> ApiError:
    """The same when simulating step by step, which looks for it beforehand (observed: elasticsearch 9.5.0)."""
    return illegal_argument(f"Pipeline processor configured for non-existent pipeline [{id}]")


def pipeline_to_run_absent(id: str) -> ApiError:
    """A write names a pipeline that is not there."""
    return illegal_argument(f"pipeline with id [{id}] does not exist")


def failed_on_purpose(message: str) -> ApiError:
    """The `fail` processor: 500."""
    return ApiError(500, "fail_processor_exception", message)


# --- scripts and templates --------------------------------------------------------------------------------------------


def script_not_read(reason: str, cause: ApiError | None = None) -> ApiError:
    """A `script` processor whose definition is none (observed: opensearch 2.19.1)."""
    return ApiError(400, "x_content_parse_exception", reason, caused_by=cause)


def script_not_stored(id: str) -> ApiError:
    """A `script` processor that names a stored script (observed: opensearch 2.19.1)."""
    return ApiError(404, "resource_not_found_exception", f"unable to find script [{id}] in cluster state")


def index_cycle(pipeline: str, id: str | None, visited: list[Any]) -> ApiError:
    """A document is rerouted to an index it comes from.

    elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/IngestService.java
    """
    shown = ", ".join(map(str, visited))
    return illegal_state(f"index cycle detected while processing pipeline [{pipeline}] for document [{id}]: [{shown}]")


def not_writable(java: str) -> ApiError:
    """A script left something in the document that JSON has not (observed: opensearch 2.19.1)."""
    if java == "java.lang.Character":
        return illegal_argument(f"cannot write xcontent for unknown value of type class {java}")
    return illegal_argument(f"unexpected value type [class {java}]")


def template_not_closed(name: str, line: int, source: str) -> ApiError:
    """A Mustache section without its end (observed: opensearch 2.19.1)."""
    return _template_refused(f"Failed to close '{name}' tag @[query-template:{line}]", source)


def template_tags_differ(opened: str, closed: str, line: int, source: str) -> ApiError:
    """A Mustache section with another one's end (observed: opensearch 2.19.1)."""
    where = f"query-template:{line}"
    return _template_refused(f"Mismatched start/end tags: {opened} != {closed} in {where} @[{where}]", source)


def template_variable_open(line: int, source: str) -> ApiError:
    """A Mustache tag without its closing brackets (observed: opensearch 2.19.1)."""
    return _template_refused(f"Improperly closed variable @[query-template:{line}]", source)


def _template_refused(reason: str, source: str) -> ApiError:
    metadata: dict[str, Json] = {"script_stack": [], "script": source, "lang": "mustache"}
    cause = ApiError(500, "mustache_exception", reason)
    return ApiError(400, "script_exception", reason, metadata=metadata, caused_by=cause)


def template_joins_null() -> ApiError:
    """`join` of a list with a null in it (observed: opensearch 2.19.1)."""
    cause = ApiError(500, "null_pointer_exception", 'Cannot invoke "Object.toString()" because "object" is null')
    return ApiError(500, "mustache_exception", "Function failure @[query-template:1]", caused_by=cause)


# --- storing, finding, simulating -------------------------------------------------------------------------------------


def pipeline_missing(id: str) -> ApiError:
    """DELETE of a pipeline that is not there."""
    return ApiError(404, "resource_not_found_exception", f"pipeline [{id}] is missing")


def pipeline_to_simulate_absent(id: str) -> ApiError:
    """Simulating a pipeline that is not there."""
    return illegal_argument(f"pipeline [{id}] does not exist")


def no_documents() -> ApiError:
    """Simulating with an empty `docs`."""
    return illegal_argument("must specify at least one document in [docs]")


def document_not_an_object() -> ApiError:
    """Simulating with something in `docs` that is no object."""
    return illegal_argument("malformed [docs] section, should include an inner object")
