"""Paths to a number inside of buckets: `sales>price.avg`, `_count`, `types['hat']>sales`.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/support/AggregationPath.java,
`.../pipeline/BucketHelpers.java`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from ....errors import ApiError, illegal_argument
from ....formats.javatext import double_text

SKIP, ZEROS, KEEP = "skip", "insert_zeros", "keep_values"
_WANTED = "buckets_path must reference either a number value or a single value numeric metric aggregation"


class BadPath(Exception):
    """What is no path."""


class Element(NamedTuple):
    """One step of a path, perhaps with the key or the property that it ends with."""

    name: str
    key: str | None = None


class Nowhere(Exception):
    """A path leads to nothing in these answers."""


def elements(path: str) -> list[Element]:
    """The steps of a path."""
    texts = [text for text in path.split(">") if text]
    if not texts:
        raise BadPath(f"Invalid path [{path}]")
    found = []
    for number, text in enumerate(texts):
        last = number == len(texts) - 1
        bracket, dot = text.rfind("["), text.rfind(".") if last else -1
        if bracket >= 0:
            if bracket == 0 or bracket > len(text) - 3 or not text.endswith("]"):
                raise BadPath(f"Invalid path element [{text}] in path [{path}]")
            found.append(Element(text[:bracket], text[bracket + 1 : -1]))
        elif dot >= 0:
            if dot == 0 or dot > len(text) - 2:
                raise BadPath(f"Invalid path element [{text}] in path [{path}]")
            found.append(Element(text[:dot], text[dot + 1 :]))
        else:
            found.append(Element(text))
    return found


def steps_of(path: str) -> list[str]:
    """The names that a path goes through, with keys and properties among them."""
    return [part for one in elements(path) for part in one if part is not None]


def value_at(whole: str, bucket: dict[str, Any], steps: Sequence[str], gap: str) -> float | None:
    """The number at a path inside a bucket of the aggregation `whole`; None if there is nothing, NaN for a gap."""
    try:
        found = property_of(bucket, steps)
    except Nowhere:
        return None
    if isinstance(found, dict) and "value" in found and "values" not in found:
        found = found["value"]
        number = math.nan if found is None else found
    elif found is None:
        number = math.nan
    else:
        number = found
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise _no_number(whole, steps, number)
    number = float(number)
    counts = list(steps) == ["_count"]
    if gap == KEEP:
        return number if math.isfinite(number) else math.nan
    if not math.isfinite(number) or (bucket.get("doc_count") == 0 and not counts):
        return 0.0 if gap == ZEROS else math.nan
    return number


def _no_number(whole: str, steps: Sequence[str], found: Any) -> ApiError:
    name = steps[0] if steps else whole
    if isinstance(found, dict) and ("count" in found or "values" in found):
        reason = f"{_WANTED}, but [{name}] contains multiple values. Please specify which to use."
    else:
        reason = f"{_WANTED}, got: [{_java_class(found)}] at aggregation [{name}]"
    return ApiError(500, "aggregation_execution_exception", reason)


def _java_class(found: Any) -> str:
    if isinstance(found, list):
        return "Object[]"
    if isinstance(found, str):
        return "String"
    if not isinstance(found, dict):
        return type(found).__name__
    if "buckets" in found:
        keys = [one.get("key") for one in buckets_of(found)]
        return "StringTerms" if all(isinstance(key, str) for key in keys) else "InternalHistogram"
    return "Bucket" if "key" in found or "doc_count" not in found else "InternalFilter"


def buckets_of(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """The buckets of an answer, whether they are keyed or not."""
    held = answer["buckets"]
    return list(held.values()) if isinstance(held, dict) else held


def key_text(bucket: dict[str, Any]) -> str:
    """The key of a bucket as text."""
    if "key_as_string" in bucket:
        return str(bucket["key_as_string"])
    key = bucket.get("key")
    return double_text(key) if isinstance(key, float) else str(key)


def property_of(bucket: dict[str, Any], steps: Sequence[str]) -> Any:
    """What stands at a path inside of a bucket."""
    if not steps:
        return bucket
    first, rest = steps[0], steps[1:]
    if first in ("_count", "_key"):
        if rest:
            raise Nowhere
        return bucket["doc_count"] if first == "_count" else bucket.get("key")
    found = named(bucket, first)
    if not isinstance(found, dict):
        raise Nowhere
    return _inside(found, rest, first)


def named(answers: dict[str, Any], name: str) -> Any:
    """The answer of an aggregation by its name, which may say its kind before."""
    found = answers.get(name)
    if found is None:
        found = next((value for key, value in answers.items() if key.partition("#")[2] == name), None)
    return found


def _inside(answer: dict[str, Any], steps: Sequence[str], name: str) -> Any:
    if not steps:
        return answer
    if "buckets" in answer:
        return _in_buckets(answer, steps)
    if "doc_count" in answer:
        return property_of(answer, steps)
    if len(steps) > 1:
        raise illegal_argument(f"path not supported for [{name}]: [{', '.join(steps)}]")
    return _metric(answer, steps[0], name)


def _in_buckets(answer: dict[str, Any], steps: Sequence[str]) -> Any:
    first, rest = steps[0], steps[1:]
    if first == "_bucket_count":
        return len(buckets_of(answer))
    if first.startswith("'") and first.endswith("'"):
        wanted = first[1:-1]
        held = answer["buckets"]
        pairs = held.items() if isinstance(held, dict) else ((key_text(one), one) for one in held)
        found = next((one for key, one in pairs if key == wanted), None)
        if found is None:
            raise Nowhere
        return property_of(found, rest)
    return [property_of(one, steps) for one in buckets_of(answer)]


_BOUNDS = {"std_upper": "upper", "std_lower": "lower"}


def _metric(answer: dict[str, Any], part: str, name: str) -> Any:
    """A property of numbers."""
    if "values" in answer:
        return _percentile(answer["values"], part)
    if part in answer and not part.endswith("_as_string"):
        return answer[part]
    if part.startswith("std_") and "std_deviation_bounds" in answer:
        _, side, *kind = part.split("_")
        return answer["std_deviation_bounds"].get("_".join([side, *kind]))
    raise illegal_argument(f"path not supported for [{name}]: [{part}]")


def _percentile(values: Any, part: str) -> Any:
    try:
        wanted = float(part)
    except ValueError:
        raise ApiError(400, "number_format_exception", f'For input string: "{part}"') from None
    if isinstance(values, dict):
        return values.get(double_text(wanted))
    return next((one["value"] for one in values if one["key"] == wanted), None)
