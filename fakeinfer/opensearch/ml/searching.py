"""`_search` over ML objects: the plain search with versions and sequence numbers, behind a source filter of the server's own.

`plugin/src/main/java/org/opensearch/ml/rest/AbstractMLSearchAction.java`, `.../action/handler/MLSearchHandler.java`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, status_error
from ...operations import Call
from ...wire import Json
from ..access import connectors as connector_access
from ..access import control as access_control
from ..access import hidden as hidden_objects
from . import indices as ml_indices
from . import tenancy

if TYPE_CHECKING:
    from ...search.confining import Confinement

HIDDEN_FIELDS = ("content", "model_content", "ui_metadata", "connector.credential", "credential")
"""What no search shows: contents, and what OpenSearch Dashboards keeps for itself."""


def search(call: Call, index: str, *, hidden: Sequence[str] = HIDDEN_FIELDS) -> Json:
    """Search a system index; while it is not there nothing is found, and that is no error."""
    if not ml_indices.exists(call.state, index):
        return nothing_found()
    try:
        return search_within(call, index, call.body, _what_may_be_found(call, index), hidden)
    except ApiError as error:
        if error.type == "search_phase_execution_exception":
            raise status_error(500, _innermost(error).reason or "") from error
        raise


def search_within(
    call: Call,
    index: str,
    body: dict[str, Any],
    within: Iterable[Confinement] = (),
    hidden: Sequence[str] = HIDDEN_FIELDS,
) -> Json:
    """Search a system index that is there, for what may be found; what is hidden of it never shows."""
    from ...search import engine
    from ...search.confining import confine
    from ...search.hits.source import read_source_filter
    from ...search.request import read_request

    request = read_request(call.state, body, call.request.body if body is call.body else None)
    request.version = request.seq_no_primary_term = True
    dashboards = "OpenSearch Dashboards" in (call.request.header("user-agent") or "")
    excluded = [name for name in hidden if not (dashboards and name == "ui_metadata")]
    request.source = read_source_filter(_source_filter(body.get("_source"), excluded))
    confine(call.state, request, within)
    return engine.run(call.state, [index], request)


def _what_may_be_found(call: Call, index: str) -> tuple[Confinement, ...]:
    """What the tenant or the user may see."""
    tenant = tenancy.current(call.state)
    if tenant is not None and index in ml_indices.OF_TENANTS:
        from ...search.confining import Confinement

        return (Confinement(filter=[{"term": {tenancy.FIELD: tenant}}]),)
    if index == ml_indices.CONNECTORS:
        return connector_access.what_may_be_found(call.state)
    hidden = hidden_objects.nothing_hidden(call.state, index)
    return (*hidden, *access_control.what_may_be_found(call.state, index))


def nothing_found() -> Json:
    """The answer of a search over an index that is not there."""
    return {
        "took": 0,
        "timed_out": False,
        "_shards": {"total": 0, "successful": 0, "skipped": 0, "failed": 0},
        "hits": {"total": {"value": 0, "relation": "eq"}, "max_score": 0.0, "hits": []},
    }


def _source_filter(wanted: Any, excluded: list[str]) -> dict[str, Any]:
    """The caller's filter with what must not show added; `false` is not heard (observed: opensearch 2.19.1)."""
    if isinstance(wanted, str):
        wanted = [wanted]
    if isinstance(wanted, list):
        return {"includes": wanted, "excludes": excluded}
    if isinstance(wanted, dict):
        given = [wanted.get(name, wanted.get(name[:-1])) for name in ("includes", "excludes")]
        if not all(value is None or isinstance(value, str | list) for value in given):
            return wanted  # the search itself refuses it
        includes, excludes = ([value] if isinstance(value, str) else list(value or []) for value in given)
        return {"includes": includes, "excludes": [*excludes, *excluded]}
    return {"includes": [], "excludes": excluded}


def _innermost(error: ApiError) -> ApiError:
    while error.caused_by is not None:
        error = error.caused_by
    if error.root_cause:
        return error.root_cause[0]
    return error
