"""Which of the known names a misspelt one may have meant, as both servers suggest them."""

from __future__ import annotations

from collections.abc import Iterable


def likeness(a: str, b: str) -> float:
    """1 for equal words, 0 for wholly different ones: 1 - edit distance / longer length, as Lucene counts it."""
    if not a or not b:
        return float(a == b)
    previous = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        current = [i]
        for j, right in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (left != right)))
        previous = current
    return 1 - previous[-1] / max(len(a), len(b))


def near_names(name: str, known: Iterable[str], *, above: float = 0.5) -> list[str]:
    """The known names that are like `name`, nearest first, then by alphabet."""
    near = sorted((-score, candidate) for candidate in known if (score := likeness(name, candidate)) > above)
    return [candidate for _, candidate in near]
