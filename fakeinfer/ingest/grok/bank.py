"""The named patterns that are built in, as `GET /_ingest/processor/grok` lists them (observed: opensearch 2.19.1, 3.5.0).

They are those of the project logstash-plugins/logstash-patterns-core (Apache License 2.0).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from .expression import BadPattern


@cache
def read_bank(package: str, file: str) -> Mapping[str, str]:
    """The patterns of a data file."""
    import json
    from importlib.resources import files

    patterns: dict[str, str] = json.loads(files(package).joinpath(file).read_text("utf-8"))
    return MappingProxyType(patterns)


def builtin() -> Mapping[str, str]:
    """The patterns both products began with."""
    return read_bank(__package__, "patterns.json")


def extended(bank: Mapping[str, str], definitions: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """A bank with patterns of one's own, which go before those that are built in."""
    return bank if not definitions else {**bank, **definitions}


def check_circles(bank: Mapping[str, Any], order: list[str]) -> None:
    """Refuse patterns that come back to themselves, as OpenSearch does.

    Source: opensearch-project/OpenSearch:libs/grok/src/main/java/org/opensearch/grok/Grok.java.
    """
    for name in order:
        _walk(bank, name, [])


def _walk(bank: Mapping[str, Any], name: str, path: list[str]) -> None:
    pattern = pattern_of(bank, name)
    if refers_to(pattern, name):
        raise BadPattern(f"circular reference in pattern [{name}][{pattern}]")
    if name in path:
        *others, before = path
        via = f" via patterns [{'=>'.join(others)}]" if len(others) > 1 else ""
        raise BadPattern(f"circular reference in pattern [{before}][{bank[before]}] back to pattern [{name}]{via}")
    at = pattern.find("%{")
    while at >= 0:
        end = pattern.find("}", at + 2)
        if end < 0:
            raise BadPattern(f"Malformed pattern [{name}][{pattern}]")
        _walk(bank, pattern[at + 2 : end].partition(":")[0], [*path, name])
        at = pattern.find("%{", at + 1)


def pattern_of(bank: Mapping[str, Any], name: str) -> str:
    """The pattern of a name; what is no text is refused with Java's words."""
    pattern = bank.get(name)
    if pattern is None:
        raise BadPattern('Cannot invoke "String.length()" because "pattern" is null')
    if not isinstance(pattern, str):
        from ..errors import class_cast

        raise BadPattern(str(class_cast(pattern, "java.lang.String").reason))
    return pattern


def refers_to(pattern: str, name: str) -> bool:
    """Whether a pattern names another one."""
    return f"%{{{name}}}" in pattern or f"%{{{name}:" in pattern
