"""The field type `completion`: inputs that a search may be completed by.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/mapper/CompletionFieldMapper.java; observed:
opensearch 2.19.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import ApiError, illegal_argument, not_implemented
from ..formats.positions import token_name
from ..wire import Json
from .options import ANY, META, flag, whole, word
from .types import Definition, Option, Unfit, Where, field_type

if TYPE_CHECKING:
    from ..search.locate import Place

KEYS = ("input", "weight", "contexts")


def fits(value: Json, path: str, definition: Definition, place: Place) -> Unfit | None:
    """What is wrong with a document's inputs."""
    for number, one in enumerate(value) if isinstance(value, list) else [(-1, value)]:
        unfit = _problem(one, path, place / number if number >= 0 else place)
        if unfit is not None:
            return unfit
    return None


def _problem(value: Json, path: str, place: Place) -> Unfit | None:
    if isinstance(value, dict):
        return next((unfit for key, one in value.items() if (unfit := _part(key, one)) is not None), None)
    if isinstance(value, str) or value is None:
        return None
    at = place.value()
    reason = f"failed to parse [{path}]: expected text or object, but got {token_name(value)}"
    cause = ApiError(400, "parsing_exception", reason, metadata={"line": at.line, "col": at.column})
    return Unfit(cause, named=False)


def _part(key: str, value: Json) -> Unfit | None:
    if key not in KEYS:
        return Unfit(
            illegal_argument(f"unknown field name [{key}], must be one of [input, weight, contexts]"), named=False
        )
    if key == "input":
        listed = value if isinstance(value, list) else [value]
        if any(not isinstance(one, str) for one in listed):
            problem = (
                "input array must have string values, but was"
                if isinstance(value, list)
                else "input must be a string or array, but was"
            )
            wrong = next(one for one in listed if not isinstance(one, str))
            return Unfit(illegal_argument(f"{problem} [{token_name(wrong)}]"), named=False)
    if key == "weight":
        try:
            weight = int(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else None
        except ValueError:
            return Unfit(illegal_argument(f"weight must be an integer, but was [{value}]"), named=False)
        if weight is None:
            return Unfit(
                illegal_argument(f"weight must be a number or string, but was [{token_name(value)}]"), named=False
            )
        if not 0 <= weight < 2**31:
            return Unfit(
                illegal_argument(f"weight must be in the interval [0..2147483647], but was [{weight}]"), named=False
            )
    return None


OPTIONS: dict[str, Option] = {
    "meta": META,
    "analyzer": word("simple")._replace(always=True),
    "search_analyzer": word("simple", updatable=True),
    "preserve_separators": flag(True)._replace(always=True),
    "preserve_position_increments": flag(True)._replace(always=True),
    "max_input_length": whole(50)._replace(always=True, updatable=True),
    "contexts": ANY,
}


@field_type("completion", "stored", options=OPTIONS, holds=fits)
def completion(definition: Definition, where: Where) -> Definition:
    """Every option is shown, what was not said too."""
    if "contexts" in definition:
        raise not_implemented("contexts of the field type [completion]")
    shown = {
        "type": "completion",
        "analyzer": definition.get("analyzer", "simple"),
        **({"search_analyzer": definition["search_analyzer"]} if "search_analyzer" in definition else {}),
        "preserve_separators": definition.get("preserve_separators", True),
        "preserve_position_increments": definition.get("preserve_position_increments", True),
        "max_input_length": definition.get("max_input_length", 50),
    }
    return {**definition, **shown}
