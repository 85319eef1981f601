"""Documents by the weights of tokens, of which frequent ones that weigh little may be left out.

Source: elastic/elasticsearch:x-pack/plugin/core/src/main/java/org/elasticsearch/xpack/core/ml/search/WeightedTokensUtils.java
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...formats.singles import single
from ...search.errors import QueryRefused
from ...search.terms import added
from ...search.vectors import features

if TYPE_CHECKING:
    from ...mapping.fields import Field
    from ...search.query import Scores
    from ...search.view import View


class Pruning(NamedTuple):
    """Which tokens are left out: those in more documents than usual by `ratio`, that weigh less than `weight` of the best."""

    ratio: float = 5.0
    weight: float = single(0.4)
    others: bool = False
    """Whether the tokens score that would be left out, and they alone."""


def scored(view: View, field: Field, tokens: Mapping[str, float], boost: float, pruning: Pruning | None) -> Scores:
    """The documents that have any of these tokens."""
    for weight in tokens.values():
        if weight < 0 or weight != weight:
            shown = "NaN" if weight != weight else _shown(weight)
            raise QueryRefused(f"boost must be a positive float, got {shown}")
    if pruning is not None:
        tokens = pruned(view, field, tokens, pruning)
    score = features.linear()
    return added(
        {
            number: score(single(boost * weight), features.value_of(kept))
            for number, kept in features.kept_values(view, field, token)
        }
        for token, weight in tokens.items()
    )


def _shown(weight: float) -> str:
    from ...formats.singles import shortest
    from ...mapping.options import java_text

    return java_text(shortest(weight))


def pruned(view: View, field: Field, tokens: Mapping[str, float], pruning: Pruning) -> dict[str, float]:
    """The tokens that score."""
    counts, documents = frequencies(view, field)
    if not counts:
        return {}
    usual = single(single(sum(counts.values()) / documents) / len(counts))
    best = max([0.0, *tokens.values()])

    def keeps(token: str, weight: float) -> bool:
        found = counts.get(token, 0)
        if not found:
            return False
        return single(found / documents) < single(pruning.ratio * usual) or weight > single(pruning.weight * best)

    return {token: weight for token, weight in tokens.items() if keeps(token, weight) != pruning.others}


def frequencies(view: View, field: Field) -> tuple[dict[str, int], int]:
    """In how many documents each token of a field is, and how many have any."""
    key = ("token counts", field.path)
    found: tuple[dict[str, int], int] | None = view.memo.get(key)
    if found is None:
        counts: dict[str, int] = {}
        documents = 0
        for held in features.tokens_of(view, field):
            documents += bool(held)
            for token in held:
                counts[token] = counts.get(token, 0) + 1
        found = view.memo[key] = (counts, documents)
    return found


def pruning_of(config: Mapping[str, Any] | None) -> Pruning:
    """What a `pruning_config` says."""
    config = config or {}
    usual = Pruning()
    return Pruning(
        float(config.get("tokens_freq_ratio_threshold", usual.ratio)),
        single(float(config.get("tokens_weight_threshold", usual.weight))),
        config.get("only_score_pruned_tokens") in (True, "true"),
    )
