"""What documents may hold in fields of weighted tokens, and of one weight.

Source: opensearch-project/OpenSearch:modules/mapper-extras/src/main/java/org/opensearch/index/mapper/{RankFeatureFieldMapper,
RankFeaturesFieldMapper}.java and apache/lucene:lucene/core/src/java/org/apache/lucene/document/FeatureField.java; texts observed:
opensearch 2.19.1, elasticsearch 9.5.0.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javanumbers import java_double
from ...formats.positions import token_name
from ...mapping.options import java_text
from ...mapping.types import Definition, Unfit
from ...token_errors import not_numeric
from .columns import in_single

if TYPE_CHECKING:
    from ...wire import Json
    from ..locate import Place

LEAST = 1.17549435e-38
"""The smallest normal number in single precision."""


class Words(NamedTuple):
    """How a field's type is called in refusals, and how its least weight is printed."""

    type: str = "rank_features"
    least: str = "1.17549435E-38"
    repeats: bool = False
    """Whether a token may have several weights."""


def number_at(item: Json, place: Place) -> float | Unfit:
    """A number in single precision, also as text; or why it is none."""
    if isinstance(item, str):
        try:
            return in_single([java_double(item)])[0]
        except ValueError:
            return Unfit(_no_number(item), item)
    if isinstance(item, bool) or not isinstance(item, int | float):
        return Unfit(not_numeric(item, *place.value()), item)
    return in_single([item])[0]


def _no_number(text: str) -> ApiError:
    reason = f'For input string: "{text}"' if text.strip() else "empty String"
    return ApiError(400, "number_format_exception", reason)


def features_problem(
    value: Json, path: str, definition: Definition, place: Place, words: Words
) -> tuple[ApiError, Place] | None:
    """What is wrong with weights of tokens, and where."""
    seen: set[str] = set()
    for at, item in enumerate(value if isinstance(value, list) else [value]):
        here = place / at if isinstance(value, list) else place
        if not isinstance(item, dict):
            reason = f"fields must be json objects, expected a START_OBJECT but got: {token_name(item)}"
            return illegal_argument(f"[{words.type}] {reason}"), here
        for name, weight in item.items():
            if weight is None:
                continue
            problem = _weight_problem(weight, name, path, definition, words)
            if problem is None and name in seen and not words.repeats:
                problem = illegal_argument(
                    f"[{words.type}] fields do not support indexing multiple values for the same rank feature"
                    f" [{path}.{name}] in the same document"
                )
            if problem is not None:
                return problem, here / name
            seen.add(name)
    return None


def _weight_problem(weight: Json, name: str, path: str, definition: Definition, words: Words) -> ApiError | None:
    if isinstance(weight, bool) or not isinstance(weight, int | float | str):
        return illegal_argument(
            f"[{words.type}] fields take hashes that map a feature to a strictly positive float, but got unexpected token "
            + token_name(weight)
        )
    if isinstance(weight, str):
        try:
            number = in_single([java_double(weight)])[0]
        except ValueError:
            return _no_number(weight)
    else:
        number = in_single([weight])[0]
    problem = _feature_problem(number, name, path, definition, words)
    return illegal_argument(problem) if problem else None


def _feature_problem(number: float, name: str, path: str, definition: Definition, words: Words) -> str | None:
    if definition.get("positive_score_impact") is False:
        number = math.copysign(math.inf, number) if number == 0 else in_single([1 / number])[0]
    about = f"for feature {name} on field {path}"
    if not math.isfinite(number):
        shown = "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"
        return f"featureValue must be finite, got: {shown} {about}"
    if number < in_single([LEAST])[0]:
        return (
            f"featureValue must be a positive normal float, got: {java_text(_shortest(number))} {about} which is less than the"
            f" minimum positive normal float: {words.least}"
        )
    return None


def _shortest(number: float) -> float:
    """A number in single precision with the fewest digits, also one that is too small to be normal."""
    held = in_single([number])
    return next(
        (short for digits in range(1, 10) if in_single([short := float(f"{number:.{digits}g}")]) == held), number
    )


def feature_problem(value: Json, path: str, definition: Definition, place: Place, words: Words) -> Unfit | None:
    """What is wrong with the number of a `rank_feature` field."""
    held = 0
    for at, item in enumerate(value if isinstance(value, list) else [value]):
        if item is None:
            continue
        number = number_at(item, place / at if isinstance(value, list) else place)
        if isinstance(number, Unfit):
            return number
        held += 1
        problem = _feature_problem(number, path, "_feature", definition, words)
        if problem is None and held > 1:
            problem = (
                f"[rank_feature] fields do not support indexing multiple values for the same field [{path}] in the same"
                " document"
            )
        if problem is not None:
            return Unfit(illegal_argument(problem), "Infinity" if math.isinf(number) else item)
    return None
