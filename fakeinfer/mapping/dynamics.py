"""What a mapping may say about fields that it does not name: `dynamic`, and the form of `dynamic_templates`.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/{ObjectMapper,RootObjectMapper,DynamicTemplate}.java
"""

from __future__ import annotations

import json
from collections.abc import Container

from ..errors import ApiError, illegal_argument
from ..wire import Json
from .options import java_text, not_cast_to_a_map
from .types import Refused

DYNAMIC = ("true", "false", "strict", "runtime")
KINDS = ("object", "string", "long", "double", "boolean", "date", "binary")
"""Kinds of values that `match_mapping_type` names."""
KEYS = (
    "match", "path_match", "unmatch", "path_unmatch", "match_mapping_type", "unmatch_mapping_type", "match_pattern", "mapping",
    "runtime",
)  # fmt: skip


SWITCHES = ("date_detection", "numeric_detection")
PATTERNS = ("simple", "regex")


def check_dynamic(value: Json) -> None:
    """Refuse what says neither yes nor no, nor one of two words."""
    if value is None:
        reason = 'Cannot invoke "Object.toString()" because "fieldNode" is null'
        raise Refused(reason, type="null_pointer_exception")
    if java_text(value) not in DYNAMIC:
        raise _no_switch("dynamic.dynamic", value)


def check_switches(known: dict[str, Json]) -> None:
    """Refuse what neither switches the detection of dates or numbers on nor off."""
    for name in SWITCHES:
        if name in known and java_text(known[name]) not in ("true", "false"):
            raise _no_switch(name, known[name])


def _no_switch(name: str, value: Json) -> Refused:
    cause = illegal_argument(f"Failed to parse value [{java_text(value)}] as only [true] or [false] are allowed.")
    return _refused(f"Could not convert [{name}] to boolean", cause)


def check_templates(templates: Json, types: Container[str]) -> None:
    """Refuse dynamic templates that are not a list of named objects, or that say what nobody knows."""
    if not isinstance(templates, list):
        raise Refused("Dynamic template syntax error. An array of named objects is expected.")
    for template in templates:
        _object(template)
        if len(template) != 1:
            raise Refused("A dynamic template must be defined with a name")
        for name, content in template.items():
            _object(content)
            _check(name, content, types)


def _object(value: Json) -> None:
    """Refuse what Java does not take for a map."""
    if not isinstance(value, dict):
        raise Refused(not_cast_to_a_map(value), type="class_cast_exception")


def _check(name: str, content: dict[str, Json], types: Container[str]) -> None:
    for key in content:
        if key not in KEYS:
            raise _refused(f"Illegal dynamic template parameter: [{key}]")
    kinds = content.get("match_mapping_type", [])
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if kind not in (*KINDS, "*"):
            raise _refused(f"No field type matched on [{java_text(kind)}], possible values are [{', '.join(KINDS)}]")
    pattern = content.get("match_pattern", "simple")
    if pattern not in PATTERNS:
        raise _refused(f"No matching pattern matched on [{java_text(pattern)}]")
    mapping = content.get("mapping", content.get("runtime"))
    if mapping is None:
        raise Refused(f"template [{name}] must have either mapping or runtime set")
    _object(mapping)
    type = mapping.get("type")
    if isinstance(type, str) and type not in types and "{" not in type and type not in ("object", "nested"):
        shown = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        tried = f"the following match_mapping_type: [{', '.join(KINDS)}]"
        reason = f"dynamic template [{name}] has invalid content [{shown}], attempted to validate it with {tried}"
        raise _refused(reason, illegal_argument(f"No mapper found for type [{type}]"))


def _refused(reason: str, cause: ApiError | None = None) -> Refused:
    return Refused(reason, type="illegal_argument_exception", caused_by=cause)
