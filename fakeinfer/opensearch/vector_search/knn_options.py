"""The options of a `knn` query, read and checked before any index is looked at.

Sources: opensearch-project/k-NN:src/main/java/org/opensearch/knn/index/query/parser/{KNNQueryBuilderParser,MethodParametersParser,
RescoreParser}.java and `.../query/KNNQueryBuilder.java`; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

import json
import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument
from ...formats.positions import token_name
from ...search import errors
from ...search.locate import Place
from ...search.vectors.columns import Vector, in_single
from ...search.vectors.parsing import BOOLEAN, FLOAT, INT, TEXT, Field, read_object, within
from ...versions import ALWAYS, Span
from ...wire import Json
from . import changes
from .query_vectors import VECTOR

if TYPE_CHECKING:
    from ...cluster import State
    from ...search.query import Reading

MAX_K = 10_000
OVERSAMPLING = (1.0, 100.0)
METHOD_PARAMETERS = ("ef_search", "nprobes")


def read_method_parameters(value: Json, place: Place) -> dict[str, int]:
    """`method_parameters`; refuses as the parser does."""
    assert isinstance(value, dict)
    end = place.end
    if not value:
        raise errors.parsing("method_parameters cannot be empty", end())
    found: dict[str, int] = {}
    for name, setting in value.items():
        if name not in METHOD_PARAMETERS:
            raise errors.parsing(f"[knn] unknown method parameter found [{name}]", end())
        text = str(setting)
        if isinstance(setting, bool) or not re.fullmatch(r"[+-]?\d{1,10}", text):
            raise errors.parsing("ef_search value must be an integer", end())
        found[name] = int(text)
    return found


_RESCORE = within("rescore", {"oversample_factor": FLOAT})


def read_rescore(value: Json, place: Place) -> Any:
    """`rescore`: true, false or `{"oversample_factor": n}`."""
    return {} if isinstance(value, bool) else _RESCORE.read(value, place)


_OBJECT = ("START_OBJECT",)
_DECLARED: tuple[tuple[str, Field | None, Span], ...] = (
    ("boost", FLOAT, ALWAYS),
    ("_name", TEXT, ALWAYS),
    ("vector", VECTOR, ALWAYS),
    ("k", INT, ALWAYS),
    ("ignore_unmapped", BOOLEAN, Span("2.11")),
    ("max_distance", FLOAT, Span("2.14")),
    ("min_score", FLOAT, Span("2.14")),
    ("method_parameters", Field(_OBJECT, read_method_parameters), Span("2.16")),
    ("filter", None, ALWAYS),
    ("rescore", Field(("VALUE_BOOLEAN", "START_OBJECT"), read_rescore), Span("2.17")),
    ("expand_nested_docs", BOOLEAN, Span("2.19")),
)


def read(body: dict[str, Json], place: Place, reading: Reading) -> dict[str, Any]:
    """The options of one field."""
    filter = Field(_OBJECT, reading.query)
    version = reading.state.contract.version
    known = {name: declared or filter for name, declared, span in _DECLARED if version in span}
    if changes.KNN_OPTIONS_ARE_TYPED not in reading.state.switched_on:
        _refuse_by_hand(body, place, known)
    return read_object("knn", body, place, known)


def _refuse_by_hand(body: dict[str, Json], place: Place, known: dict[str, Field]) -> None:
    """How options were refused before they were declared: by key, and by the token that follows it."""
    for name, value in body.items():
        at = (place / name).value()
        if isinstance(value, dict):
            if known.get(name, TEXT).tokens != _OBJECT:
                raise errors.parsing("[knn] unknown token [START_OBJECT]", at)
        elif value is None:
            raise errors.parsing(f"[knn] unknown token [VALUE_NULL] after [{name}]", at)
        elif name not in known or known[name].tokens == _OBJECT:
            raise errors.parsing(f"[knn] query does not support [{name}]", at)


def bare_vector(value: Json, place: Place) -> Vector:
    """`{"knn": {field: [..]}}`, which the parser takes, though it is not enough."""
    if not isinstance(value, list):
        reason = f"[{place.value()}] Failed to parse list:  expecting START_ARRAY but got {token_name(value)}"
        raise ApiError(400, "x_content_parse_exception", reason)
    if not value:
        raise illegal_argument("[knn] field 'vector' requires to be non-null and non-empty")
    if not {int, float}.issuperset(map(type, value)):
        raise illegal_argument("[knn] field 'vector' requires to be an array of numbers")
    return in_single(value)


def checked(path: str, found: dict[str, Any] | None, state: State) -> dict[str, Any]:
    """The options, if they make a query."""
    if found is None:
        raise illegal_argument("[knn] field 'vector' requires to be non-null and non-empty")
    together = [name for name in found if name in ("rescore", "max_distance", "min_score")]
    if "rescore" in together and len(together) > 1:
        listed = sorted(name for name in together if name != "rescore")
        raise illegal_argument(
            "".join(f"The following fields are not allowed together: [{name}, rescore] " for name in listed)
        )
    if found.get("boost", 1.0) < 0:
        raise _negative_boost(path, found)
    if not path:
        raise illegal_argument("[knn] requires fieldName")
    if "vector" not in found:
        raise illegal_argument("[knn] requires query vector")
    _check_goal(found, state)
    for name, value in (found.get("method_parameters") or {}).items():
        if value <= 0:
            problem = f"Validation Failed: 1: Validation Failed: 1: {name} should be greater than 0;;"
            raise illegal_argument(f"[knn] errors in method parameter [{problem}]")
    factor = (found.get("rescore") or {}).get("oversample_factor", 1.0)
    least, most = OVERSAMPLING
    if not least <= factor <= most:
        limit = f"less than [{least:f}]" if factor < least else f"more than [{most:f}]"
        shown = f"{Decimal(repr(factor)):.6f}" if math.isfinite(factor) else "Infinity" if factor > 0 else "-Infinity"
        problem = f"Validation Failed: 1: Oversample factor [{shown}] cannot be {limit};"
        raise illegal_argument(f"[knn] errors in rescore parameter [{problem}]")
    return found


def _check_goal(found: dict[str, Any], state: State) -> None:
    """`k`, or how near: one of them."""
    if changes.RADIAL_SEARCH not in state.switched_on:
        k = found.get("k", 0)
        if k <= 0:
            raise illegal_argument("[knn] requires k > 0")
        if k > MAX_K:
            raise illegal_argument(f"[knn] requires k <= {MAX_K}")
        return
    if sum(name in found for name in ("k", "max_distance", "min_score")) != 1:
        raise illegal_argument("[knn] requires exactly one of k, distance or score to be set")
    if "k" in found and not 0 < found["k"] <= MAX_K:
        raise illegal_argument(f"[knn] requires k to be in the range (0, {MAX_K}]")
    if "min_score" in found and found["min_score"] <= 0:
        raise illegal_argument("[knn] requires minScore to be greater than 0")


def _negative_boost(path: str, found: dict[str, Any]) -> ApiError:
    """Told with the query as it is before the boost is set."""
    from ...search.engine import shortest

    shown: dict[str, Json] = {"vector": [shortest(value) for value in found.get("vector", ())], "k": found.get("k", 0)}
    for name in ("max_distance", "min_score"):
        if name in found:
            shown[name] = shortest(found[name])
    query = json.dumps({"knn": {path: {**shown, "boost": 1.0}}}, indent=2, separators=(",", " : "))
    return illegal_argument(f"negative [boost] are not allowed in [{query}], use a value between 0 and 1 to deboost")
