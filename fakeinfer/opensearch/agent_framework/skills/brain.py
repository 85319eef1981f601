"""Patterns of log messages: words that vary become `<*>`, by how often each stands at its place.

The algorithm is Brain (Yu et al., IEEE TSC 2023), with the parameters of
`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/utils/BrainLogParser.java`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

Masks = tuple[tuple[re.Pattern[str], str], ...]
VARIABLE = "<*>"
ENUM_LIMIT = 5
"""From how many rarer words on a place is a variable."""
SHARE = 0.3
"""What share of the most frequent word's count a group's words must have."""
_MASKS: Masks = (
    (re.compile(r"(/|)([0-9]+\.){3}[0-9]+(:[0-9]+|)(:|)"), "<*IP*>"),
    (
        re.compile(r"(\d{4}-\d{2}-\d{2})[T ]?(\d{2}:\d{2}:\d{2})(\.\d{3})?(Z|([+-]\d{2}:?\d{2}))?", re.ASCII),
        "<*DATETIME*>",
    ),
    (
        re.compile(r"((0x|0X)[0-9a-fA-F]+)|[a-zA-Z]+\d+|([+-]?(?!\d{3}$)\d{4,}(\.\d*)?|\.\d+)", re.ASCII),
        VARIABLE,
    ),
    (re.compile(r"(?<=[^A-Za-z0-9 ])(-?\+?\d+)(?=[^A-Za-z0-9])", re.ASCII), VARIABLE),
)
"""What is a variable by its form alone."""
_IDS = re.compile(r"\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b", re.ASCII)
MASKS_OF_PPL = (*_MASKS[:2], (_IDS, "<*UUID*>"), *_MASKS[2:])
"""The same, as PPL has it (`opensearch-project/sql:common/src/main/java/org/opensearch/sql/common/patterns/BrainLogParser.java`)."""
_BLANKS = re.compile(r"[ \t\n\x0b\f\r]+")


def patterns(messages: Sequence[str], enum_limit: int = ENUM_LIMIT, masks: Masks = _MASKS) -> dict[str, list[int]]:
    """The patterns in the order in which they first occur, with the numbers of their messages."""
    lines = [_words(message, masks) for message in messages]
    counts = Counter((place, word) for words in lines for place, word in enumerate(words))
    groups = [_group(words, counts) for words in lines]
    held: defaultdict[tuple[object, int], set[str]] = defaultdict(set)
    for words, group in zip(lines, groups, strict=True):
        for place, word in enumerate(words):
            held[group, place].add(word)
    found: dict[str, list[int]] = {}
    for number, (words, group) in enumerate(zip(lines, groups, strict=True)):
        told = []
        for place, word in enumerate(words):
            count, others = counts[place, word], len(held[group, place])
            varies = (count > group[1] and others > 1) or (count < group[1] and others >= enum_limit)
            told.append(VARIABLE if varies else word)
        found.setdefault(" ".join(told), []).append(number)
    return found


def _words(message: str, masks: Masks) -> list[str]:
    for mask, name in masks:
        message = mask.sub(name, message)
    message = message.replace(",", " ").replace("+", " ").strip(" \t\n\x0b\f\r")
    return _BLANKS.split(message)


def _group(words: Sequence[str], counts: Counter[tuple[int, str]]) -> tuple[int, int, int]:
    """Messages are of a group by their length, and by how many of their words are how frequent."""
    same = Counter(counts[place, word] for place, word in enumerate(words))
    ranked = sorted(same.items(), key=lambda pair: (pair[1], pair[0]), reverse=True)
    least = max(same) * SHARE
    frequency, number = next((pair for pair in ranked if pair[0] > least), ranked[0])
    return len(words), frequency, number
