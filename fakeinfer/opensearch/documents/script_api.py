"""`/_scripts`: scripts and search templates kept by name. Whoever uses one reads it with `source_of`; none is compiled here.

Records of the collection `stored_scripts` are {"lang", "source", "options"}. Observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...document_requests.templating import MUSTACHE, SCRIPTS
from ...errors import ApiError, illegal_argument, not_implemented, parse_error, request_invalid, resource_not_found
from ...formats import jsontext
from ...formats.positions import token_name
from ...operations import DELETE, GET, POST, PUT, Call, operation
from ...search.errors import parsing
from ...search.locate import Place
from ...wire import Json, Reply
from ..cluster.cluster_settings import one_timeout
from ..ml.errors import null_pointer
from ..pipelines.records import TIMES

if TYPE_CHECKING:
    from ...cluster import State

COLLECTION = SCRIPTS

LANGUAGES = ("painless", MUSTACHE, "expression")
JSON_OPTIONS = {"content_type": "application/json; charset=UTF-8"}
"""Options of a template that was sent as an object."""
_SOURCE = "opensearch-project/opensearch-api-specification:spec/namespaces/_core.yaml"
_AT_ONCE = "everything is done at once: nothing times out"


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


def wrong_context(id: str, context: str) -> ApiError:
    """A template that is to fit a context of scripts."""
    cause = illegal_argument(f"mustache engine does not know how to handle context [{context}]")
    return ApiError(400, "illegal_argument_exception", f"failed to parse/compile stored script [{id}]", caused_by=cause)


@operation(
    "put_script",
    PUT("/_scripts/{id}"),
    POST("/_scripts/{id}"),
    PUT("/_scripts/{id}/{context}"),
    POST("/_scripts/{id}/{context}"),
    query=TIMES,
    body="required",
    missing_body=no_body,
    privilege="cluster:admin/script/put",
    source=_SOURCE,
    unread_query=_AT_ONCE,
)
def put_script(call: Call) -> Json:
    """Keep a script, in place of one of the same name."""
    one_timeout(call)
    id, context = call.path["id"], call.path.get("context")
    if "#" in id:
        raise request_invalid("id cannot contain '#' for stored script")
    record = _read(call)
    if context is not None and record["lang"] == MUSTACHE and context != "template":
        raise wrong_context(id, context)
    if context is not None and record["lang"] != MUSTACHE:
        raise not_implemented("stored scripts that are compiled for a context")
    call.store.put(COLLECTION, id, record)
    return {"acknowledged": True}


@operation(
    "get_script",
    GET("/_scripts/{id}"),
    query={name: TIMES[name] for name in ("cluster_manager_timeout", "master_timeout")},
    privilege="cluster:admin/script/get",
    source=_SOURCE,
    unread_query=_AT_ONCE,
)
def get_script(call: Call) -> Reply:
    """Show a script; one that is not there is a 404 that says so."""
    one_timeout(call)
    record = call.store.get(COLLECTION, call.path["id"])
    if record is None:
        return Reply({"_id": call.path["id"], "found": False}, 404)
    shown = {name: value for name, value in record.items() if value}
    return Reply({"_id": call.path["id"], "found": True, "script": {"lang": record["lang"], "source": "", **shown}})


@operation(
    "delete_script",
    DELETE("/_scripts/{id}"),
    query=TIMES,
    body="ignored",
    privilege="cluster:admin/script/delete",
    source=_SOURCE,
    unread_query=_AT_ONCE,
)
def delete_script(call: Call) -> Json:
    """Forget a script."""
    one_timeout(call)
    if call.store.get(COLLECTION, call.path["id"]) is None:
        raise not_there(call.path["id"])
    call.store.delete(COLLECTION, call.path["id"])
    return {"acknowledged": True}


def source_of(state: State, id: str) -> str | None:
    """The text of a script; None for one that is not there."""
    record = state.store.get(COLLECTION, id)
    return None if record is None else str(record["source"])


def _read(call: Call) -> dict[str, Json]:
    """A script as it is kept; fields that nobody knows are left aside."""
    place = Place(call.body, call.request.body)
    if not call.body:
        return {"lang": MUSTACHE, "source": "", "options": {}}
    name = next(iter(call.body))
    if name != "script":
        raise parsing(f"unexpected field [{name}], expected [script]", (place / name).key())
    script, at = call.body["script"], place / "script"
    if not isinstance(script, dict):
        told = f"unexpected token [{token_name(script)}], expected [{{, <source>]"
        raise parsing(told, at.value())
    lang, source = script.get("lang"), script.get("source")
    if lang is not None and not isinstance(lang, str):
        raise wrong_kind("lang", lang, at / "lang")
    if "source" in script and not isinstance(source, str | dict):
        raise wrong_kind("source", source, at / "source")
    if lang is None:
        raise illegal_argument("must specify lang for stored script")
    if source is None:
        raise null_pointer(None)
    if lang not in LANGUAGES:
        raise illegal_argument(f"unable to put stored script with unsupported lang [{lang}]")
    given = script.get("options")
    options: dict[str, Json] = given if isinstance(given, dict) else {}
    if isinstance(source, dict):
        source, options = jsontext.dumps(source), {**options, **JSON_OPTIONS}
    return {"lang": lang, "source": source, "options": options}
