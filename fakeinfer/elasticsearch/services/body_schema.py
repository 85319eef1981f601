"""The JSON Schema of a create body, derived from a service's plan: what `jsonschema`, the validator of record, decides by.

`reading.py` gives the quick answer and the server's words. Both come from the same entries, and a property test holds them to
the same yes and no. JSON Schema cannot tell a Java int from a double, nor what Java's `URI` takes: `validator` brings both.
"""

from __future__ import annotations

from typing import Any

from ...formats.javatext import INT_MAX
from ...wire import Json
from . import java_uri, private_keys
from .parsed_schemas import FORMATS
from .plans import Plan
from .settings import NULL, Setting, object_schema, present, word_schema

SIZE = {"type": "integer", "maximum": INT_MAX}


def body_schema(plan: Plan, *, recursive: bool = True, limited: bool = True) -> dict[str, Any]:
    """The schema of the body that creates an endpoint with the plan's task type."""
    straight = _body(plan, plan.objects["service_settings"], plan.objects["task_settings"], recursive, limited)
    if not plan.moved:
        return straight
    ((name, old_names),) = plan.moved
    service, moved = (
        plan.objects["service_settings"],
        next(s for s in plan.objects["service_settings"] if s.name == name),
    )
    ways: list[Json] = [{"allOf": [straight, _has("service_settings", name)]}]
    others: list[Json] = [{"not": _has("service_settings", name)}]
    for old_name in old_names:
        taken = Setting(old_name, moved.check, moved.schema, moved.missing)
        without = tuple(setting for setting in service if setting.name != name)
        body = _body(plan, without, (*plan.objects["task_settings"], taken), recursive, limited)
        ways.append({"allOf": [body, *others, _has("task_settings", old_name)]})
        others.append({"not": _has("task_settings", old_name)})
    return {"anyOf": ways}


def validator(schema: dict[str, Any]) -> Any:
    """A jsonschema validator that knows Java's numbers and URIs."""
    import jsonschema

    def is_int(checker: object, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    types = jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", is_int)
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("java-uri")(lambda value: not isinstance(value, str) or java_uri.why_not(value) is None)
    formats.checks("rsa-private-key")(lambda value: not isinstance(value, str) or private_keys.why_not(value) is None)
    for name, takes in FORMATS.items():
        formats.checks(name)(takes)
    extended = jsonschema.validators.extend(jsonschema.Draft202012Validator, type_checker=types)  # type: ignore[no-untyped-call]
    return extended(schema, format_checker=formats)


def _body(
    plan: Plan, service: tuple[Setting, ...], task: tuple[Setting, ...], recursive: bool, limited: bool
) -> dict[str, Any]:
    settings = object_schema((*service, *plan.objects["secret_settings"]), closed=True)
    task_settings = object_schema(task, closed=not plan.open_task_settings)
    if plan.no_task_settings is not None:
        task_settings["maxProperties"] = 0
    properties: dict[str, Json] = {
        "service": {"type": "string"},
        "task_type": {"anyOf": [NULL, word_schema((plan.task_type,), ignore_case=True)]},
        "service_settings": settings,
        "task_settings": task_settings if "allOf" in task_settings else {"anyOf": [NULL, task_settings]},
    }
    if "task_settings" in plan.ignores:
        del properties["task_settings"]
    if plan.chunked:
        properties["chunking_settings"] = chunking_schema(recursive=recursive, limited=limited)
    needed = ["service", "service_settings"] + (["task_settings"] if "allOf" in task_settings else [])
    schema: dict[str, Any] = {
        "type": "object",
        "required": needed,
        "properties": properties,
        "additionalProperties": "body" in plan.ignores,
    }
    if plan.rules:
        words = {s.name: s.schema for scope in plan.objects.values() for s in scope}
        homes = {s.name: scope for scope, found in plan.objects.items() for s in found}
        schema["allOf"] = [_condition(rule.must, homes, words) for rule in plan.rules]
    return schema


def _condition(must: Json, homes: dict[str, str], words: dict[str, Json]) -> Json:
    """A rule's condition about clean settings, as one about the body that was sent."""
    parts: list[Json] = []
    for word, value in must.items():
        if word == "required":
            parts.extend(_has(homes[name], name) for name in value)
        elif word == "properties":
            for name, sub in value.items():
                if "pattern" in sub:
                    parts.append({"properties": {_wire(homes[name]): {"properties": {name: sub}}}})
                    continue
                options = tuple(sub.get("enum", [sub.get("const")]))
                said = {"anyOf": [NULL, word_schema(options, ignore_case="pattern" in words[name])]}
                parts.append({"properties": {_wire(homes[name]): {"properties": {name: said}}}})
        elif word == "not":
            parts.append({"not": _condition(value, homes, words)})
        else:
            parts.append({word: [_condition(sub, homes, words) for sub in value]})
    return {"allOf": parts}


def _has(scope: str, name: str) -> Json:
    """The setting was sent, and not as null."""
    home = _wire(scope)
    return {"required": [home], "properties": {home: {"type": "object", **present(name)}}}


def _wire(scope: str) -> str:
    """Secrets stand among the service settings."""
    return "service_settings" if scope == "secret_settings" else scope


def chunking_schema(*, recursive: bool, limited: bool) -> Json:
    """`chunking_settings`; that a word overlap is at most half a chunk is beyond JSON Schema."""
    sentence = {
        "required": ["strategy", "max_chunk_size"],
        "properties": {
            "strategy": {"const": "sentence"},
            "max_chunk_size": {**SIZE, "minimum": 20},
            "sentence_overlap": {"anyOf": [NULL, {"type": "integer", "enum": [0, 1]}]},
        },
        "additionalProperties": False,
    }
    word = {
        "required": ["strategy", "max_chunk_size", "overlap"],
        "properties": {
            "strategy": {"const": "word"},
            "max_chunk_size": {**SIZE, "minimum": 10},
            "overlap": {**SIZE, "minimum": 1},
        },
        "additionalProperties": False,
    }
    separators: Json = {"type": "array", "minItems": 1, **({"maxItems": 50} if limited else {})}
    recursion = {
        "required": ["strategy", "max_chunk_size"],
        "properties": {
            "strategy": {"const": "recursive"},
            "max_chunk_size": {**SIZE, "minimum": 10},
            "separators": {"anyOf": [NULL, separators]},
            "separator_group": {"anyOf": [NULL, word_schema(("markdown", "plaintext"), ignore_case=True)]},
        },
        "anyOf": [{"not": present("separators")}, {"not": present("separator_group")}],
        "additionalProperties": False,
    }
    none = {"required": ["strategy"], "properties": {"strategy": {"const": "none"}}}
    strategies = [sentence, word, *((recursion, none) if recursive else ())]
    return {"anyOf": [NULL, {"type": "object", "maxProperties": 0}, *({"type": "object", **s} for s in strategies)]}
