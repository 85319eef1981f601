"""Scripts of searches: read from a body, compiled for an index, run over its documents.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/{FilterScript,FieldScript,NumberSortScript}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import indices
from ..errors import ApiError, illegal_argument
from ..wire import Json
from .locate import Place
from .vectors.parsing import TEXT, Field, within

if TYPE_CHECKING:
    from .view import View

PAINLESS = "painless"
_OBJECT = within(
    "script",
    {
        "source": Field(("VALUE_STRING", "START_OBJECT"), lambda value, place: value),
        "id": TEXT,
        "lang": TEXT,
        "options": Field(("START_OBJECT",), lambda value, place: value),
        "params": Field(("START_OBJECT",), lambda value, place: value),
    },
)


class SearchScript(NamedTuple):
    """A script as it was asked for."""

    source: str | None = None
    id: str | None = None
    lang: str = PAINLESS
    params: Mapping[str, Json] = {}

    def text(self, view: View) -> str:
        """The source, be it stored."""
        if self.id is None:
            if self.lang != PAINLESS:
                raise illegal_argument(f"script_lang not supported [{self.lang}]")
            return str(self.source)
        stored = view.state.store.get("stored_scripts", self.id)
        if stored is None:
            reason = f"unable to find script [{self.id}] in cluster state"
            raise ApiError(404, "resource_not_found_exception", reason)
        return str(stored["source"])

    def compiled(self, view: View, returns: str, *, scored: bool = False) -> Any:
        """The script, ready to run over documents of an index."""
        from ..painless import compile  # few searches have a script

        return compile(self.text(view), ("params", "doc", "_score") if scored else ("params", "doc"), returns=returns)

    def over(
        self, view: View, returns: str, *, scored: bool = False, more: Mapping[str, Json] | None = None
    ) -> Callable[[int, float], Any]:
        """What the script makes of documents, by number and score; `more` are parameters beside its own."""
        from ..painless import frozen
        from .doc_values import Doc

        script, doc = self.compiled(view, returns, scored=scored), Doc(view)
        given = {**self.params, **(more or {})}
        params = frozen(given)
        looks_at_source = "_source" in self.text(view)

        def made(number: int, score: float = 0.0) -> Any:
            doc.number = number
            seen = frozen({**given, "_source": view.sources[number]}) if looks_at_source else params
            variables = {"params": seen, "doc": doc, "_score": score}
            return script.run(variables, now=view.state.clock.millis)

        return made


def read_script(value: Json, place: Place) -> SearchScript:
    """A script of a body: a text or an object."""
    if isinstance(value, str):
        return SearchScript(value)
    known = _OBJECT.read(value, place)
    if "source" not in known and "id" not in known:
        raise illegal_argument("must specify either [source] for an inline script or [id] for a stored script")
    return SearchScript(known.get("source"), known.get("id"), known.get("lang", PAINLESS), known.get("params", {}))


SCRIPT = Field(("START_OBJECT", "VALUE_STRING"), read_script)
"""A field of a strict parser that holds a script."""


def not_created(view: View, cause: ApiError) -> ApiError:
    """A query whose script cannot be made; its own error is the root of it."""
    uuid = indices.find(view.state, view.index)["uuid"]
    return ApiError(
        400,
        "query_shard_exception",
        f"failed to create query: {cause.reason}",
        metadata={"index": view.index, "index_uuid": uuid},
        caused_by=cause,
        root_cause=(cause,),
    )
