"""`/_template`: templates as they were before index templates. They count where no index template matches; all that match do."""

from __future__ import annotations

from typing import Any

from ..document_requests.declaring import Shared
from ..errors import ApiError, illegal_argument, number_format, parse_error, request_invalid
from ..formats.javanumbers import whole
from ..indices.dialect import dialect_of
from ..indices.settings import flattened, nested, read_settings
from ..indices.templates import LEGACY, invalid_template, matches
from ..mapping.options import not_cast_to_a_map
from ..mapping.parsing import Reader
from ..operations import DELETE, GET, HEAD, POST, PUT, Bool, Call, Text, Time
from ..search.values import text_of
from ..wire import Json, Reply
from .parameters import NOTHING_TO_WAIT_FOR, TIMEOUTS, read_map
from .template_reading import check_aliases, name_problems, pattern_problems
from .templates import CREATING, matching, no_body, removed

OLD_KEY = "Deprecated field [template] used, replaced by [index_patterns]"
KEYS = ("order", "version", "settings", "index_patterns", "template", "mappings", "aliases")


def put_template(call: Call) -> Json:
    """Store a template."""
    name, body = call.path["name"], call.body or {}
    old_key = dialect_of(call.state).legacy_patterns
    for key in body:
        if key not in KEYS or (key == "template" and not old_key):
            raise parse_error(f"unknown key [{key}] in the template ")
    patterns = _patterns(call, body)
    order = _number(body.get("order", call.query["order"])) or 0
    if not patterns:
        raise request_invalid("index patterns are missing")
    if call.query["create"] and name in call.store[LEGACY]:
        raise illegal_argument(f"index_template [{name}] already exists")
    settings = read_settings(call.state, body.get("settings") or {})
    problems = [*name_problems(name), *pattern_problems(patterns, call.contract.product.name)]
    if problems:
        raise invalid_template(name, request_invalid(*problems).reason or "")
    mappings = Reader(call.state, settings, call.warnings).read(body["mappings"]) if body.get("mappings") else {}
    if not isinstance(body.get("aliases"), dict | None):
        raise ApiError(500, "class_cast_exception", not_cast_to_a_map(body["aliases"]))
    aliases = {"aliases": dict(body.get("aliases") or {})}
    check_aliases(call, aliases)
    record: dict[str, Any] = {"order": order}
    if body.get("version") is not None:
        record["version"] = _number(body["version"])
    record |= {"index_patterns": patterns, "settings": nested(settings), "mappings": mappings, **aliases}
    call.store.put(LEGACY, name, record)
    return {"acknowledged": True}


def get_template(call: Call) -> Json:
    """Templates by name and wildcard; 404 with an empty object when names mean none."""
    return _shown(call)


def exists_template(call: Call) -> Json:
    """Whether there is such a template; what `GET` would answer, without its body."""
    return _shown(call)


def delete_template(call: Call) -> Json:
    """Remove templates."""
    return removed(call, LEGACY, matching(call, LEGACY))


def _shown(call: Call) -> Json:
    wanted = call.path.get("name", "*").split(",")
    found = {name: record for name, record in call.store[LEGACY].items() if matches(wanted, name)}
    if call.query["flat_settings"]:
        found = {name: {**record, "settings": flattened(record["settings"])} for name, record in found.items()}
    return found if found or "name" not in call.path else Reply({}, 404)


def _patterns(call: Call, body: dict[str, Json]) -> list[str]:
    if "template" in body:
        call.warnings.append(OLD_KEY)
    given = body.get("index_patterns", body.get("template"))
    if given is None:
        return []
    if isinstance(given, str):
        return [given]
    if not isinstance(given, list):
        raise illegal_argument("Malformed [index_patterns] value, should be a string or a list of strings")
    return [text_of(one) for one in given]


def _number(value: Json) -> int | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(max(-(2.0**31), min(value, 2.0**31 - 1)))
    number = whole(text_of(value))
    if number is None:
        raise ApiError(400, "number_format_exception", number_format(text_of(value)).reason)
    return number


PUT_TEMPLATE = Shared(
    "indices.put_template",
    (
        PUT("/_template/{name}"),
        POST("/_template/{name}"),
    ),
    put_template,
    {**CREATING, "order": Text()},
    "required",
    read_map,
    missing_body=no_body,
    unread=NOTHING_TO_WAIT_FOR,
)
GET_TEMPLATE = Shared(
    "indices.get_template",
    (
        GET("/_template"),
        GET("/_template/{name}"),
    ),
    get_template,
    {"flat_settings": Bool(False), "master_timeout": Time()},
    unread=NOTHING_TO_WAIT_FOR,
)
EXISTS_TEMPLATE = Shared(
    "indices.exists_template",
    (HEAD("/_template/{name}"),),
    exists_template,
    {"flat_settings": Bool(False), "master_timeout": Time()},
    unread=NOTHING_TO_WAIT_FOR,
)
DELETE_TEMPLATE = Shared(
    "indices.delete_template",
    (DELETE("/_template/{name}"),),
    delete_template,
    TIMEOUTS,
    unread=NOTHING_TO_WAIT_FOR,
)
