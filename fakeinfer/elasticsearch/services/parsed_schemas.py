"""What an object parser takes, as JSON Schema: the settings of objects that are read as `parsed.py` says."""

from __future__ import annotations

from collections.abc import Callable

from ...errors import ApiError
from ...formats.javatext import INT_MAX, LONG_MAX
from ...object_parser import INT, LONG, Field, Source
from ...wire import Json
from . import collections_of
from .parsed import Entry, is_declared
from .settings import Setting, word_schema


def as_parsed(setting: Setting, entry: Entry) -> Setting:
    """The setting with the schema of what the parser takes for it."""
    if setting.fixed is not None:
        return setting
    if not is_declared(entry):
        return setting._replace(schema=False, nullable=False)
    return setting._replace(schema=_schema(entry), nullable=entry.get("null") == "taken")


def passed_by(setting: Setting) -> Setting:
    """A secret that the parser lets pass, if it is a text."""
    return setting._replace(nullable=False)


def _schema(entry: Entry) -> Json:
    kind = entry["type"]
    if kind == "string":
        if "enum" in entry:
            return word_schema(tuple(entry["enum"]), ignore_case=entry.get("ignore_case", True))
        schema: dict[str, Json] = {"type": "string"}
        if entry.get("empty", "argument" if entry.get("required") else "taken") != "taken":
            schema["minLength"] = 1
        return schema | ({"format": "java-uri"} if entry.get("format") == "java-uri" else {})
    if kind == "integer":
        return _number_schema("long" if entry.get("format") == "int64" else "int", entry)
    if kind == "boolean":
        return {"anyOf": [{"type": "boolean"}, {"enum": ["true", "false", ""]}]}
    if kind == "object" and "properties" in entry:
        if entry.get("forbidden"):
            return False
        inner = {key: _inner_schema(sub) for key, sub in entry["properties"].items()}
        return {"type": "object", "properties": inner, "additionalProperties": False}
    if kind == "object" and "values" in entry:
        return collections_of.values("", tuple(entry["values"]), hidden=False)[1]
    return {"type": kind}


def _inner_schema(entry: Entry) -> Json:
    schema = _schema(entry)
    return schema if "unset" not in entry else {"anyOf": [{"type": "null"}, {"const": entry["unset"]}, schema]}


def _number_schema(java: str, entry: Entry) -> Json:
    """Whole numbers, with a fraction that is cut off, or as texts."""
    most = entry.get("maximum", INT_MAX if java == "int" else LONG_MAX)
    least = entry.get("minimum", -most - 1)
    return {
        "anyOf": [
            {"type": "number", "minimum": least, "maximum": most},
            {"type": "string", "format": f"java-{java}{'-positive' if least == 1 else ''}"},
        ]
    }


def _is_number(field: Field, least: float) -> Callable[[object], bool]:
    def check(value: object) -> bool:
        if not isinstance(value, str):
            return True
        try:
            return bool(field.read(value, Source(b""), ()) >= least)
        except ApiError:
            return False

    return check


FORMATS: dict[str, Callable[[object], bool]] = {
    "java-int": _is_number(INT, -INT_MAX - 1),
    "java-int-positive": _is_number(INT, 1),
    "java-long": _is_number(LONG, -LONG_MAX - 1),
    "java-long-positive": _is_number(LONG, 1),
}
"""What the schemas ask of numbers that came as texts."""
