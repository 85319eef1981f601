"""`function_score`: what a query finds, its scores changed by functions. Start at `function_score`.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/lucene/search/function/FunctionScoreQuery.java
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from ...errors import ApiError, illegal_argument, not_implemented
from ...formats.singles import GREATEST, single
from ...wire import Json
from .. import errors
from ..errors import QueryRefused
from ..highlighting.marks import Mark, marks_of
from ..locate import Place
from ..query import Query, Reading, Scores, constant, queries, query
from ..values import java_double, millis_of, number_of, text_of
from .leaves import everything_in
from .one_field import COMMON, read_number

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ..view import View

NAMES = ("weight", "random_score", "field_value_factor", "script_score", "gauss", "linear", "exp")
DECAYS = ("gauss", "linear", "exp")
SCORE_MODES = ("first", "avg", "max", "sum", "min", "multiply")
BOOST_MODES = ("multiply", "replace", "sum", "avg", "min", "max")
MODIFIERS: dict[str, Callable[[float], float]] = {
    "none": lambda n: n,
    "log": math.log10,
    "log1p": lambda n: math.log10(n + 1),
    "log2p": lambda n: math.log10(n + 2),
    "ln": math.log,
    "ln1p": lambda n: math.log(n + 1),
    "ln2p": lambda n: math.log(n + 2),
    "square": lambda n: n * n,
    "sqrt": math.sqrt,
    "reciprocal": lambda n: 1 / n,
}
TIMES = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000}


class Function(Protocol):
    """A number for each document."""

    def values(self, view: View, found: Scores) -> Callable[[int], float]:
        """What it makes of the documents of an index that a query scored so."""
        ...


class FieldFactor(NamedTuple):
    """A field's value, changed."""

    path: str
    factor: float
    modifier: str
    missing: float | None

    def values(self, view: View, found: Scores) -> Callable[[int], float]:
        field = view.fields.get(self.path)
        if field is None and self.missing is None:
            reason = f"Unable to find a field mapper for field [{self.path}]. No 'missing' value defined."
            raise QueryRefused(reason, "exception")
        column = [] if field is None else view.values(field)

        def value(number: int) -> float:
            held = column[number] if column else []
            if held:
                given = float(min(held))
            elif self.missing is not None:
                given = self.missing
            else:
                raise ApiError(500, "exception", f"Missing value for field [{self.path}]")
            try:
                result = MODIFIERS[self.modifier](given * self.factor)
            except (ValueError, ZeroDivisionError):
                result = -math.inf if given * self.factor == 0 else math.nan
            if result < 0 or math.isnan(result):
                shown = f"field value function must not produce negative scores, but got: [{result}] for field value: [{given}]"
                raise illegal_argument(shown)
            return result

        return value


class Decay(NamedTuple):
    """The nearer a field's value is to an origin, the more."""

    kind: str
    path: str
    origin: Json
    scale: Json
    offset: Json
    decay: float

    def values(self, view: View, found: Scores) -> Callable[[int], float]:
        field = view.fields.get(self.path)
        if field is None:
            raise _at_nowhere(f"unknown field [{self.path}]")
        if field.family not in ("whole", "decimal", "date"):
            raise not_implemented(f"[{self.kind}] of a field of type [{field.type.name}]")
        try:
            origin, scale, offset = self._numbers(view, field)
        except ApiError as refused:
            if refused.type != "number_format_exception":
                raise
            raise QueryRefused(refused.reason or "", refused.type) from None
        if scale <= 0:
            raise QueryRefused("function_score : scale must be > 0.0.")
        if not 0 < self.decay < 1:
            raise QueryRefused("function_score : decay must be in the range [0..1].")
        if offset < 0:
            raise QueryRefused("function_score : offset must be > 0.0")
        column = view.values(field)
        shape = self._shape(scale)

        def value(number: int) -> float:
            away = min((max(0.0, abs(given - origin) - offset) for given in column[number]), default=0.0)
            found = shape(away)
            if math.isnan(found):
                reason = f"function score query returned an invalid score: NaN for doc: {number}"
                raise ApiError(500, "exception", reason)
            return found

        return value

    def _numbers(self, view: View, field: Field) -> tuple[float, float, float]:
        dates = field.family == "date"
        if self.scale is None or (self.origin is None and not dates):
            raise QueryRefused("both [scale] and [origin] must be set for numeric fields.", "parse_exception")
        if not dates:
            return read_number(self.origin), read_number(self.scale), read_number(self.offset or 0)
        now = view.state.clock.millis
        origin = now if self.origin is None else millis_of(self.origin, now=now)
        if origin is None:
            raise errors.unreadable_date(text_of(self.origin), "strict_date_optional_time||epoch_millis")
        return origin, _time(self.scale), _time(self.offset or 0)

    def formula(self, far: str, scale: float) -> str:
        """What is computed of a distance, as servers print it."""
        if self.kind == "linear":
            reach = java_double(scale / (1 - self.decay))
            return f"max(0.0, (({reach} - {far})/{reach})"
        if self.kind == "exp":
            return f"exp(- {far} * {java_double(-math.log(self.decay) / scale)})"
        return f"exp(-0.5*pow({far},2.0)/{java_double(-0.5 * scale * scale / math.log(self.decay))})"

    def _shape(self, scale: float) -> Callable[[float], float]:
        if self.kind == "linear":
            reach = scale / (1 - self.decay)
            return lambda away: max(0.0, (reach - away) / reach)
        if self.kind == "exp":
            rate = math.log(self.decay) / scale
            return lambda away: math.exp(rate * away)
        width = 0.5 * scale * scale / math.log(self.decay)
        return lambda away: math.exp(0.5 * away * away / width) if width else (0.0 if away else math.nan)


class Scripted(NamedTuple):
    """What a `script_score` query would make of the documents."""

    query: Query

    def values(self, view: View, found: Scores) -> Callable[[int], float]:
        scores = self.query.scores(view, 1.0)
        return lambda number: scores.get(number, 0.0)


class Entry(NamedTuple):
    """A function, for all documents or for those that fit a filter, with its weight."""

    filter: Query | None
    function: Function | None
    weight: float | None


class FunctionScore(NamedTuple):
    """What a query finds, scored anew."""

    query: Query
    entries: tuple[Entry, ...] = ()
    score_mode: str = "multiply"
    boost_mode: str = "multiply"
    max_boost: float = GREATEST
    min_score: float | None = None
    boost: float = 1.0

    def scores(self, view: View, boost: float) -> Scores:
        found = self.query.scores(view, boost * self.boost)
        if self.entries:
            prepared = [self._prepare(entry, view, found) for entry in self.entries]
            found = {number: self._combined(score, self._factor(number, prepared)) for number, score in found.items()}
        if self.min_score is not None:
            found = {number: score for number, score in found.items() if score >= self.min_score}
        return found

    def marks(self, view: View) -> Iterable[Mark]:
        """What of a field's text this query found."""
        return marks_of(self.query, view)

    def _prepare(self, entry: Entry, view: View, found: Scores) -> tuple[Any, Callable[[int], float], float]:
        fitting = None if entry.filter is None else entry.filter.scores(view, 1.0)
        values = (lambda number: 1.0) if entry.function is None else entry.function.values(view, found)
        return fitting, values, 1.0 if entry.weight is None else entry.weight

    def _factor(self, number: int, prepared: list[tuple[Any, Callable[[int], float], float]]) -> float:
        made = [
            (values(number) * weight, weight)
            for fitting, values, weight in prepared
            if fitting is None or number in fitting
        ]
        if not made:
            return 1.0
        numbers = [value for value, _ in made]
        if self.score_mode == "first":
            return numbers[0]
        if self.score_mode == "sum":
            return sum(numbers)
        if self.score_mode == "avg":
            weights = sum(weight for _, weight in made)
            return sum(numbers) / weights if weights else 1.0
        if self.score_mode == "multiply":
            return math.prod(numbers)
        return max(numbers) if self.score_mode == "max" else min(numbers)

    def _combined(self, score: float, factor: float) -> float:
        factor = min(factor, self.max_boost)
        if self.boost_mode == "multiply":
            return single(score * factor)
        if self.boost_mode == "sum":
            return single(score + factor)
        if self.boost_mode == "avg":
            return single((score + factor) / 2)
        return single({"replace": factor, "min": min(score, factor), "max": max(score, factor)}[self.boost_mode])


def _at_nowhere(reason: str) -> ApiError:
    return ApiError(400, "parsing_exception", reason, metadata={"line": 1, "col": 0})


def _time(value: Json) -> float:
    text = text_of(value)
    for unit in sorted(TIMES, key=len, reverse=True):
        number = number_of(text[: -len(unit)]) if text.endswith(unit) else None
        if number is not None:
            return number * TIMES[unit]
    return read_number(text)


# --- reading ----------------------------------------------------------------------------------------------------------


def _failed(what: str) -> str:
    return f"failed to parse [function_score] query. {what}"


@query("function_score")
def function_score(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """What a query finds, its scores changed by functions."""
    product = reading.state.contract.product.name
    inner: Query = constant(everything_in)
    entries: list[Entry] = []
    listed, single_name = False, ""
    for key, value in body.items():
        here = place / key
        if key == "query" and isinstance(value, dict):
            inner = reading.query(value, here)
        elif key == "functions" and isinstance(value, list):
            if single_name:
                raise _both(f"[{single_name}]", "[functions] array", here)
            listed = True
            entries += [_entry(one, here / number, body, reading) for number, one in enumerate(value)]
        elif key in NAMES or isinstance(value, dict):
            if listed:
                raise _both("[functions] array", f"[{key}]", here)
            single_name = key
            if key == "weight":
                entries.append(Entry(None, None, _weight(value)))
            else:
                entries.append(Entry(None, _function(key, value, here, body, reading), None))
        elif key not in ("score_mode", "boost_mode", "max_boost", "min_score", *COMMON) or isinstance(value, list):
            kind = "array" if isinstance(value, list) else "field"
            raise errors.parsing(_failed(f"{kind} [{key}] is not supported"), here.value())
    modes: dict[str, str] = {}
    for key, known, name in (
        ("score_mode", SCORE_MODES, "FunctionScoreQuery.ScoreMode"),
        ("boost_mode", BOOST_MODES, "CombineFunction"),
    ):
        mode = text_of(body.get(key, "multiply")).lower()
        if mode not in known:
            package = f"org.{product}.common.lucene.search.function"
            raise illegal_argument(f"No enum constant {package}.{name}.{mode.upper()}")
        modes[key] = mode
    return FunctionScore(
        inner,
        tuple(entries),
        modes["score_mode"],
        modes["boost_mode"],
        max_boost=single(read_number(body["max_boost"])) if "max_boost" in body else GREATEST,
        min_score=read_number(body["min_score"]) if "min_score" in body else None,
        boost=read_number(body.get("boost", 1.0)),
    )


def _both(found: str, now: str, place: Place) -> ApiError:
    what = f"[you can either define [functions] array or a single function, not both. already found {found}, now encountering {now}.]"
    return errors.parsing(_failed(what), place.value())


def _weight(value: Json) -> float:
    weight = read_number(value)
    if weight < 0:
        raise illegal_argument("[weight] cannot be negative for a filtering function")
    return weight


def _entry(given: Json, place: Place, body: dict[str, Json], reading: Reading) -> Entry:
    if not isinstance(given, dict):
        raise errors.parsing(
            _failed("malformed query, expected a [START_OBJECT] while parsing functions"), place.value()
        )
    fits: Query | None = None
    function: Function | None = None
    weight: float | None = None
    for key, value in given.items():
        here = place / key
        if key == "weight":
            weight = _weight(value)
        elif key == "filter":
            fits = reading.query(value, here)
        elif function is not None:
            raise errors.parsing(_failed("failed to parse function_score functions. already found"), here.value())
        else:
            function = _function(key, value, here, body, reading)
    if function is None and weight is None:
        raise errors.parsing(_failed("an entry in functions list is missing a function."), place.end())
    return Entry(fits, function, weight)


def _function(name: str, value: Json, place: Place, body: dict[str, Json], reading: Reading) -> Function:
    if name not in NAMES or name == "weight":
        raise errors.unknown_function(name, place.value())
    if not isinstance(value, dict):
        raise errors.parsing(_failed(f"[{name}] is no object"), place.value())
    if name == "random_score":
        from .random_scores import read_random  # read by who wants random scores

        return read_random(value, place)
    if name == "script_score":
        return _scripted(value, place, body, reading)
    if name in DECAYS:
        return _decay(name, value, place)
    for key in value:
        if key not in ("field", "factor", "modifier", "missing"):
            raise errors.parsing(f"field_value_factor query does not support [{key}]", (place / key).value())
    if "field" not in value:
        raise errors.parsing("[field_value_factor] required field 'field' missing", place.end())
    modifier = text_of(value.get("modifier", "none")).lower()
    if modifier not in MODIFIERS:
        package = f"org.{reading.state.contract.product.name}.common.lucene.search.function"
        raise illegal_argument(f"No enum constant {package}.FieldValueFactorFunction.Modifier.{modifier.upper()}")
    missing = read_number(value["missing"]) if value.get("missing") is not None else None
    return FieldFactor(text_of(value["field"]), single(read_number(value.get("factor", 1))), modifier, missing)


def _scripted(value: dict[str, Json], place: Place, body: dict[str, Json], reading: Reading) -> Function:
    read = queries(reading.state.contract).get("script_score")
    if read is None:
        raise not_implemented("[script_score] of the function_score query")
    if isinstance(value.get("script"), str):
        value = {**value, "script": {"source": value["script"]}}
    return Scripted(read({"query": body.get("query", {"match_all": {}}), **value}, place, reading))


def _decay(name: str, value: dict[str, Json], place: Place) -> Function:
    fields = [key for key in value if key != "multi_value_mode"]
    if len(fields) != 1:
        raise errors.parsing(f"malformed score function score parameters. [{name}] needs one field", place.value())
    options = value[fields[0]]
    if not isinstance(options, dict):
        raise errors.parsing(f"malformed score function score parameters. [{name}] needs an object", place.value())
    decay = read_number(options.get("decay", 0.5))
    if value.get("multi_value_mode", "min") != "min":
        raise not_implemented("[multi_value_mode] of the function_score query")
    return Decay(name, fields[0], options.get("origin"), options.get("scale"), options.get("offset"), decay)
