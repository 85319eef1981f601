"""What a failing test is told about its fakes: the last exchanges, each refusal with its reason, and what was near."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..journal import Entry, Journal, shortened
from . import near_misses

if TYPE_CHECKING:
    from ..cluster import Cluster
    from ..wire import Json

LAST = 10
"""Exchanges shown for each fake, repetitions not counted."""
EARLIER = 5
"""Refusals shown that came before those."""
WIDTH = 300
"""Characters shown of a body, an answer or a reason."""


def failure_section(clusters: Iterable[Cluster]) -> str:
    """The text for the clusters that were talked to; empty when none was."""
    return "\n\n".join(_about(cluster) for cluster in clusters if len(cluster.journal) or cluster.bugs)


def _about(cluster: Cluster) -> str:
    contract, journal = cluster.contract, cluster.journal
    total = len(journal) + journal.forgotten
    head = f"{contract.product.name} {contract.version}"
    if cluster.follow:
        head += f" (follow={cluster.follow})"
    runs = _last_runs(journal)
    last = sum(map(len, runs))
    shown = f"the last {last} of {total} exchanges" if total > last else counted(total, "exchange")
    lines = [f"{head}, {shown}:"]
    refused_before = [entry for entry in journal[: len(journal) - last] if entry.status >= 400]
    if refused_before:
        lines.append(f"  {counted(len(refused_before), 'refusal')} before:")
        lines += [f"  {line(entry, reason=True)}" for entry in refused_before[-EARLIER:]]
        lines.append("")
    for run in runs:
        lines.append(f"  {line(run[0])}")
        lines += [f"       {detail}" for detail in _details(cluster, run[0])]
        if len(run) > 1:
            lines.append(f"       ... {len(run) - 1} more like this, up to #{run[-1].number}")
    lines += [
        f"  a bug of fakeinfer: {shortened(f'{type(bug).__name__}: {bug}', WIDTH)}" for bug in cluster.bugs[:EARLIER]
    ]
    return "\n".join(lines)


def _last_runs(journal: Journal) -> list[list[Entry]]:
    """The last exchanges, those that repeat the one before put together."""
    runs: list[list[Entry]] = []
    for entry in reversed(journal):
        if runs and entry.repeats(runs[-1][0]):
            runs[-1].insert(0, entry)
        elif len(runs) == LAST:
            break
        else:
            runs.append([entry])
    return runs[::-1]


def line(entry: Entry, *, reason: bool = False) -> str:
    """One exchange in one line."""
    query = "&".join(f"{name}={value}" for name, value in entry.query.items())
    asked = shortened(f"{entry.method} {entry.path}{'?' if query else ''}{query}", 120)
    status = str(entry.status) if entry.status else "closed without an answer"
    by = "" if entry.by in ("fake", "fault") else f" ({entry.by})"
    if entry.fault is not None:
        by += f" ({'answered by fault' if entry.by == 'fault' and entry.status else 'fault'}: {entry.fault})"
    why = f" {shortened(entry.reason, 120)}" if reason and entry.reason else ""
    return f"#{entry.number} {entry.operation or '(no operation)'}: {asked} -> {status}{by}{why}"


def counted(number: int, noun: str) -> str:
    """ "1 exchange", "2 exchanges"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _details(cluster: Cluster, entry: Entry) -> Iterator[str]:
    if entry.body is not None:
        yield f"sent: {_text(entry.body)}"
    if entry.status < 400 and entry.answer is not None:
        yield f"answered: {_text(entry.answer)}"
    if entry.reason:
        yield f"why: {shortened(entry.reason, WIDTH)}"
    if entry.unread:
        yield f"nobody read: {', '.join(entry.unread)}"
    if entry.operation is None and entry.status == 401:
        return  # nothing was looked for: it was not known who asks
    if entry.operation is None and entry.status >= 400:
        yield from (f"near: {text}" for text in near_misses.routes(cluster.contract, entry.method, entry.path))
    else:
        yield from (f"near: {text}" for text in near_misses.ids(cluster.state.store, _ids_asked_for(entry)))


def _ids_asked_for(entry: Entry) -> list[str]:
    """Ids that a refusal may be about: what its reason quotes, and those in the path when something was not found."""
    quoted = re.findall(r"[\[']([^\[\]'\s]{2,64})[\]']", entry.reason or "")
    missing = entry.status == 404 or (isinstance(entry.answer, dict) and entry.answer.get("result") == "not_found")
    return [*(entry.path_parameters.values() if missing else ()), *quoted]


def _text(value: Json) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shortened(text, WIDTH)
