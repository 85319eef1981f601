"""Elasticsearch's own form of grok.

Its older patterns are those both products began with, some of them changed; with `ecs_compatibility` the fields are
named as the Elastic Common Schema does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from ...errors import illegal_argument
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.grok.bank import builtin, pattern_of, read_bank
from ...ingest.grok.expression import BadPattern, Grok
from ...ingest.options import Bool, Config, Custom, ListOf, Taken, Text
from ...ingest.processors.grok import DEFINITIONS, compiled, run_grok
from ...ingest.running import Run

_MODES = ("disabled", "v1")


def bank_of(mode: str) -> Mapping[str, str]:
    """The patterns of a mode; one that there is not is refused (as `GET /_ingest/processor/grok` does)."""
    if mode not in _MODES:
        raise illegal_argument(f"unsupported ECS compatibility mode [{mode}]")
    return read_bank(__package__, "grok_patterns_ecs.json") if mode == "v1" else _older()


@cache
def _older() -> Mapping[str, str]:
    """In their own order; a null in the data means the pattern is the one that both products began with."""
    return {name: pattern or builtin()[name] for name, pattern in read_bank(__package__, "grok_patterns.json").items()}


def check_circles(bank: Mapping[str, Any], order: list[str]) -> None:
    """Refuse patterns that come back to themselves, and names of patterns that are not there.

    Source: elastic/elasticsearch:libs/grok/src/main/java/org/elasticsearch/grok/PatternBank.java.
    """
    for name in order:
        _walk(bank, name, [])


def _walk(bank: Mapping[str, Any], name: str, path: list[str]) -> None:
    if path and name == path[0]:
        raise BadPattern(f"circular reference detected: {'->'.join([*path, name])}")
    if name in path:  # a circle that does not begin here is found where it does
        return
    pattern = pattern_of(bank, name)
    at = pattern.find("%{")
    while at >= 0:
        ends = [end for end in (pattern.find("}", at + 2), pattern.find(":", at + 2)) if end >= 0]
        if not ends:
            raise BadPattern(f"pattern [{pattern}] has an invalid syntax")
        other = pattern[at + 2 : min(ends)]
        if bank.get(other) is None:
            raise BadPattern(f"pattern [{name}] is referencing a non-existent pattern [{other}]")
        _walk(bank, other, [*path, name])
        at = pattern.find("%{", at + 1)


def _mode(config: Config, taken: Taken) -> str:
    mode = Text("ecs_compatibility", "disabled").read(config, taken)
    if mode not in _MODES:
        raise errors.about_property("ecs_compatibility", f"unsupported mode '{mode}'")
    return str(mode)


def _grok(config: Config, taken: Taken) -> Grok:
    return compiled(taken, bank_of(taken["ecs_compatibility"]), check_circles)


@processor(
    "grok",
    [
        Text("field"),
        ListOf("patterns"),
        Bool("trace_match", False),
        Bool("ignore_missing", False),
        Custom("ecs_compatibility", "disabled", reading=_mode),
        DEFINITIONS,
    ],
    prepare=_grok,
    source="elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common/GrokProcessor.java",
)
def grok(run: Run, options: Options) -> None:
    """Read fields out of a text by named patterns."""
    run_grok(run, options, options.prepared)
