"""Role mappings: read, checked, kept and printed. They name roles for users of realms outside; the users here have their own.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/security/
{authc/support/mapper/{ExpressionRoleMapping,TemplateRoleName,expressiondsl/ExpressionParser},action/rolemapping/PutRoleMappingRequest}.java
"""

from __future__ import annotations

import json
from typing import Any

from ...errors import ApiError, parse_error
from ...formats.positions import position, token_name
from ...media import read_first_value
from ...object_parser import BOOLEAN, OBJECT, TEXT, TEXTS, Field, ObjectParser, Path, Source, Unreadable, objects
from ...operations import Call
from ...wire import Json

COLLECTION = "security_role_mappings"
_FORMATS = ("json", "string")


def read(call: Call, data: bytes, format: str) -> Json:
    """The fields of a body; the first that cannot be read answers, then the first that is missing."""
    name, source = call.path["name"], Source(data)
    try:
        mapping: dict[str, Any] = _parser(name).read(read_first_value(call, data, format), source)
        if (missing := _missing(mapping)) is not None:
            why = f"failed to parse role-mapping [{name}]. missing field [{missing}]"
            raise Unreadable(ApiError(400, "illegal_state_exception", why), (), "end")
    except Unreadable as unreadable:
        raise _parsing_exception(unreadable, source) from None
    return mapping


def _missing(mapping: dict[str, Any]) -> str | None:
    named = "roles" in mapping or "role_templates" in mapping
    return next((key for key in ("rules", "enabled") if key not in mapping), None) if named else "roles"


def _parsing_exception(unreadable: Unreadable, source: Source) -> ApiError:
    """The failure of any field, told once more with where the parser stood."""
    line, column = position(source.data, unreadable.path, unreadable.place)
    cause = unreadable.cause
    where: dict[str, Json] = {"line": line, "col": column}
    return ApiError(400, "parsing_exception", cause.reason, metadata=where, caused_by=cause)


def problems(mapping: dict[str, Any]) -> list[str]:
    """What is wrong with the fields of a mapping that could all be read."""
    found = []
    if not mapping.get("roles") and not mapping.get("role_templates"):
        found.append("role-mapping roles or role-templates are missing")
    if mapping.get("roles") and mapping.get("role_templates"):
        found.append("role-mapping cannot have both roles and role-templates")
    if any(key.startswith("_") for key in mapping.get("metadata", ())):
        found.append("metadata keys may not start with [_]")
    return found


def shown(mapping: dict[str, Any]) -> dict[str, Json]:
    """A mapping as it is kept and printed."""
    named = {key: mapping[key] for key in ("roles", "role_templates") if mapping.get(key)}
    return {"enabled": mapping["enabled"], **named, "rules": mapping["rules"], "metadata": mapping.get("metadata", {})}


# --- fields -----------------------------------------------------------------------------------------------------------


def _parser(name: str) -> ObjectParser:
    """Fields of one mapping; `rules` are read under the mapping's name."""
    fields = {
        "roles": TEXTS,
        "role_templates": objects(_TEMPLATE),
        "rules": Field(("START_OBJECT",), lambda value, source, path: _rule(name, value, path)),
        "metadata": OBJECT,
        "enabled": BOOLEAN,
        "doc_type": TEXT,
        "type": TEXT,
    }
    return ObjectParser("role-mapping", fields)


def _text_of_template(value: Json, source: Source, path: Path) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _format(value: Json, source: Source, path: Path) -> str:
    if value.lower() in _FORMATS:
        return str(value.lower())
    reason = f"[{source.at(path)}] Invalid format [{value}] expected one of [{','.join(_FORMATS)}]"
    raise ApiError(400, "x_content_parse_exception", reason)


_TEMPLATE = ObjectParser(
    "role-mapping-template",
    {
        "template": Field(("START_OBJECT", "VALUE_STRING"), _text_of_template),
        "format": Field(("VALUE_STRING",), _format),
    },
    required=("template",),
    build=lambda clean: {"template": clean["template"], "format": clean.get("format", "string")},
)


# --- rules ------------------------------------------------------------------------------------------------------------


def _rule(name: str, value: Json, path: Path, *, except_is_fine: bool = False) -> dict[str, Json]:
    """One rule, which stands under `name`."""
    if not isinstance(value, dict):
        raise _bad_rule(f"expected [{name}] to be an object but found [{token_name(value)}] instead", path)
    key = _first_key(name, value, path)
    inner, here = value[key], (*path, key)
    if key in ("any", "all"):
        rule: Json = _rules(key, inner, here)
    elif key == "field":
        rule = _field(inner, here)
    elif key == "except" and except_is_fine:
        rule = _rule("except", _object(inner, here), here)
    elif key == "except":
        raise _bad_rule(f"field [except] is not allowed within [{name}]", here, key=True)
    else:
        raise _bad_rule(f"field [{key}] is not recognised in object [{name}]", here, key=True)
    _refuse_more(name, value, path)
    return {key: rule}


def _rules(key: str, inner: Json, path: Path) -> list[Json]:
    if not isinstance(inner, list):
        raise _bad_rule(f"field [{key}] requires an array", path)
    return [_rule(key, one, (*path, at), except_is_fine=key == "all") for at, one in enumerate(inner)]


def _field(inner: Json, path: Path) -> dict[str, Json]:
    """A user's field with the values that match, of which one alone needs no list."""
    key = _first_key("field", _object(inner, path), path)
    value, here = inner[key], (*path, key)
    several = isinstance(value, list)
    values = [_value(one, (*here, at) if several else here) for at, one in enumerate(value if several else [value])]
    _refuse_more("field", inner, path)
    return {key: values[0] if len(values) == 1 else values}


def _value(value: Json, path: Path) -> Json:
    if isinstance(value, dict | list):
        raise _bad_rule(f"expected a field value but found [{token_name(value)}] instead", path)
    return int(value) if isinstance(value, float) else value


def _object(value: Json, path: Path) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise _bad_rule(f"expected an object but found [{token_name(value)}] instead", path)
    return value


def _first_key(name: str, value: dict[str, Json], path: Path) -> str:
    if not value:
        raise _bad_rule(f"object [{name}] does not contain any fields", path, end=True)
    return next(iter(value))


def _refuse_more(name: str, value: dict[str, Json], path: Path) -> None:
    if len(value) > 1:
        raise _bad_rule(f"object [{name}] contains multiple fields", (*path, list(value)[1]), key=True)


def _bad_rule(why: str, path: Path, *, key: bool = False, end: bool = False) -> Unreadable:
    cause = parse_error(f"failed to parse rules expression. {why}")
    return Unreadable(cause, path, "key" if key else "end" if end else "value")
