"""Whatever scripts make of documents: gathered in each index, combined there, then reduced to one answer.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/metrics/ScriptedMetricAggregator.java
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...object_parser import OBJECT, ObjectParser
from ...script_definitions import SCRIPT, Script
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Reading
from ..values import text_of
from .options import read_options
from .reading import Aggregation, Around, Matches
from .scripts import compiled

if TYPE_CHECKING:
    from ..view import View

SILENT = ("init_script", "map_script")
"""Scripts that answer nothing."""
STEPS = {
    "init_script": ("params", "state"),
    "map_script": ("params", "state", "doc", "_score"),
    "combine_script": ("params", "state"),
    "reduce_script": ("params", "states"),
}
"""The scripts with the variables that they have."""


class ScriptedMetric(NamedTuple):
    """One of them."""

    scripts: Mapping[str, Script]
    params: Mapping[str, Json]

    def check(self, wanted: Aggregation, view: View) -> None:
        opensearch = view.state.contract.product.name == "opensearch"
        for step, shown in (("combine_script", "combineScript"), ("reduce_script", "reduceScript")):
            if step not in self.scripts:
                raise illegal_argument(f"[{shown if opensearch else step}] must not be null: [{wanted.name}]")
        for step in self.scripts:
            if step != "reduce_script":
                self._compiled(step, view)

    def prefix(self, matches: Matches) -> str:
        return "scripted_metric"

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        states = [self._gathered(view, numbers, around) for view, numbers in matches]
        if not matches:
            return {"value": None}
        view = matches[0][0]
        try:
            found = self._run("reduce_script", view, {"states": states})
        except ApiError as refused:
            if refused.type != "script_exception":
                raise
            raise errors.failed_reduce(refused) from None
        return {"value": _plain(found)}

    def _gathered(self, view: View, numbers: list[int], around: Around) -> Any:
        """What the scripts make of the documents of an index."""
        from ...painless import frozen
        from ..scripts.doc_values import Doc

        state: dict[str, Any] = {}
        try:
            if "init_script" in self.scripts:
                self._run("init_script", view, {"state": state})
            script, doc = self.scripts["map_script"], Doc(view)
            ready = self._compiled("map_script", view)
            params = frozen({**self.params, **script.params})
            for number in numbers:
                doc.number = number
                outer, at = view.outermost(number)
                score = around.scores.get(id(outer), {}).get(at, 1.0)
                variables = {"params": params, "state": state, "doc": doc, "_score": score}
                ready.run(variables, now=view.state.clock.millis)
            return self._run("combine_script", view, {"state": state})
        except ApiError as refused:
            if refused.type != "script_exception":
                raise
            raise errors.all_shards_failed([(view.index, refused)], view.state) from None

    def _compiled(self, step: str, view: View) -> Any:
        return compiled(self.scripts[step], view, STEPS[step], "void" if step in SILENT else "def")

    def _run(self, step: str, view: View, variables: dict[str, Any]) -> Any:
        from ...painless import frozen

        script = self.scripts[step]
        params = frozen({**self.params, **script.params})
        return self._compiled(step, view).run({"params": params, **variables}, now=view.state.clock.millis)


def _plain(value: Any) -> Json:
    """What a script answers, as JSON shows it."""
    if isinstance(value, dict):
        return {text_of(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return text_of(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise illegal_argument(f"Cannot write type [{type(value).__name__}]")


PARSER = ObjectParser("scripted_metric", {**dict.fromkeys(STEPS, SCRIPT), "params": OBJECT}, required=("map_script",))


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> ScriptedMetric:
    """Read one."""
    known = read_options(PARSER, options, place)
    params = known.pop("params", {})
    return ScriptedMetric(known, params)
