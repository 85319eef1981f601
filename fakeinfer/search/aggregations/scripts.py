"""Values that scripts make of documents.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/support/values/ScriptDoubleValues.java
and `ScriptBytesValues.java` beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...wire import Json
from .. import errors
from ..values import text_of

if TYPE_CHECKING:
    from ...cluster import State
    from ..view import View

VARIABLES = ("params", "doc", "_value", "_score")
LANG = "painless"


class ValueScript(NamedTuple):
    """A script as it was asked for."""

    source: str | None = None
    id: str | None = None
    lang: str = LANG
    params: Mapping[str, Json] = {}

    def check(self, view: View) -> None:
        """Refuse a script that cannot be run."""
        self.compiled(view)

    def text(self, state: State) -> str:
        """The source, be it stored."""
        if self.lang != LANG:
            raise illegal_argument(f"script_lang not supported [{self.lang}]")
        if self.id is None:
            return str(self.source)
        stored = state.store.get("stored_scripts", self.id)
        if stored is None:
            reason = f"unable to find script [{self.id}] in cluster state"
            raise ApiError(404, "resource_not_found_exception", reason)
        return str(stored["source"])

    def compiled(self, view: View, variables: tuple[str, ...] = VARIABLES, returns: str = "def") -> Any:
        """The script, ready to run over documents of an index."""
        from ...painless import compile  # few aggregations have a script

        return compile(self.text(view.state), variables, returns=returns)

    def over(self, view: View, family: str) -> Callable[[int, Any], list[Any]]:
        """What the script makes of documents and, if it is asked so, of their values: numbers or texts."""
        from ...painless import frozen
        from ..doc_values import Doc, Values

        script, doc, params = self.compiled(view), Doc(view), frozen(dict(self.params))
        convert = {"keyword": _text, "decimal": _number}.get(family, _whole)

        def made(number: int, value: Any = None) -> list[Any]:
            doc.number = number
            try:
                given = script.run(
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
