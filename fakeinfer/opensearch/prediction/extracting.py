"""Taking an answer, or the sentences that matter, out of a text: what stands in for models that read.

A sentence matters that shares words with the question. Of the best one the answer is the longest run of words that the question
does not have. Deterministic and simple-minded; a test that needs an answer of its own scripts one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...brains.tokens import STOPWORDS, stem, words
from ...formats.javatext import hash_order

if TYPE_CHECKING:
    from ...brains.hashed import HashedBrains

_SENTENCE = re.compile(r"[^.!?]+[.!?]*\s*")
_RELEVANT = 0.75
"""A sentence matters whose score is that share of the best one's."""


def answer_to(question: str, context: str) -> str:
    """The words of the context that answer a question, in small letters as models write them."""
    asked = {stem(word) for word in words(question)}
    sentences = [sentence for sentence, _, _ in _sentences(context)] or [context]
    best = max(sentences, key=lambda sentence: sum(stem(word) in asked for word in words(sentence)))
    runs: list[list[str]] = [[]]
    for word in words(best):
        if stem(word) in asked or word in STOPWORDS:
            runs.append([])
        else:
            runs[-1].append(word)
    longest = max(runs, key=lambda run: len(run))
    return " ".join(longest) or best.strip().lower()


def highlights(question: str, context: str, brains: HashedBrains) -> list[dict[str, Any]]:
    """The sentences of the context that matter to a question, where they stand and as which one."""
    sentences = _sentences(context)
    if not sentences:
        return []
    scores = dict(brains.rank(question, [sentence for sentence, _, _ in sentences]))
    least = _RELEVANT * max(scores.values())
    found = []
    for place, (text, start, end) in enumerate(sentences):
        if scores[place] >= least:
            detail = {"text": text, "position": place, "start": start, "end": end}
            found.append({name: detail[name] for name in hash_order(list(detail))})
    return found


def _sentences(text: str) -> list[tuple[str, int, int]]:
    """Sentences with where they begin and end."""
    found = []
    for match in _SENTENCE.finditer(text):
        sentence = match[0].strip()
        if sentence:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append((sentence, start, start + len(sentence)))
    return found
