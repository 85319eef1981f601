"""The mean of a field's values, each as important as another field says.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/metrics/WeightedAvgAggregator.java
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...object_parser import TEXT, Field, ObjectParser, Path, Source, Unreadable
from ...script_definitions import SCRIPT
from ...wire import Json
from .. import errors
from ..locate import Place
from ..query import Reading
from .columns import NUMERIC, Column
from .metrics import summed
from .options import VALUE, VALUE_TYPE, column_of, read_options
from .reading import Aggregation, Around, Matches

if TYPE_CHECKING:
    from ..view import View


class WeightedAverage(NamedTuple):
    """One of them."""

    value: Column | None
    weight: Column | None

    def check(self, wanted: Aggregation, view: View) -> None:
        for column in (self.value, self.weight):
            field = None if column is None or column.path is None else view.fields.get(column.path)
            if field is not None and field.family not in (*NUMERIC, "text"):
                raise illegal_argument(f"Expected numeric type on field [{field.path}], but got [{field.type.name}]")
            if column is not None:
                column.check("weighted_avg", view)
        if self.value is None:
            raise ApiError(500, "null_pointer_exception", _NO_VALUE)
        if self.weight is None:
            raise illegal_argument("Could not find field name [weight] in multiValuesSource")
        self._pairs([(view, list(range(len(view))))])

    def prefix(self, matches: Matches) -> str:
        return "weighted_avg"

    def _pairs(self, matches: Matches) -> list[tuple[float, float]]:
        """Values with their weights, of documents that have both."""
        assert self.value is not None
        assert self.weight is not None
        weights = {(id(view), number): values for view, number, values in self.weight.held(matches)}
        found = []
        for view, number, values in self.value.held(matches):
            given = weights.get((id(view), number))
            if given is None:
                continue
            if len(given) > 1:
                raise errors.not_aggregated(
                    "Encountered more than one weight for a single document. Use a script to combine multiple weights-per-doc"
                    " into a single value.",
                    view.state.contract.product.name,
                )
            found += [(float(value), float(given[0])) for value in sorted(values)]
        return found

    def answer(self, wanted: Aggregation, matches: Matches, around: Around) -> dict[str, Json]:
        pairs = self._pairs(matches)
        total = summed(weight for _, weight in pairs)
        if not total:
            return {"value": None}
        assert self.value is not None
        number = summed(value * weight for value, weight in pairs) / total
        shown = self.value.shown(self.value.field(matches), number)
        return {"value": number} if shown is None else {"value": number, "value_as_string": shown}


_NO_VALUE = (
    'Cannot invoke "org.opensearch.search.aggregations.support.ValuesSourceConfig.valueSourceType()" because the return value'
    ' of "java.util.Map.get(Object)" is null'
)


def _one_of_two(value: Json, source: Source, path: Path) -> dict[str, Any]:
    known: dict[str, Any] = _CONFIG.read(value, source, path)
    given = [name for name in ("field", "script") if name in known]
    if len(given) != 1:
        what = "configured" if given else "null"
        problem = f"[field] and [script] cannot both be {what}.  Please specify one or the other."
        raise Unreadable(illegal_argument(problem), path, "end")
    return known


_CONFIG = ObjectParser(
    "field_config", {"field": TEXT, "missing": Field(VALUE, lambda value, source, path: value), "script": SCRIPT}
)
_ONE = Field(("START_OBJECT",), _one_of_two)
PARSER = ObjectParser("weighted_avg", {"value": _ONE, "weight": _ONE, "value_type": VALUE_TYPE, "format": TEXT})


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> WeightedAverage:
    """Read one."""
    known = read_options(PARSER, options, place)
    value = known.get("value")
    weight = known.get("weight")
    return WeightedAverage(
        None if value is None else column_of({**value, "format": known.get("format")}, "decimal"),
        None if weight is None else column_of(weight, "decimal"),
    )
