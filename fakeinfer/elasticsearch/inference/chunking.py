"""Cutting a text into chunks, each of which is embedded by itself; by the strategies of `chunking_settings`.

Words and sentences are found by plain rules (letters, digits and what joins them; `.`, `!`, `?` and line ends), where the real
server asks ICU: the two agree on ordinary prose, and may differ in the cut of unusual texts.

Sources: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/chunking/WordBoundaryChunker.java
and its neighbours SentenceBoundaryChunker, RecursiveChunker, NoopChunker.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .chunking_settings import SEPARATOR_GROUPS

Span = tuple[int, int]
"""Where a chunk begins and ends, in characters."""

_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_SENTENCE = re.compile(r"[^.!?\n]*(?:[.!?]+(?=\s|$|[\"')\]])[\"')\]]*\s*|\n\s*|[.!?]+|$)")


def chunk(text: str, settings: Mapping[str, Any]) -> list[Span]:
    """Where the chunks of a text are; none for a blank one."""
    if not text.strip():
        return []
    return _STRATEGIES[settings["strategy"]](text, settings)


def _by_words(text: str, settings: Mapping[str, Any]) -> list[Span]:
    """As many words a chunk as allowed; the next one begins `overlap` words earlier, blanks before a word included."""
    return _windows(text, (0, len(text)), settings["max_chunk_size"], settings["overlap"])


def _windows(text: str, whole: Span, size: int, overlap: int) -> list[Span]:
    ends = [word.end() for word in _WORD.finditer(text, *whole)]
    found: list[Span] = []
    first = 0
    while first + size < len(ends):
        found.append((ends[first - 1] if first else whole[0], ends[first + size - 1]))
        first += max(size - overlap, 1)
    return [*found, (ends[first - 1] if first else whole[0], whole[1])]


def _by_sentences(text: str, settings: Mapping[str, Any]) -> list[Span]:
    """As many whole sentences a chunk as fit; a sentence longer than a chunk is cut by words."""
    return _packed(text, (0, len(text)), settings["max_chunk_size"], settings.get("sentence_overlap", 0))


def _packed(text: str, whole: Span, size: int, overlap: int) -> list[Span]:
    found: list[Span] = []
    chunk: list[Span] = []
    for sentence in _sentences(text, whole):
        if chunk and sum(_words(text, one) for one in (*chunk, sentence)) > size:
            found.append((chunk[0][0], chunk[-1][1]))
            again = chunk[-1:] if overlap else []
            chunk = again if sum(_words(text, one) for one in (*again, sentence)) <= size else []
        if _words(text, sentence) > size:
            found += _windows(text, sentence, size, 0)
        else:
            chunk.append(sentence)
    return [*found, (chunk[0][0], chunk[-1][1])] if chunk else found


def _sentences(text: str, whole: Span) -> list[Span]:
    """Sentences with the blanks after them."""
    return [found.span() for found in _SENTENCE.finditer(text, *whole) if found.group()]


def _words(text: str, span: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, *span))


def _recursively(text: str, settings: Mapping[str, Any]) -> list[Span]:
    """Cut at the first separator, what is too long at the next one, and in the end by sentences; short parts are joined."""
    separators = settings.get("separators") or SEPARATOR_GROUPS[settings.get("separator_group", "plaintext")]
    return _divided(text, (0, len(text)), settings["max_chunk_size"], separators)


def _divided(text: str, whole: Span, size: int, separators: Sequence[str]) -> list[Span]:
    if _words(text, whole) <= size:
        return [whole]
    if not separators:
        return _packed(text, whole, size, 0)
    expression = re.compile(separators[0], re.MULTILINE)
    cuts = [match.start() for match in expression.finditer(text, *whole) if match.start() > whole[0]]
    found: list[Span] = []
    for part in zip([whole[0], *cuts], [*cuts, whole[1]], strict=True):
        for piece in _divided(text, part, size, separators[1:]):
            joined = (found[-1][0], piece[1]) if found else piece
            if found and _words(text, joined) <= size:
                found[-1] = joined
            else:
                found.append(piece)
    return found


def _whole(text: str, settings: Mapping[str, Any]) -> list[Span]:
    return [(0, len(text))]


_STRATEGIES: dict[str, Callable[[str, Mapping[str, Any]], list[Span]]] = {
    "word": _by_words,
    "sentence": _by_sentences,
    "recursive": _recursively,
    "none": _whole,
}
