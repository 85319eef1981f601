"""`MetricChangeAnalysisTool` (3.6): how the medians and 90th percentiles of numbers changed between two spans of time.

`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/MetricChangeAnalysisTool.java`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ....errors import ApiError
from ....formats.javatext import hash_order
from ....wire import Json
from ...ml.errors import illegal_state
from ...remote import gson
from .. import numbers
from ..outputs import Value
from ..toolbox import Kind
from . import fetching
from .fetching import Document

if TYPE_CHECKING:
    from ....cluster import State

TOLD = 10
CAP = 10.0
"""How much it counts when there was nothing before."""
EPSILON = 1e-10


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """The fields that changed most."""
    most = _most(parameters.get("topN"))
    wanted = fetching.read(parameters)
    types = fetching.field_types(state, wanted.index_name)
    fields = [name for name, type in types.items() if type in fetching.NUMBERS]
    if not fields:
        raise illegal_state("No numeric fields found in index. Percentile analysis requires numeric fields.")
    selected = fetching.documents(state, wanted, wanted.selection)
    before = fetching.documents(state, wanted, wanted.baseline)
    for span, documents in (("selection", selected), ("baseline", before)):
        if not documents:
            raise illegal_state(f"No data found for {span} time range")
    found = [one for field in hash_order(fields) if (one := _compared(field, selected, before)) is not None]
    ranked = sorted(found, key=lambda one: float(one["changeScore"]), reverse=True)
    return gson.text({"percentileAnalysis": ranked[:most]})


def _compared(field: str, selected: Sequence[Document], before: Sequence[Document]) -> dict[str, Json] | None:
    now, then = _values(selected, field), _values(before, field)
    if not now or not then:
        return None
    mine = {name: _percentile(now, share) for name, share in (("p50", 0.5), ("p90", 0.9))}
    theirs = {name: _percentile(then, share) for name, share in (("p50", 0.5), ("p90", 0.9))}
    ratios = {name: _log_ratio(mine[name], theirs[name]) for name in mine}
    valid = [ratios[name] for name in mine if abs(theirs[name]) >= EPSILON]
    return {
        "field": field,
        "changeScore": sum(valid) / len(valid) if valid else 0.0,
        "selectionPercentiles": mine,
        "baselinePercentiles": theirs,
        "logRatios": ratios,
    }


def _values(documents: Sequence[Document], field: str) -> list[float]:
    values: list[float] = []
    for document in documents:
        value = fetching.value_at(document, field)
        if isinstance(value, int | float) and not isinstance(value, bool):
            values.append(float(value))
        elif isinstance(value, str):
            try:
                values.append(numbers.decimal(value, 0))
            except ApiError:
                continue
    return sorted(values)


def _percentile(values: Sequence[float], share: float) -> float:
    """Between the two values beside it."""
    at = share * (len(values) - 1)
    low, high = math.floor(at), math.ceil(at)
    return values[low] + (values[high] - values[low]) * (at - low)


def _log_ratio(now: float, then: float) -> float:
    if abs(then) < EPSILON:
        return 0.0 if abs(now) < EPSILON else CAP
    return abs(math.log(now / then)) if now / then > 0 else 0.0


def _most(text: str | None) -> int:
    try:
        most = int(numbers.decimal(text, TOLD)) if text else TOLD
    except ApiError:
        return TOLD
    return most if most > 0 else TOLD


KINDS: Mapping[str, Kind] = {"MetricChangeAnalysisTool": Kind(run, fits=fetching.fits)}
