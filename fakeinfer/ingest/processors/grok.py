"""What the `grok` processor does in both products; they declare it with their own options and patterns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import illegal_argument
from ...formats.javatext import hash_order, to_text
from .. import errors
from ..declaring import Options
from ..grok.bank import extended
from ..grok.expression import BadPattern, Grok
from ..options import Config, Custom, Map, Taken
from ..running import Run

TRACE = "_ingest._grok_match_index"
"""Where `trace_match` tells which pattern fitted."""

Checks = Callable[[Mapping[str, Any], list[str]], None]
"""Refuses a bank of patterns; the list is the order in which the server looks at them."""


def read_definitions(config: Config, taken: Taken) -> dict[str, Any] | None:
    """The patterns of one's own; before them the server looks whether there is an expression at all."""
    if not taken["patterns"]:
        raise errors.about_property("patterns", "List of patterns must not be empty")
    definitions: dict[str, Any] | None = Map("pattern_definitions", None).read(config, taken)
    return definitions


DEFINITIONS = Custom("pattern_definitions", None, reading=read_definitions)


def compiled(taken: Taken, bank: Mapping[str, str], check: Checks) -> Grok:
    """The expressions as one, or the refusal of a wrong one."""
    patterns, definitions = taken["patterns"], taken["pattern_definitions"]
    try:
        known = extended(bank, definitions)
        if definitions:
            check(known, hash_order(known))
        return Grok(known, _combined(patterns, trace=taken["trace_match"]))
    except BadPattern as bad:
        raise errors.about_property("patterns", f"Invalid regex pattern found in: {to_text(patterns)}. {bad}") from None


def _combined(patterns: list[Any], *, trace: bool) -> str:
    if len(patterns) == 1:
        return _text(patterns[0])
    if trace:
        return "|".join(f"(?<{TRACE}.{number}>{to_text(_text(one))})" for number, one in enumerate(patterns))
    return "|".join(f"(?:{_text(one)})" for one in patterns)


def _text(pattern: Any) -> str:
    if pattern is None:
        raise BadPattern('Cannot invoke "String.getBytes(java.nio.charset.Charset)" because "grokPattern" is null')
    if not isinstance(pattern, str):
        raise BadPattern(str(errors.class_cast(pattern, "java.lang.String").reason))
    return pattern


def run_grok(run: Run, options: Options, grok: Grok, *, all_matches: bool = False) -> None:
    """Put what a text's first fitting expression captures into fields."""
    document = run.document
    text = document.wanted_text(options.field, ignore_missing=options.ignore_missing)
    if text is None:
        return
    captured = grok.captures(text, all_matches=all_matches)
    if captured is None:
        raise illegal_argument(f"Provided Grok expressions do not match field value: [{text}]")
    for name in hash_order(captured):
        document.set(name, captured[name])
    if not options.trace_match:
        return
    matched = document.find(TRACE)
    document.set(TRACE, next(iter(matched)) if isinstance(matched, dict) and matched else "0")
