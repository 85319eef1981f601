"""The `script_score` query: what another query finds, scored by a script.

What `doc` knows in its scripts, which functions they may call and which languages there are beside Painless, vendors say.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/query/functionscore/ScriptScoreQueryBuilder.java;
texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import indices
from ...errors import ApiError, illegal_argument
from ...formats.singles import shortest, single
from ...mapping.options import java_text
from ...script_definitions import PAINLESS, Script
from ..errors import QueryRefused
from ..query import Query, Reading, Scores
from ..scripts.functions import Function, numeric_functions
from ..scripts.search_scripts import read_script
from ..vectors.parsing import FLOAT, TEXT, Field, read_object

if TYPE_CHECKING:
    from ...wire import Json
    from ..locate import Place
    from ..scripts.doc_values import Doc
    from ..view import View

Scored = Iterator[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class ScriptScore:
    """What `query` finds, scored by a script."""

    query: Query
    script: Script
    min_score: float | None
    boost: float

    def scores(self, view: View, boost: float) -> Scores:
        found = self.query.scores(view, 1.0)
        factor = single(boost * self.boost)
        scores: Scores = {}
        for number, value in self.scored(view, found):
            if math.isnan(value) or value < 0:
                shown = java_text(shortest(value)) if value == value else "NaN"
                raise illegal_argument(
                    f"script_score script returned an invalid score [{shown}] for doc [{view.lucene_number(number)}]."
                    " Must be a non-negative score!"
                )
            score = single(value * factor)
            if self.min_score is None or score >= self.min_score:
                scores[number] = score
        return scores

    def scored(self, view: View, found: Scores) -> Scored:
        """What the script makes of the documents that were found."""
        if self.script.id is None and self.script.lang != PAINLESS:
            raise QueryRefused(f"script_lang not supported [{self.script.lang}]")
        return self.by_painless(view, found)

    def by_painless(self, view: View, found: Scores) -> Scored:
        """The same in Painless."""
        from ...painless import compile, frozen

        doc = self.doc(view)
        try:
            source = self.script.text(view.state.store)
            script = compile(source, ("params", "doc", "_score"), returns="double", functions=self.functions(view, doc))
        except ApiError as refused:
            if refused.type not in ("script_exception", "resource_not_found_exception"):
                raise
            raise refused_script(view, refused) from None
        given = dict(self.script.params)
        params = frozen(given)
        reads_source = "_source" in source
        for number in sorted(found):
            doc.number = number
            if reads_source:
                params = frozen({**given, "_source": view.sources[number]})
            value = script.run({"params": params, "doc": doc, "_score": found[number]})
            yield number, single(float(value))

    def doc(self, view: View) -> Doc:
        """What the script finds under `doc`."""
        from ..scripts.doc_values import Doc

        return Doc(view)

    def functions(self, view: View, doc: Doc) -> dict[str, Function]:
        """What the script may call."""
        return numeric_functions()


def refused_script(view: View, cause: ApiError, reason: str | None = None) -> ApiError:
    """The script cannot be made; its own error is the root of it."""
    uuid = indices.find(view.state, view.index)["uuid"]
    return ApiError(
        400,
        "query_shard_exception",
        f"failed to create query: {reason or cause.reason}",
        metadata={"index": view.index, "index_uuid": uuid},
        caused_by=cause,
        root_cause=(cause,),
    )


def read(kind: type[ScriptScore], body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Read a script_score query of one kind."""
    fields = {
        "query": Field(("START_OBJECT",), reading.query),
        "script": Field(("START_OBJECT",), read_script),
        "min_score": FLOAT,
        "boost": FLOAT,
        "_name": TEXT,
    }
    found = read_object("script_score", body, place, fields, ("query", "script"))
    if found.get("boost", 1.0) < 0:
        cause = illegal_argument(
            "negative [boost] are not allowed in [script_score], use a value between 0 and 1 to deboost"
        )
        reason = "Failed to build [script_score] after last required field arrived"
        raise ApiError(400, "x_content_parse_exception", reason, caused_by=cause)
    return kind(found["query"], found["script"], found.get("min_score"), found.get("boost", 1.0))
