"""`LogPatternAnalysisTool` (3.3): patterns of log messages that tell of errors, or that a span of time has more of than another.

The real tool has PPL find the patterns; here they are found in the messages that PPL finds. Sequences of messages by trace, which
are clustered, are refused by name. `opensearch-project/skills:src/main/java/org/opensearch/agent/tools/LogPatternAnalysisTool.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ....errors import illegal_argument, not_implemented
from ....formats.javatext import hash_order
from ....wire import Json
from ...remote import gson
from .. import changes
from ..outputs import Value
from ..toolbox import Kind
from . import brain, by_ppl

if TYPE_CHECKING:
    from ....cluster import State

DEFAULTS = {"timeField": "@timestamp", "logFieldName": "message"}
NEEDED = ("index", "timeField", "logFieldName", "selectionTimeRangeStart", "selectionTimeRangeEnd")
BASELINE = ("baseTimeRangeStart", "baseTimeRangeEnd")
ERRORS = (
    "error err exception failed failure timeout panic fatal critical severe abort aborted aborting crash crashed broken corrupt "
    "corrupted invalid malformed unprocessable denied forbidden unauthorized conflict deadlock overflow underflow throttled "
    "disk_full insufficient retrying backpressure degraded unexpected unusual missing stale expired mismatch violation"
)
"""Words one of which a message has that tells of an error."""
ENUM_LIMIT = 3
MESSAGES = 10_000
TOLD, DIFFERENCES = 5, 10
SAMPLES, SAMPLES_BEFORE = 5, 2
ALIKE = 0.75
"""From which share of common words on two patterns are one."""
LIFT = 3
"""How many times more or less frequent a pattern must have become."""
_REPEATED = re.compile(r"(<\*>)([ \t\n\x0b\f\r]+<\*>)+")


class Difference(NamedTuple):
    """A pattern's shares of the messages, and how much they differ; None if it is new."""

    pattern: str
    base: float
    selection: float
    lift: float | None

    def told(self) -> Json:
        """As JSON, which has no nulls."""
        found: dict[str, Json] = {"pattern": self.pattern, "base": self.base, "selection": self.selection}
        return found if self.lift is None else {**found, "lift": self.lift}


def fits(parameters: Mapping[str, str]) -> bool:
    """Whether nothing is missing."""
    return not _missing(parameters)


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """What changed since a baseline, if there is one, else what tells of errors."""
    missing = _missing(parameters)
    if missing:
        raise illegal_argument(f"Missing required parameters: {', '.join(missing)}")
    if not all(parameters.get(name) for name in BASELINE):
        return gson.text({"logInsights": _insights(state, parameters)})
    if parameters.get("traceFieldName"):
        raise not_implemented("LogPatternAnalysisTool for sequences of traces, which are clustered")
    base = _merged(_counts(state, parameters, "base", "Analysis failed: "))
    selection = _merged(_counts(state, parameters, "selection", ""))
    return gson.text({"patternMapDifference": [one.told() for one in _differences(base, selection)]})


def _missing(parameters: Mapping[str, str]) -> list[str]:
    return [name for name in NEEDED if not parameters.get(name, DEFAULTS.get(name, ""))]


def _query(state: State, parameters: Mapping[str, str], span: str) -> tuple[str, str]:
    """PPL for the messages of a span, and the field that holds them."""
    given = {**DEFAULTS, **parameters}
    time = given["timeField"]
    start, end = (given[f"{span}TimeRange{side}"] for side in ("Start", "End"))
    query = f"source={given['index']} | where {time}>'{start}' and {time}<'{end}'"
    if given.get("filter") and changes.LOG_ANALYSIS_FILTERS in state.switched_on:
        query += f" | where {given['filter']}"
    return query, given["logFieldName"]


def _messages(state: State, query: str, field: str, before: str) -> list[str]:
    answer = by_ppl.answered(state, f"{query} | fields {field}", whole=True, before=before)
    if answer.schema and answer.schema[0][1] != "string":
        raise not_implemented(f"patterns of {field}, of type {answer.schema[0][1]}")
    return [str(message) for (message,) in answer.rows if message is not None]


def _patterns(messages: list[str]) -> dict[str, list[int]]:
    """Patterns as PPL finds them, in the order of its map."""
    found: dict[str, list[int]] = {}
    for pattern, numbers in brain.patterns(messages, ENUM_LIMIT, brain.MASKS_OF_PPL).items():
        whole = " ".join(re.sub(r"(<\*>){2,}", brain.VARIABLE, word) for word in pattern.split(" "))
        found[whole] = sorted([*found.get(whole, []), *numbers])
    return {pattern: found[pattern] for pattern in hash_order(list(found))}


def _insights(state: State, parameters: Mapping[str, str]) -> list[Json]:
    on = state.switched_on
    query, field = _query(state, parameters, "selection")
    query += f" | where match({field}, '{ERRORS}')"
    if changes.LOG_ANALYSIS_FILTERS in on:
        query += f" | head {MESSAGES}"
    messages = _messages(state, query, field, "Log insights analysis failed: ")
    found = _patterns(messages)
    most = SAMPLES if changes.LOG_ANALYSIS_SHOWS_FIVE in on else SAMPLES_BEFORE
    return [
        {
            "pattern": pattern,
            "count": float(len(found[pattern])),
            "sampleLogs": [messages[number] for number in found[pattern][:most]],
        }
        for pattern in sorted(found, key=lambda pattern: -len(found[pattern]))[:TOLD]
    ]


def _counts(state: State, parameters: Mapping[str, str], span: str, before: str) -> dict[str, float]:
    query, field = _query(state, parameters, span)
    found = _patterns(_messages(state, query, field, before))
    return {pattern: float(len(numbers)) for pattern, numbers in found.items()}


def _merged(counts: dict[str, float]) -> dict[str, float]:
    """Patterns that are alike as one, and variables in a row as one."""
    merged = dict(counts)
    ordered = sorted(counts)
    for at, first in enumerate(ordered):
        for second in ordered[at + 1 :]:
            if first in merged and second in merged and _alike(first, second):
                merged[first] += merged.pop(second)
    found: dict[str, float] = {}
    for pattern, count in merged.items():
        shorter = _REPEATED.sub(brain.VARIABLE, pattern)
        found[shorter] = found.get(shorter, 0.0) + count
    return found


def _alike(first: str, second: str) -> bool:
    if not first or not second:
        return first == second
    mine, others = set(first.split()), set(second.split())
    return len(mine & others) / len(mine | others) > ALIKE


def _differences(base: Mapping[str, float], selection: Mapping[str, float]) -> list[Difference]:
    """Those that rose or fell most, then those that are new, most frequent first."""
    before, now = sum(base.values()), sum(selection.values())
    found = []
    for pattern in hash_order(list(selection)):
        share = selection[pattern] / now
        if pattern not in base:
            found.append(Difference(pattern, 0.0, share, None))
            continue
        earlier = base[pattern] / before
        lift = share / earlier
        lift = lift if lift >= 1 else 1.0 / lift
        if lift > LIFT:
            found.append(Difference(pattern, earlier, share, lift))
    found.sort(key=lambda one: (-(one.lift or 0.0), -one.selection))
    risen = [one for one in found if one.lift is not None]
    new = [one for one in found if one.lift is None]
    return risen[:DIFFERENCES] + new[:DIFFERENCES]


KINDS: Mapping[str, Kind] = {"LogPatternAnalysisTool": Kind(run, fits=fits)}
