"""`neural_sparse_two_phase_processor`: heavy tokens first, the others for the best documents only.

On the scale of a test both phases see every document, and scores are what they are in one go; what the processor refuses, it
refuses here too.
Source: opensearch-project/neural-search:src/main/java/org/opensearch/neuralsearch/processor/NeuralSparseTwoPhaseProcessor.java.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...formats.javatext import INT_MAX
from ...wire import Json
from . import changes, errors
from .on_requests import DEFAULT_SIZE

if TYPE_CHECKING:
    from .running import SearchRun


def check_window(run: SearchRun, options: Any) -> None:
    """Refuse a page that is larger than the second phase looks at."""
    phases = options.two_phase_parameter
    if not options.enabled or phases["prune_ratio"] == 0:
        return
    if changes.TWO_PHASES_LEAVE_SORTED in run.state.switched_on and _is_sorted(run.source.get("sort")):
        return
    if not _is_sparse(run.source.get("query")):
        return
    size, most = int(run.source.get("size", DEFAULT_SIZE)), phases["max_window_size"]
    window = int(min(size * phases["expansion_rate"], INT_MAX))
    if window > most:
        raise errors.window_of_two_phases(most, window)


def _is_sparse(query: Json) -> bool:
    """Whether a query is a sparse one, or a bool query that may find by one."""
    if not isinstance(query, dict):
        return False
    if "neural_sparse" in query:
        return True
    inner = query.get("bool")
    should = inner.get("should") if isinstance(inner, dict) else None
    return any(_is_sparse(one) for one in (should if isinstance(should, list) else [should]))


def _is_sorted(sort: Json) -> bool:
    """Whether hits come in another order than that of their scores."""
    keys = sort if isinstance(sort, list) else [] if sort is None else [sort]
    if len(keys) != 1:
        return bool(keys)
    key = keys[0]
    if isinstance(key, dict) and "_score" in key:
        how = key["_score"]
        order = how.get("order", "desc") if isinstance(how, dict) else how
        return bool(order != "desc")
    return bool(key != "_score")
