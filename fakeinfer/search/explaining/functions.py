"""Why documents score as they do by functions, scripts, patterns and distances. Start at `told`.

Sources: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/lucene/search/function/{FunctionScoreQuery,CombineFunction,ScriptScoreQuery}.java
and `.../index/query/functionscore/{Gauss,Exponential,Linear}DecayFunctionBuilder.java`; observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ...formats.javatext import to_text
from ...formats.singles import single
from ..queries.functions import Decay, Entry, FieldFactor, FunctionScore
from ..queries.functions import Scripted as OfScript
from ..queries.patterns import ByPattern
from ..queries.random_scores import Random
from ..queries.script_queries import Scripted, TermsSet
from ..queries.small_queries import Near
from ..scoring import shortest
from ..values import java_double
from .explanation import Explanation, _constant, _explained
from .lucene_forms import simplified, unscored, untold
from .lucene_words import described

if TYPE_CHECKING:
    from ..view import View

MOST = 3.4028234663852886e38
"""The greatest float."""
MODES = {
    "multiply": "function score, product of:",
    "sum": "sum of",
    "avg": "avg of",
    "min": "min of",
    "max": "max of:",
}


def told(query: Any, view: View, number: int, boost: float) -> Explanation | None:
    """Why a document scores as it does; None for queries that are not known here."""
    tell = _TOLD.get(type(query))
    if tell is not None:
        return tell(query, view, number, boost)
    if hasattr(query, "script") and hasattr(query, "min_score") and hasattr(query, "query"):
        return _of_script(query, view, number, boost)
    return None


def _inner(query: Any, view: View, number: int, boost: float) -> Explanation:
    return _explained(simplified(query, view), view, number, boost)


def _of_functions(query: FunctionScore, view: View, number: int, boost: float) -> Explanation:
    found = _inner(query.query, view, number, boost * query.boost)
    if not found.matched:
        return found
    if query.entries:
        scores = {number: float(found.value)}
        parts = [part for entry in query.entries if (part := _of_entry(entry, view, number, scores, found)) is not None]
        if not parts:
            factor = Explanation(1.0, "No function matched")
        elif len(query.entries) == 1 and query.entries[0].filter is None:
            factor = parts[0]
        else:
            value = query._factor(number, [query._prepare(entry, view, scores) for entry in query.entries])
            factor = Explanation(single(value), f"function score, score mode [{query.score_mode}]", tuple(parts))
        most = min(query.max_boost, MOST)
        least = Explanation(min(factor.value, most), "min of:", (factor, Explanation(most, "maxBoost")))
        if query.boost_mode == "replace":
            found = least
        else:
            combined = query._combined(float(found.value), float(factor.value))
            found = Explanation(combined, MODES[query.boost_mode], (found, least))
    return _not_too_low(query.min_score, found)


def _not_too_low(least: float | None, found: Explanation) -> Explanation:
    if least is None or found.value >= least:
        return found
    text = f"Score value is too low, expected at least {shortest(least)} but got {shortest(found.value)}"
    return Explanation(0.0, text, (found,), matched=False)


def _of_entry(
    entry: Entry, view: View, number: int, scores: dict[int, float], found: Explanation
) -> Explanation | None:
    if entry.filter is not None and number not in entry.filter.scores(view, 1.0):
        return None
    if entry.function is None:
        made = Explanation(1.0, "constant score 1.0 - no function provided")
    else:
        value = single(entry.function.values(view, scores)(number))
        made = _of_function(entry.function, view, number, value, found)
    if entry.weight is not None:
        weight = Explanation(single(entry.weight), "weight")
        made = Explanation(single(float(made.value) * entry.weight), "product of:", (made, weight))
    if entry.filter is None:
        return made
    fits = Explanation(1.0, f"match filter: {described(unscored(entry.filter, view), view, runs=True)}")
    return Explanation(made.value, "function score, product of:", (fits, made))


def _of_function(function: Any, view: View, number: int, value: float, found: Explanation) -> Explanation:
    if isinstance(function, FieldFactor):
        missing = "" if function.missing is None else f"?:{java_double(function.missing)}"
        held = f"doc['{function.path}'].value{missing} * factor={java_double(function.factor)}"
        return Explanation(value, f"field value function: {function.modifier}({held})")
    if isinstance(function, Random):
        if function.seed is None or function.path is None:
            raise untold("random scores without a seed or a field")
        seed = function.seed - (1 << 32) if function.seed >> 31 else function.seed
        return Explanation(value, f"random score function (seed: {seed}, field: {function.path})")
    if isinstance(function, Decay):
        inside = Explanation(value, _decayed(function, view, number))
        return Explanation(value, f"Function for field {function.path}:", (inside,))
    if isinstance(function, OfScript):
        return _scripted(function.query, value, found)
    raise untold("such functions")


def _decayed(function: Decay, view: View, number: int) -> str:
    field = view.fields.get(function.path)
    assert field is not None
    origin, scale, offset = function._numbers(view, field)
    held = view.values(field)[number]
    if not held:
        raise untold("distances of documents without a value")
    far = ", ".join(
        f"Math.max(Math.abs({java_double(float(value))}(=doc value) - {java_double(float(origin))}(=origin)))"
        f" - {java_double(float(offset))}(=offset), 0)"
        for value in sorted(held)
    )
    return function.formula(f"MIN[{far}]", scale)


def _script_text(query: Any) -> str:
    """A script as servers print it."""
    script = query.script
    known = script if isinstance(script, dict) else script._asdict()
    params = to_text(known.get("params") or {})
    if known.get("id") is not None:
        return f"Script{{type=stored, lang=null, idOrCode='{known['id']}', options={{}}, params={params}}}"
    lang = known.get("lang") or "painless"
    return f"Script{{type=inline, lang='{lang}', idOrCode='{known['source']}', options={{}}, params={params}}}"


def _scripted(query: Any, value: float, found: Explanation) -> Explanation:
    text = f'script score function, computed with script:"{_script_text(query)}"'
    return Explanation(value, text, (Explanation(found.value, "_score: ", (found,)),))


def _of_script(query: Any, view: View, number: int, boost: float) -> Explanation:
    found = _inner(query.query, view, number, 1.0)
    if not found.matched:
        return found
    ((_, bare),) = query.scored(view, {number: float(found.value)})
    told = _scripted(query, bare, found)
    factor = single(boost * query.boost)
    if factor != 1.0:
        told = Explanation(single(bare * factor), "Boosted score, product of:", (Explanation(factor, "boost"), told))
    return _not_too_low(query.min_score, told)


def _of_pattern(query: ByPattern, view: View, number: int, boost: float) -> Explanation:
    field = view.fields.get(query.path)
    if field is None or field.family not in ("text", "keyword"):
        raise untold("patterns of such fields")
    return _constant(query, view, number, single(query.boost * boost))


def _of_truth(query: Scripted, view: View, number: int, boost: float) -> Explanation:
    text = f"ScriptQuery({_script_text(query)})"
    score = single(query.boost * boost)
    if number not in query.scores(view, 1.0):
        return Explanation(0.0, f"{text} doesn't match id {view.lucene_number(number)}", matched=False)
    return Explanation(score, text if score == 1.0 else f"{text}^{shortest(score)}")


def _of_distance(query: Near, view: View, number: int, boost: float) -> Explanation:
    scores = query.scores(view, boost)
    field = view.fields.get(query.path)
    if field is None or number not in scores:
        raise untold("distances of documents without a value")
    origin, pivot = query.place(view)
    value = min(view.values(field)[number], key=lambda held: abs(held - origin))
    parts = (
        Explanation(single(boost * query.boost), "weight"),
        Explanation(pivot, "pivotDistance"),
        Explanation(origin, "origin"),
        Explanation(value, "current value"),
    )
    text = "Distance score, computed as weight * pivotDistance / (pivotDistance + abs(value - origin)) from:"
    return Explanation(scores[number], text, parts)


def _of_terms(query: TermsSet, view: View, number: int, boost: float) -> Explanation:
    from ..queries.leaves import Term

    if len(query.terms) > 1:
        raise untold("sets of several terms")
    parts = [_inner(Term(query.path, term), view, number, boost * query.boost) for term in query.terms]
    count, needed = sum(part.matched for part in parts), query._enough(view)(number)
    if count < needed:
        return Explanation(0.0, f"{count} matches for {needed} required matches", parts, matched=False)
    text = f"{count} matches for {needed} required matches, sum of:"
    return Explanation(query.scores(view, boost)[number], text, parts)


_TOLD: dict[type, Callable[[Any, View, int, float], Explanation]] = {
    FunctionScore: _of_functions,
    ByPattern: _of_pattern,
    Scripted: _of_truth,
    Near: _of_distance,
    TermsSet: _of_terms,
}
