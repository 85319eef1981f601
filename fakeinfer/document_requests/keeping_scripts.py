"""`/_scripts`: scripts and search templates kept by name. Whoever uses one reads it with `source_of`.

Records of the collection `stored_scripts` are {"lang", "source", "options"}. Observed: opensearch 2.19.1, elasticsearch 9.5.0;
source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/script/ScriptService.java (`putStoredScript`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from ..errors import (
    ApiError,
    illegal_argument,
    is_ours,
    not_implemented,
    parse_error,
    request_invalid,
    resource_not_found,
)
from ..formats import jsontext
from ..formats.javatext import to_text
from ..formats.positions import token_name
from ..operations import DELETE, GET, POST, PUT, Call
from ..script_definitions import PAINLESS
from ..search.errors import parsing
from ..search.locate import Place
from ..wire import Json, Reply
from .templating import MUSTACHE, SCRIPTS

if TYPE_CHECKING:
    from ..cluster import State

COLLECTION = SCRIPTS
PUT_ROUTES = tuple(route(f"/_scripts/{{id}}{context}") for context in ("", "/{context}") for route in (PUT, POST))
ONE = "/_scripts/{id}"
GET_ROUTES, DELETE_ROUTES = (GET(ONE),), (DELETE(ONE),)
LANGUAGES = (PAINLESS, MUSTACHE, "expression")
JSON_OPTIONS = {"content_type": "application/json; charset=UTF-8"}
"""Options of a template that was sent as an object."""
AT_ONCE = "everything is done at once: nothing times out"
OF_DOCUMENTS = ("ctx", "params")
COMPILED: dict[str, tuple[tuple[str, ...], str]] = {
    "update": (OF_DOCUMENTS, "void"),
    "update_by_query": (OF_DOCUMENTS, "void"),
    "reindex": (OF_DOCUMENTS, "void"),
    "ingest": (OF_DOCUMENTS, "void"),
    "processor_conditional": (OF_DOCUMENTS, "boolean"),
    "filter": (("doc", "params"), "boolean"),
    "score": (("doc", "params", "_score"), "double"),
    "number_sort": (("doc", "params", "_score"), "double"),
    "string_sort": (("doc", "params", "_score"), "String"),
    "field": (("doc", "params"), "def"),
    "terms_set": (("doc", "params"), "def"),
    "bucket_aggregation": (("params",), "double"),
}
"""Context -> what a script of it may name, and what it returns."""


def no_body() -> ApiError:
    """A script without a body."""
    return parse_error("request body is required")


def wrong_kind(field: str, value: Json, place: Place) -> ApiError:
    """A field of a script that is no text."""
    told = f"[{place.value()}] [stored script source] {field} doesn't support values of type: {token_name(value)}"
    return ApiError(400, "x_content_parse_exception", told)


def not_there(id: str) -> ApiError:
    """Deleting what is not there."""
    return resource_not_found(f"stored script [{id}] does not exist and cannot be deleted")


def not_compiled(id: str, cause: ApiError) -> ApiError:
    """A script that fits the context it is kept for in no way that its engine could name."""
    return illegal_argument(f"failed to parse/compile stored script [{id}]", caused_by=cause)


def wrong_context(id: str, context: str) -> ApiError:
    """A template that is to fit a context of scripts."""
    return not_compiled(id, illegal_argument(f"mustache engine does not know how to handle context [{context}]"))


def unknown_context(id: str, context: str) -> ApiError:
    """A script that is to fit what there is not."""
    return not_compiled(id, illegal_argument(f"Unknown context [{context}]"))


def put_script(call: Call, record: dict[str, Json], context: str | None, contexts: Collection[str]) -> Json:
    """Keep a script, in place of one of the same name; `contexts` are those that the product has."""
    id = call.path["id"]
    if "#" in id:
        raise request_invalid("id cannot contain '#' for stored script")
    if record["lang"] not in LANGUAGES:
        raise illegal_argument(f"unable to put stored script with unsupported lang [{record['lang']}]")
    if context is not None:
        if context not in contexts:
            raise unknown_context(id, context)
        check_compiles(id, record, context)
    call.store.put(COLLECTION, id, record)
    return {"acknowledged": True}


def check_compiles(id: str, record: dict[str, Any], context: str) -> None:
    """Refuse a script that does not compile in a context."""
    if record["lang"] == MUSTACHE:
        if context != "template":
            raise wrong_context(id, context)
        return
    if record["lang"] != PAINLESS or context not in COMPILED:
        raise not_implemented(f"stored scripts that are compiled for the context [{context}]")
    from ..painless import compile  # few keep scripts, and fewer say what for

    variables, returns = COMPILED[context]
    try:
        compile(record["source"], variables, returns=returns)
    except ApiError as refused:
        if refused.type == "script_exception" or is_ours(refused):
            raise
        raise not_compiled(id, refused) from None


def get_script(call: Call) -> Reply:
    """Show a script; one that is not there is a 404 that says so."""
    record = call.store.get(COLLECTION, call.path["id"])
    if record is None:
        return Reply({"_id": call.path["id"], "found": False}, 404)
    shown = {name: value for name, value in record.items() if value}
    return Reply({"_id": call.path["id"], "found": True, "script": {"lang": record["lang"], "source": "", **shown}})


def delete_script(call: Call) -> Json:
    """Forget a script."""
    if call.store.get(COLLECTION, call.path["id"]) is None:
        raise not_there(call.path["id"])
    call.store.delete(COLLECTION, call.path["id"])
    return {"acknowledged": True}


def source_of(state: State, id: str) -> str | None:
    """The text of a script; None for one that is not there."""
    record = state.store.get(COLLECTION, id)
    return None if record is None else str(record["source"])


def read_script(body: dict[str, Any], data: bytes) -> tuple[Json, Json, dict[str, Json]]:
    """The language, source and options of a script that is to be kept; fields that nobody knows are left aside."""
    place = Place(body, data)
    name = next(iter(body))
    if name != "script":
        raise parsing(f"unexpected field [{name}], expected [script]", (place / name).key())
    script, at = body["script"], place / "script"
    if not isinstance(script, dict):
        raise parsing(f"unexpected token [{token_name(script)}], expected [{{, <source>]", at.value())
    for field, kinds in (("lang", str), ("source", str | dict), ("options", dict)):
        if field in script and not isinstance(script[field], kinds):
            raise wrong_kind(field, script[field], at / field)
    source, options = script.get("source"), script.get("options", {})
    if isinstance(source, dict):
        source, options = jsontext.dumps(source), {**options, **JSON_OPTIONS}
    return script.get("lang"), source, options


def unknown_options(options: dict[str, Json]) -> ApiError:
    """Options beside `content_type`."""
    return illegal_argument(f"illegal compiler options [{to_text(options)}] specified")
