"""Sparse embeddings without a model: tokens with weights, as ELSER gives them.

A text's tokens are its words, their stems (less) and the beginnings of long words (least), so that related forms overlap.
A weight grows with the logarithm of how often a token occurs and with how telling it is: stopwords hardly count, longer
words count more, and a hash spreads the rest, as document frequencies would.
"""

from __future__ import annotations

import math
from binascii import crc32
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from .tokens import STOPWORDS, count_tokens, cut_to_tokens, stem, words

TOKENS_READ = 512
"""What the ELSER models read of a text."""
_STEM_SHARE, _BEGINNING_SHARE = 0.6, 0.3
_BEGINNING, _LONG = 5, 8


@dataclass(frozen=True, slots=True)
class TokenWeights:
    """A sparse embedding, heaviest token first."""

    weights: dict[str, float]
    is_truncated: bool

    def dot(self, other: TokenWeights) -> float:
        """The sum of the products of common tokens' weights: what a sparse query scores a document with."""
        return sum(weight * other.weights[token] for token, weight in self.weights.items() if token in other.weights)


def weigh(text: str, seed: str) -> TokenWeights:
    """The token weights of `text`, of its first 512 tokens if there are more."""
    is_truncated = count_tokens(text) > TOKENS_READ
    counts = Counter(words(cut_to_tokens(text, TOKENS_READ) if is_truncated else text))
    weights: dict[str, float] = {}
    for word, count in counts.items():
        weight = math.log1p(count) * importance(word, seed)
        for token, share in _tokens_of(word):
            weights[token] = max(weights.get(token, 0.0), round(weight * share, 4))
    ordered = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return TokenWeights(dict(ordered), is_truncated)


@lru_cache(maxsize=2048)
def importance(word: str, seed: str) -> float:
    """How telling a word is, 0.2 for stopwords, about 1.5 to 3 for others."""
    if word in STOPWORDS:
        return 0.2
    spread = crc32(f"{seed}/{stem(word)}".encode("utf-8", "surrogatepass")) % 1000 / 1000
    return 1.5 + 0.08 * min(len(stem(word)), 10) + 0.7 * spread


def _tokens_of(word: str) -> list[tuple[str, float]]:
    tokens = [(word, 1.0)]
    if word in STOPWORDS:
        return tokens
    if stem(word) != word:
        tokens.append((stem(word), _STEM_SHARE))
    if len(word) >= _LONG:
        tokens.append((word[:_BEGINNING], _BEGINNING_SHARE))
    return tokens
