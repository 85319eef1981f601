"""What scripts make of buckets: a number for each (`bucket_script`), which of them stay (`bucket_selector`).

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/pipeline/
BucketScriptPipelineAggregator.java and `BucketSelectorPipelineAggregator.java` beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ....errors import ApiError
from ....object_parser import TEXT, Field, ObjectParser, Path, Source, Unreadable
from ....script_definitions import SCRIPT, Script
from ....wire import Json
from ... import errors
from ...locate import Place
from ...query import Reading
from ...values import text_of
from ..options import read_options
from .options import GAP_POLICIES, ByHand, gap_policy, gap_policy_field
from .paths import SKIP, steps_of, value_at
from .pipeline import Bucket, Level, only_inside, simple_value

if TYPE_CHECKING:
    from ....cluster import State


class OfBuckets(NamedTuple):
    """A script with the paths to what it gets."""

    kind: str
    named_paths: Mapping[str, str]
    script: Script
    state: State
    gap: str = SKIP
    format: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self.named_paths.values())

    def problems(self, name: str, level: Level) -> list[str]:
        return only_inside(self.kind, name, level)

    def prefix(self) -> str:
        return "simple_value"

    def inside(self, name: str, buckets: list[Bucket]) -> list[Bucket]:
        """The buckets with their numbers, or those that are to stay."""
        from ....painless import compile, frozen

        returns = "boolean" if self.kind == "bucket_selector" else "def"
        script = compile(self.script.text(self.state.store), ("params",), returns=returns)
        steps = {variable: steps_of(path) for variable, path in self.named_paths.items()}
        kept = []
        for bucket in buckets:
            values = {variable: value_at(name, bucket, path, self.gap) for variable, path in steps.items()}
            lacks = any(value is None or math.isnan(value) for value in values.values())
            if self.kind == "bucket_script" and self.gap == SKIP and lacks:
                kept.append(bucket)
                continue
            params = {"params": frozen({**self.script.params, **values})}
            made = script.run(params, now=self.state.clock.millis)
            if self.kind == "bucket_script":
                if made is not None:
                    bucket[name] = simple_value(_number(made), self.format)
                kept.append(bucket)
            elif made:
                kept.append(bucket)
        return kept


def _number(made: Any) -> float:
    if isinstance(made, bool) or not isinstance(made, int | float):
        from ....painless import class_of

        reason = (
            f"class {class_of(made)} cannot be cast to class java.lang.Number ({class_of(made)} and java.lang.Number are in"
            " module java.base of loader 'bootstrap')"
        )
        raise ApiError(500, "class_cast_exception", reason)
    return float(made)


# --- reading ----------------------------------------------------------------------------------------------------------


def _paths(value: Json, source: Source, path: Path) -> dict[str, str]:
    return paths_by_name(value)


def paths_by_name(value: Json) -> dict[str, str]:
    """The paths by the names under which scripts get them."""
    if isinstance(value, str):
        return {"_value": value}
    if isinstance(value, list):
        return {f"_value{number}": text_of(one) for number, one in enumerate(value)}
    return {name: text_of(one) for name, one in value.items()}


def _unexpected(name: str, option: str, token: str, place: Place) -> ApiError:
    if token in ("VALUE_STRING", "START_ARRAY", "START_OBJECT"):
        return errors.unknown_key(token, option, place.value(), name)
    return errors.parsing(f"Unexpected token {token} in [{name}].", place.value())


def _script(value: Json, place: Place) -> Script:
    data, path = place.located()
    try:
        found: Script = SCRIPT.read(value, Source(data), path)
    except Unreadable as unreadable:
        raise unreadable.cause from None
    return found


def _named(value: Json, place: Place) -> dict[str, str]:
    return paths_by_name(value)


_OF_SCRIPT = {
    product: ObjectParser(
        "bucket_script",
        {
            "buckets_path": Field(("START_OBJECT", "START_ARRAY", "VALUE_STRING"), _paths),
            "script": SCRIPT,
            "format": TEXT,
            "gap_policy": gap_policy_field(product, in_any_case=True),
        },
        required=("buckets_path", "script"),
    )
    for product in GAP_POLICIES
}
_OF_SELECTOR = {
    product: ByHand(
        {
            "VALUE_STRING": {"buckets_path": _named, "gap_policy": gap_policy(product), "script": _script},
            "START_ARRAY": {"buckets_path": _named},
            "START_OBJECT": {"buckets_path": _named, "script": _script},
        },
        _unexpected,
    )
    for product in GAP_POLICIES
}


def read(kind: str, name: str, options: dict[str, Json], place: Place, reading: Reading) -> OfBuckets:
    """Read one."""
    product = reading.state.contract.product.name
    if kind == "bucket_script":
        known = read_options(_OF_SCRIPT[product], options, place)
    else:
        known = _OF_SELECTOR[product].read(name, options, place)
        for option in ("buckets_path", "script"):
            if option not in known:
                reason = f"Missing required field [{option}] for bucket_selector aggregation [{name}]"
                raise errors.parsing(reason, place.end())
    return OfBuckets(
        kind,
        known["buckets_path"],
        known["script"],
        reading.state,
        known.get("gap_policy", SKIP),
        known.get("format"),
    )
