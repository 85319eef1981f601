"""The plain highlighter: each value cut into parts of about the same length, the ones with most of the words first.

Source: apache/lucene:lucene/highlighter/src/java/org/apache/lucene/search/highlight/{Highlighter,SimpleSpanFragmenter}.java
"""

from __future__ import annotations

from .highlight import Style, Token, marked_up


def fragments(values: list[str], tokens: list[list[Token]], style: Style) -> list[str]:
    """The parts of a field's values that hold marked words."""
    found: list[tuple[int, str]] = []
    for value, inside in zip(values, tokens, strict=True):
        parts = _parts(value, inside, style)
        scored = [
            (len({token.text for token in inside if token.marked and start <= token.start < end}), start, end)
            for start, end in parts
        ]
        best = sorted((one for one in scored if one[0]), key=lambda one: -one[0])[: style.fragments or 1]
        found += [(score, marked_up(value, start, end, inside, style)) for score, start, end in best]
    if style.best_first:
        found.sort(key=lambda one: -one[0])
    if found:
        return [text for _, text in found[: style.fragments or None]]
    return _beginning(values, tokens, style)


def _beginning(values: list[str], tokens: list[list[Token]], style: Style) -> list[str]:
    """What is shown of a text without a mark: its first words, as many as fit."""
    if not style.no_match_size or not values:
        return []
    end = max((token.end for token in tokens[0] if token.end <= style.no_match_size), default=0)
    end = len(values[0]) if style.no_match_size >= len(values[0]) else end
    return [marked_up(values[0], 0, end, (), style)] if end else []


def _parts(value: str, tokens: list[Token], style: Style) -> list[tuple[int, int]]:
    if not style.fragments:
        return [(0, len(value))]
    cuts = [0]
    before = 0
    for token in tokens:
        far = token.end >= style.fragment_size * len(cuts)
        if far and len(value) - token.end >= style.fragment_size // 2:
            cuts.append(before)
        before = token.end
    return list(zip(cuts, [*cuts[1:], len(value)], strict=True))
