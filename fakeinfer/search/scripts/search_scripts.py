"""Scripts of searches: read from a body, compiled for an index, run over its documents.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/script/{FilterScript,FieldScript,NumberSortScript}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from ... import indices, object_parser, script_definitions
from ...errors import ApiError
from ...object_parser import Source
from ...wire import Json
from ..locate import Place, Position
from ..vectors.parsing import Field, Unreadable

if TYPE_CHECKING:
    from ...script_definitions import Script
    from ..view import View


def compiled(script: Script, view: View, returns: str, *, scored: bool = False) -> Any:
    """A script, ready to run over documents of an index."""
    from ...painless import compile

    variables = ("params", "doc", "_score") if scored else ("params", "doc")
    return compile(script.text(view.state.store), variables, returns=returns)


def over(
    script: Script, view: View, returns: str, *, scored: bool = False, more: Mapping[str, Json] | None = None
) -> Callable[[int, float], Any]:
    """What a script makes of documents, by number and score; `more` are parameters beside its own."""
    from ...painless import frozen
    from .doc_values import Doc

    ready, doc = compiled(script, view, returns, scored=scored), Doc(view)
    given = {**script.params, **(more or {})}
    params = frozen(given)
    looks_at_source = "_source" in script.text(view.state.store)

    def made(number: int, score: float = 0.0) -> Any:
        doc.number = number
        seen = frozen({**given, "_source": view.sources[number]}) if looks_at_source else params
        variables = {"params": seen, "doc": doc, "_score": score}
        return ready.run(variables, now=view.state.clock.millis)

    return made


def read_script(value: Json, place: Place) -> Script:
    """A script of a body: a text or an object."""
    data, path = place.located()
    source = Source(data)
    try:
        return script_definitions.read_script(value, source, path)
    except object_parser.Unreadable as unreadable:
        line, column = unreadable.at(source).split(":")
        raise Unreadable(unreadable.cause, Position(int(line), int(column))) from None


SCRIPT = Field(script_definitions.TOKENS, read_script)
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
