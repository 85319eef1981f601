"""Mappings as tools tell models of them: every field by its path.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/utils/ToolHelper.java` and `mergeMetaData/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def flat_fields(properties: Mapping[str, Any], *, with_subfields: bool, path: str = "") -> dict[str, str]:
    """Types by path; aliases and objects themselves are left out, the fields of a field only if they are wanted."""
    found: dict[str, str] = {}
    for name, mapping in properties.items():
        at = f"{path}{name}"
        type = mapping.get("type")
        if type is not None and type not in ("alias", "object"):
            found[at] = type
        if "properties" in mapping:
            found |= flat_fields(mapping["properties"], with_subfields=with_subfields, path=f"{at}.")
        if with_subfields and "fields" in mapping:
            found |= flat_fields(mapping["fields"], with_subfields=True, path=f"{at}.")
    return found


def merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Both, one within the other where both hold objects; else the second stands."""
    result = dict(first)
    for name, value in second.items():
        mine = result.get(name)
        both = isinstance(mine, Mapping) and isinstance(value, Mapping)
        result[name] = merged(mine, value) if both else value  # type: ignore[arg-type]
    return result
