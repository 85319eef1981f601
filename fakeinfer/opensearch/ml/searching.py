"""`_search` over ML objects: the plain search with versions and sequence numbers, behind a source filter of the server's own.

`plugin/src/main/java/org/opensearch/ml/rest/AbstractMLSearchAction.java`, `.../action/handler/MLSearchHandler.java`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...errors import ApiError, status_error
from ...operations import Call
from ...wire import Json
from ..access import connectors as connector_access
from ..access import control as access_control
from ..access import hidden as hidden_objects
from . import indices as ml_indices
from . import tenancy

HIDDEN_FIELDS = ("content", "model_content", "ui_metadata", "connector.credential", "credential")
"""What no search shows: contents, and what OpenSearch Dashboards keeps for itself."""


def search(call: Call, index: str, *, hidden: Sequence[str] = HIDDEN_FIELDS) -> Json:
    """Search a system index; while it is not there nothing is found, and that is no error."""
    if not ml_indices.exists(call.state, index):
        return nothing_found()
    from ...search import engine
    from ...search.request import read_request

    readable = _readable(call, index)
    if readable is not call.body and "query" in call.body:
        read_request(call.state, call.body, call.request.body)  # what cannot be read is refused as it was sent
    body = with_source_filter(call, readable, hidden)
    try:
        return engine.search(call.state, index, body, version=True, seq_no_primary_term=True)
    except ApiError as error:
        if error.type == "search_phase_execution_exception":
            raise status_error(500, _innermost(error).reason or "") from error
        raise


def _readable(call: Call, index: str) -> dict[str, Any]:
    """The body cut down to what the tenant or the user may see."""
    tenant = tenancy.current(call.state)
    if tenant is not None and index in ml_indices.OF_TENANTS:
        condition = {"filter": [{"term": {tenancy.FIELD: tenant}}]}
        query = {"must": [call.body["query"]]} if "query" in call.body else {}
        return {**call.body, "query": {"bool": {**query, **condition}}}
    if index == ml_indices.CONNECTORS:
        return connector_access.filtered(call.state, call.body)
    return access_control.filtered(call.state, index, hidden_objects.without_hidden(call.state, index, call.body))


def with_source_filter(call: Call, body: dict[str, Any], hidden: Sequence[str] = HIDDEN_FIELDS) -> dict[str, Any]:
    """The body of a search with the filter that leaves out what must not show."""
    dashboards = "OpenSearch Dashboards" in (call.request.header("user-agent") or "")
    excluded = [name for name in hidden if not (dashboards and name == "ui_metadata")]
    return {**body, "_source": _source_filter(body.get("_source"), excluded)}


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
