"""Values that scripts make of documents.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/support/values/ScriptDoubleValues.java
and `ScriptBytesValues.java` beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...errors import ApiError
from .. import errors
from ..values import text_of

if TYPE_CHECKING:
    from ...script_definitions import Script
    from ..view import View

VARIABLES = ("params", "doc", "_value", "_score")


def compiled(script: Script, view: View, variables: tuple[str, ...] = VARIABLES, returns: str = "def") -> Any:
    """A script, ready to run over documents of an index; one that cannot be run is refused."""
    from ...painless import compile  # few aggregations have a script

    return compile(script.text(view.state.store), variables, returns=returns)


def values_by(script: Script, view: View, family: str) -> Callable[[int, Any], list[Any]]:
    """What a script makes of documents and, if it is asked so, of their values: numbers or texts."""
    from ...painless import frozen
    from ..scripts.doc_values import Doc, Values

    ready, doc, params = compiled(script, view), Doc(view), frozen(dict(script.params))
    convert = {"keyword": _text, "decimal": _number}.get(family, _whole)

    def made(number: int, value: Any = None) -> list[Any]:
        doc.number = number
        try:
            given = ready.run(
                {"params": params, "doc": doc, "_value": value, "_score": 0.0}, now=view.state.clock.millis
            )
        except ApiError as refused:
            if refused.status >= 500:
                raise
            raise errors.all_shards_failed([(view.index, refused)], view.state) from None
        if isinstance(given, Values):
            given = given.held()
        listed = given if isinstance(given, list | tuple | set) else [] if given is None else [given]
        return sorted(convert(view, one) for one in listed)

    return made


def _number(view: View, value: Any) -> float:
    if isinstance(value, bool):
        return float(value)
    if isinstance(value, int | float):
        return float(value)
    reason = f"Unsupported script value [{text_of(value)}], expected a number, date, or boolean"
    refused = errors.not_aggregated(reason, view.state.contract.product.name)
    raise errors.all_shards_failed([(view.index, refused)], view.state)


def _whole(view: View, value: Any) -> int:
    return int(_number(view, value))


def _text(view: View, value: Any) -> str:
    return text_of(value)
