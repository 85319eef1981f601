"""Elasticsearch's redact: what grok patterns find in a text is blotted out."""

from __future__ import annotations

from typing import Any

from ...errors import ApiError, illegal_argument
from ...formats.javatext import to_text
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.grok.bank import extended
from ...ingest.grok.expression import BadPattern, Grok
from ...ingest.options import Bool, Config, ListOf, Map, Taken, Text
from ...ingest.running import Run
from ...versions import Span
from ..licensing import licences
from ..licensing.errors import non_compliant
from .patterns import bank_of

_FEATURE = "redact_processor"
_LEVEL = "platinum"
_MARK = "_ingest._redact._is_redacted"


def _groks(config: Config, taken: Taken) -> list[Grok]:
    patterns = taken["patterns"]
    if not patterns:
        raise errors.about_property("patterns", "List of patterns must not be empty")
    definitions = Map("pattern_definitions", None).read(config, taken)
    try:
        known = extended(bank_of("v1"), definitions)
        return [Grok(known, str(pattern)) for pattern in patterns]
    except BadPattern as bad:
        raise errors.about_property("patterns", f"Invalid regex pattern found in: {to_text(patterns)}. {bad}") from None


@processor(
    "redact",
    [
        Text("field"),
        ListOf("patterns"),
        Bool("ignore_missing", True),
        Bool("skip_if_unlicensed", False),
        Text("prefix", "<"),
        Text("suffix", ">"),
        Bool("trace_redact", False, Span("8.16")),
    ],
    prepare=_groks,
    source="elastic/elasticsearch:x-pack/plugin/redact/src/main/java/org/elasticsearch/xpack/redact/RedactProcessor.java",
)
def redact(run: Run, options: Options) -> None:
    """Put names of patterns in place of what they find."""
    document = run.document
    if not licences.covers(run.state, _LEVEL):
        if options.skip_if_unlicensed:
            return
        raise non_compliant(_FEATURE)
    text = document.text(options.field) if document.has(options.field) else None
    if text is None:
        if options.ignore_missing:
            return
        raise illegal_argument(f"field [{options.field}] is null or missing")
    redacted = _redacted(text, options.prepared, options.prefix, options.suffix)
    document.set(options.field, redacted)
    if getattr(options, "trace_redact", False) and redacted != text:
        document.set(_MARK, True)


def _redacted(text: str, groks: list[Grok], prefix: str, suffix: str) -> str:
    found: list[tuple[int, int, str]] = []
    for grok in groks:
        name = grok.first_field
        if name is None:
            raise nothing_captured()
        found += [(start, end, name) for start, end in grok.places(text)]
    made: list[str] = []
    at = 0
    for start, end, name in _merged(sorted(found, key=lambda place: place[0])):
        made += [text[at:start], prefix, name, suffix]
        at = end
    return "".join([*made, text[at:]])


def _merged(places: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Places that overlap or touch as one, named after the longest."""
    merged: list[tuple[int, int, str]] = []
    group: list[tuple[int, int, str]] = []
    for place in places:
        if group and place[0] > group[-1][1]:
            merged.append(_as_one(group))
            group = []
        group.append(place)
    return [*merged, _as_one(group)] if group else merged


def _as_one(group: list[tuple[int, int, str]]) -> tuple[int, int, str]:
    longest: tuple[int, int, Any] = max(group, key=lambda place: place[1] - place[0])
    return group[0][0], max(end for _, end, _ in group), longest[2]


def nothing_captured() -> ApiError:
    """A pattern without a name of its own: the server runs out of its list, and calls all that a timeout (not confirmed)."""
    cause = ApiError(500, "array_index_out_of_bounds_exception", "Index 0 out of bounds for length 0")
    return ApiError(429, "timeout_exception", "Grok pattern matching timed out", caused_by=cause)
