"""What a mapping may say about fields that it does not name: `dynamic`, and the form of `dynamic_templates`.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/{ObjectMapper,RootObjectMapper,DynamicTemplate}.java
"""

from __future__ import annotations

import json
from collections.abc import Container

from ..errors import ApiError, illegal_argument
from ..wire import Json
from .options import java_text
from .types import Refused

DYNAMIC = ("true", "false", "strict", "runtime")
KINDS = ("object", "string", "long", "double", "boolean", "date", "binary")
"""Kinds of values that `match_mapping_type` names."""
KEYS = (
    "match", "path_match", "unmatch", "path_unmatch", "match_mapping_type", "unmatch_mapping_type", "match_pattern", "mapping",
    "runtime",
)  # fmt: skip


def check_dynamic(value: Json) -> None:
    """Refuse what says neither yes nor no, nor one of two words."""
    text = java_text(value)
    if text not in DYNAMIC:
        cause = illegal_argument(f"Failed to parse value [{text}] as only [true] or [false] are allowed.")
        raise _refused("Could not convert [dynamic.dynamic] to boolean", cause)


def check_templates(templates: Json, types: Container[str]) -> None:
    """Refuse dynamic templates that are not a list of named objects, or that say what nobody knows."""
    if not isinstance(templates, list):
        raise Refused("Dynamic template syntax error. An array of named objects is expected.")
    for template in templates:
        if not isinstance(template, dict) or len(template) != 1:
            raise Refused("A dynamic template must be defined with a name")
        for name, content in template.items():
            if isinstance(content, dict):
                _check(name, content, types)


def _check(name: str, content: dict[str, Json], types: Container[str]) -> None:
    for key in content:
        if key not in KEYS:
            raise _refused(f"Illegal dynamic template parameter: [{key}]")
    kinds = content.get("match_mapping_type", [])
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        if kind not in (*KINDS, "*"):
            raise _refused(f"No field type matched on [{kind}], possible values are [{', '.join(KINDS)}]")
    mapping = content.get("mapping")
    type = mapping.get("type") if isinstance(mapping, dict) else None
    if isinstance(type, str) and type not in types and "{" not in type and type not in ("object", "nested"):
        shown = json.dumps(content, separators=(",", ":"), ensure_ascii=False)
        tried = f"the following match_mapping_type: [{', '.join(KINDS)}]"
        reason = f"dynamic template [{name}] has invalid content [{shown}], attempted to validate it with {tried}"
        raise _refused(reason, illegal_argument(f"No mapper found for type [{type}]"))


def _refused(reason: str, cause: ApiError | None = None) -> Refused:
    return Refused(reason, type="illegal_argument_exception", caused_by=cause)
