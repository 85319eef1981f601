"""`assert_called`, `assert_not_called` and `assert_all_read`: matching calls by operation and fields, and messages that teach.

How fields are compared is in `matching.py`. A call that was refused was called all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..contract import Contract
from ..journal import Entry, Journal, shortened
from ..matching import has_field, has_fields, sent_values
from ..operation_names import matches, operations_meant, why_unknown
from ..secrets import HIDDEN, Mask, names_of
from . import near_misses
from .report import counted, line

LISTED = 10
"""Calls listed in a message."""
_NOTHING: Any = object()


class Difference(NamedTuple):
    """One field of a call that is not as wanted, ready to show."""

    field: str
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.field}: wanted {self.wanted}, {self.got}"


def called(
    contract: Contract, journal: Journal, pattern: str, times: int | None, fields: Mapping[str, Any]
) -> list[Entry]:
    """The calls that match; AssertionError when there are none, or not as many as wanted."""
    __tracebackhide__ = True
    refuse_unknown(contract, pattern)
    matching, others = _split(journal, pattern, fields)
    if (matching and times is None) or len(matching) == times:
        return matching
    what = f"{pattern} was {_times(len(matching))}{_with(fields, _mask_for(contract, pattern))}"
    if times is not None:
        what += f", wanted {times}"
    parts = [f"{what}:\n{_listed(matching)}" if matching else f"{what}."]
    if others and (times is None or len(matching) < times):
        parts.append(_nearest(others, fields))
    elif not matching:
        parts.append(_what_happened(journal))
    raise AssertionError("\n\n".join([*parts, *_forgotten(journal)]))


def not_called(contract: Contract, journal: Journal, pattern: str, fields: Mapping[str, Any]) -> None:
    """AssertionError when a call matches."""
    __tracebackhide__ = True
    refuse_unknown(contract, pattern)
    matching, _ = _split(journal, pattern, fields)
    if matching:
        asked = f"{_times(len(matching))}{_with(fields, _mask_for(contract, pattern))}"
        what = f"{pattern} was {asked}, and should not have been"
        raise AssertionError("\n\n".join([f"{what}:\n{_listed(matching)}", *_forgotten(journal)]))


def all_read(journal: Journal) -> None:
    """AssertionError when something was sent that nothing reads."""
    __tracebackhide__ = True
    lines = []
    for entry in journal:
        fields = entry.unread_fields
        if fields:
            lines.append(f"  {line(entry)}")
            lines += [f"    {field}{near_misses.names(field, known)}" for field, known in fields]
    if lines:
        raise AssertionError("\n".join(["Something was sent that nothing reads:", *lines, *_forgotten(journal)]))


def refuse_unknown(contract: Contract, pattern: str) -> None:
    """AssertionError for an operation that this version does not have: nothing could ever match it."""
    __tracebackhide__ = True
    problem = why_unknown(contract, pattern)
    if problem is not None:
        raise AssertionError(problem)


def _split(journal: Journal, pattern: str, fields: Mapping[str, Any]) -> tuple[list[Entry], list[Entry]]:
    """The operation's calls: those with these fields, and the others."""
    matching: list[Entry] = []
    others: list[Entry] = []
    for entry in journal:
        if matches(pattern, entry.names):
            (matching if has_fields(entry, fields) else others).append(entry)
    return matching, others


# --- messages ---------------------------------------------------------------------------------------------------------


def _mask_for(contract: Contract, pattern: str) -> Mask:
    """Hides the secrets of all operations that a pattern matches."""
    return Mask(frozenset().union(*(names_of(contract, op.id) for op in operations_meant(contract, pattern))))


def _times(number: int) -> str:
    return {0: "not called", 1: "called once"}.get(number, f"called {number} times")


def _with(fields: Mapping[str, Any], mask: Mask) -> str:
    if not fields:
        return ""
    mask.learn(dict(fields))
    return " with " + ", ".join(f"{name}={_shown(name, value, mask)}" for name, value in fields.items())


def _shown(name: str, value: Any, mask: Mask) -> str:
    if any(mask.is_secret(part) for part in (name, *name.split("."))) and value not in (None, True, False, ""):
        return HIDDEN
    return shortened(repr(mask.value(value)), 120)


def _listed(entries: list[Entry]) -> str:
    more = [f"  ... and {len(entries) - LISTED} more"] if len(entries) > LISTED else []
    return "\n".join([*(f"  {line(entry, reason=True)}" for entry in entries[:LISTED]), *more])


def _what_happened(journal: Journal) -> str:
    if not len(journal):
        return "Nothing was called at all."
    before = [f"  ... {counted(len(journal) - LISTED, 'call')} before"] if len(journal) > LISTED else []
    return "\n".join(["Called instead:", *before, *(f"  {line(entry, reason=True)}" for entry in journal[-LISTED:])])


def _nearest(others: list[Entry], fields: Mapping[str, Any]) -> str:
    """The call with the fewest fields that differ, the latest of equals, and what differs."""

    def distance(entry: Entry) -> tuple[int, int]:
        return sum(not has_field(entry, field, wanted) for field, wanted in fields.items()), -entry.number

    entry = min(others, key=distance)
    lines = [f"Nearest call{f' of {len(others)}' if len(others) > 1 else ''}:", f"  {line(entry, reason=True)}"]
    lines += [f"    {difference}" for difference in _differences(entry, fields)]
    return "\n".join(lines)


def _differences(entry: Entry, fields: Mapping[str, Any]) -> Iterator[Difference]:
    for field, wanted in fields.items():
        if not has_field(entry, field, wanted):
            sent = list(sent_values(entry, field))
            if not sent:
                hint = near_misses.names(field, _names_of(entry))
                yield Difference(field, _safe(entry, field, wanted), f"not sent{hint}")
            elif isinstance(wanted, dict) and isinstance(sent[0], dict):
                yield from _inner_differences(entry, field, wanted, sent[0])
            else:
                yield Difference(field, _safe(entry, field, wanted), f"got {_safe(entry, field, sent[0])}")


def _inner_differences(entry: Entry, field: str, wanted: dict[str, Any], got: dict[str, Any]) -> Iterator[Difference]:
    for name in {**wanted, **got}:
        inner = f"{field}.{name}"
        want, have = wanted.get(name, _NOTHING), got.get(name, _NOTHING)
        if want == have:
            continue
        if isinstance(want, dict) and isinstance(have, dict):
            yield from _inner_differences(entry, inner, want, have)
        else:
            wanted_text = "nothing" if want is _NOTHING else _safe(entry, inner, want)
            got_text = "not sent" if have is _NOTHING else f"got {_safe(entry, inner, have)}"
            yield Difference(inner, wanted_text, got_text)


def _safe(entry: Entry, field: str, value: Any) -> str:
    return _shown(field, value, entry.mask)


def _names_of(entry: Entry) -> list[str]:
    """Every field name this call has or could have."""
    declared = entry.declared.query if entry.declared else {}
    body = entry.sent_body if isinstance(entry.sent_body, dict) else {}
    inner = [f"{name}.{below}" for name, value in body.items() if isinstance(value, dict) for below in value]
    return [*entry.sent_path_parameters, *declared, *entry.sent_query, *body, *inner]


def _forgotten(journal: Journal) -> list[str]:
    if not journal.forgotten:
        return []
    verb = "is" if journal.forgotten == 1 else "are"
    return [f"({counted(journal.forgotten, 'older exchange')} {verb} forgotten.)"]
