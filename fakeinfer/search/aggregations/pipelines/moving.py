"""What a script makes of the values in a window that moves over the buckets of a histogram (`moving_fn`).

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/pipeline/
{MovFnPipelineAggregator,MovingFunctions}.java
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from ....errors import ApiError, illegal_argument
from ....object_parser import INT, TEXT, ObjectParser
from ....script_definitions import SCRIPT, Script
from ....wire import Json
from ...locate import Place
from ...query import Reading
from ..options import read_options
from .options import GAP_POLICIES, gap_policy_field
from .paths import SKIP, steps_of, value_at
from .pipeline import Bucket, Level, only_in_steps, simple_value

if TYPE_CHECKING:
    from ....cluster import State


class MovingFunction(NamedTuple):
    """One of them."""

    path: str
    window: int
    script: Script
    state: State
    gap: str = SKIP
    shift: int = 0
    format: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def problems(self, name: str, level: Level) -> list[str]:
        return only_in_steps("moving_fn", name, level)

    def prefix(self) -> str:
        return "simple_value"

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets with what the script makes of those before them."""
        from ....painless import compile, frozen
        from .functions import MovingFunctions

        script = compile(self.script.text(self.state.store), ("params", "values", "MovingFunctions"), returns="double")
        steps = steps_of(self.path)
        found = [value_at(name, bucket, steps, self.gap) for bucket in buckets]
        values = [value for value in found if value is not None and not math.isnan(value)]
        index = 0
        for value, bucket in zip(found, buckets, strict=True):
            if value is None or math.isnan(value):
                continue
            begin = min(max(index - self.window + self.shift, 0), len(values))
            end = min(max(index + self.shift, 0), len(values))
            given: dict[str, Any] = {
                "params": frozen(dict(self.script.params)),
                "values": values[begin:end],
                "MovingFunctions": MovingFunctions(),
            }
            bucket[name] = simple_value(float(script.run(given, now=self.state.clock.millis)), self.format)
            index += 1
        return buckets


REQUIRED = ("buckets_path", "script", "window")
PARSER = {
    product: ObjectParser(
        "moving_fn",
        {
            "buckets_path": TEXT,
            "script": SCRIPT,
            "window": INT,
            "shift": INT,
            "gap_policy": gap_policy_field(product, in_any_case=True),
            "format": TEXT,
        },
        required=REQUIRED,
    )
    for product in GAP_POLICIES
}


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> MovingFunction:
    """Read one."""
    known = read_options(PARSER[reading.state.contract.product.name], options, place)
    if known["window"] <= 0:
        raise _not_built(options, place)
    return MovingFunction(
        known["buckets_path"],
        known["window"],
        known["script"],
        reading.state,
        known.get("gap_policy", SKIP),
        known.get("shift", 0),
        known.get("format"),
    )


def _not_built(options: dict[str, Json], place: Place) -> ApiError:
    """The window is refused when the last of the required options is read."""
    from ... import errors

    refused = illegal_argument("[window] must be a positive, non-zero integer.")
    built = "Failed to build [moving_fn] after last required field arrived"
    cause = ApiError(400, "x_content_parse_exception", built, caused_by=refused)
    last = next(option for option in reversed(options) if option in REQUIRED)
    return errors.failed_field("moving_fn", last, (place / last).value(), cause)
