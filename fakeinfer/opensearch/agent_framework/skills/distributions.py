"""`DataDistributionTool` (3.3): which values fields have in a span of time, and how that differs from another one.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/DataDistributionTool.java`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ....errors import ApiError
from ....formats.javatext import double_text, hash_order, to_text
from ....wire import Json
from ...remote import gson
from .. import numbers
from ..outputs import Value
from ..toolbox import Kind
from . import fetching
from .fetching import Document

if TYPE_CHECKING:
    from ....cluster import State

Shares = dict[str, float]
"""What share of the documents has a value."""
USEFUL = ("keyword", "boolean", "text", *fetching.NUMBERS)
COMPARED, ALONE = 10, 30
"""How many fields are told of."""
CHANGES = 10
"""How many values of each."""
GROUPED_FROM, GROUPS = 10, 5
"""From how many numbers on they are told in groups, and in how many."""
MOST_IDS = 30


class Analysis(NamedTuple):
    """How a field's values differ."""

    field: str
    divergence: float
    selected: Shares
    before: Shares


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """Fields by how much they differ; those of one span by how common their most common value is."""
    wanted = fetching.read(parameters)
    selected, before = fetching.some_documents(state, wanted)
    types = fetching.field_types(state, wanted.index_name)
    analyses = []
    for field in _useful(selected, types):
        shares, earlier = _shares(selected, field), _shares(before, field)
        if types.get(field) in fetching.NUMBERS:
            shares, grouped = _grouped(shares, earlier)
            earlier = grouped if wanted.compares else {}
        analyses.append(Analysis(field, _divergence(shares, earlier), shares, earlier))
    analyses.sort(key=lambda one: one.divergence, reverse=True)
    told = [_told(one) for one in analyses if one.divergence > 0][: COMPARED if wanted.compares else ALONE]
    return gson.text({"comparisonAnalysis" if wanted.compares else "singleAnalysis": told})


def _useful(documents: Sequence[Document], types: Mapping[str, str]) -> list[str]:
    """Fields with few values, and numbers; without a mapping whatever documents hold."""
    if not types:
        names = hash_order(list({name for document in documents for name in document}))
        most = max(10, len(documents) // 2)
        return [name for name in names if name != "@timestamp" and 0 < _variety(documents, name) <= most]
    most = max(5, len(documents) // 4)
    found = []
    for name in hash_order([name for name, type in types.items() if type in USEFUL]):
        variety = _variety(documents, name)
        if name.lower().endswith("id"):
            useful = 0 < variety <= MOST_IDS
        else:
            useful = types[name] in fetching.NUMBERS or 0 < variety <= most
        if useful:
            found.append(name)
    return found


def _variety(documents: Sequence[Document], field: str) -> int:
    return len({gson.text(value) for one in documents if (value := fetching.value_at(one, field)) is not None})


def _shares(documents: Sequence[Document], field: str) -> Shares:
    values = (fetching.value_at(document, field) for document in documents)
    counts = Counter(to_text(value) for value in values if value is not None)
    return {value: count / len(documents) for value, count in counts.items()}


def _grouped(selected: Shares, before: Shares) -> tuple[Shares, Shares]:
    """Shares of groups of numbers, where there are many; whole numbers are not found again in them, as in the plugin."""
    keys = {*selected, *before}
    if len(keys) <= GROUPED_FROM or any(not _is_number(key) for key in keys):
        return selected, before
    values = sorted(float(key) for key in keys)
    first, last = values[0], values[-1]
    width = (last - first) / GROUPS
    groups: tuple[Shares, Shares] = ({}, {})
    for value in values:
        at = GROUPS - 1 if value == last else int((value - first) / width)
        end = last if at == GROUPS - 1 else first + (at + 1) * width
        label = f"{first + at * width:.1f}-{end:.1f}"
        for shares, group in zip((selected, before), groups, strict=True):
            group[label] = group.get(label, 0.0) + shares.get(double_text(value), 0.0)
    return groups


def _is_number(text: str) -> bool:
    try:
        numbers.decimal(text, 0)
    except ApiError:
        return False
    return True


def _divergence(selected: Shares, before: Shares) -> float:
    keys = {*selected, *before}
    return max((abs(selected.get(key, 0.0) - before.get(key, 0.0)) for key in keys), default=-math.inf)


def _told(one: Analysis) -> dict[str, Json]:
    changes: list[dict[str, Json]] = []
    for value in hash_order(list({*one.selected, *one.before})):
        change: dict[str, Json] = {"value": value, "selectionPercentage": _rounded(one.selected.get(value, 0.0))}
        if one.before:
            change["baselinePercentage"] = _rounded(one.before.get(value, 0.0))
        changes.append(change)
    changes.sort(key=lambda change: -max(change["selectionPercentage"], change.get("baselinePercentage", 0.0)))
    return {"field": one.field, "divergence": one.divergence, "topChanges": changes[:CHANGES]}


def _rounded(share: float) -> float:
    return math.floor(share * 100 + 0.5) / 100


KINDS: Mapping[str, Kind] = {"DataDistributionTool": Kind(run, fits=fetching.fits)}
