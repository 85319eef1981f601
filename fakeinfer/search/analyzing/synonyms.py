"""Synonyms: rules of Solr's form, put beside or in place of the tokens they fit.

Source: apache/lucene:lucene/analysis/common/src/java/org/apache/lucene/analysis/synonym/; observed: opensearch 2.19.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ...errors import illegal_argument, not_implemented
from .options import Options
from .tokens import Filter, Token

Words = tuple[str, ...]
Analyze = Callable[[str], list[Token]]


class Rule(NamedTuple):
    """What may stand for some words."""

    outputs: list[Words]
    keeps: bool
    """Whether the words themselves stay."""


def synonyms(options: Options, analyze: Analyze, *, graph: bool) -> Filter:
    """The filter, its rules cut by what stands before it."""
    listed = options.texts("synonyms") if isinstance(options.values.get("synonyms"), list) else None
    if listed is None:
        if options.text("synonyms_path") is not None:
            raise not_implemented("synonyms from a file")
        if options.text("synonyms_set") is not None:
            raise not_implemented("sets of synonyms")
        single = options.text("synonyms")
        if single is None:
            raise illegal_argument("synonym requires either `synonyms` or `synonyms_path` to be configured")
        listed = [single]
    if options.text("format") not in (None, "solr"):
        raise not_implemented(f"synonyms in the format [{options.text('format')}]")
    rules = _read(listed, options.flag("expand", True), options.flag("lenient", False), analyze)
    longest = max(map(len, rules), default=0)

    def apply(tokens: list[Token]) -> list[Token]:
        found: list[Token] = []
        kinds: list[int] = []  # at one place: what was there, then what earlier words brought, then its own synonyms
        moved = at = 0
        while at < len(tokens):
            rule, size = _longest(rules, tokens, at, longest)
            if rule is None:
                found.append(tokens[at]._replace(position=tokens[at].position + moved))
                kinds.append(0)
                at += 1
                continue
            inside = [one._replace(position=one.position + moved) for one in tokens[at : at + size]]
            taken, grown = _placed(inside, rule, tokens[at + size :], graph=graph, moved=moved)
            found += taken
            last = inside[-1].position
            kinds += [0 if one.type != "SYNONYM" else 1 if one.position > last else 2 for one in taken]
            moved += grown
            at += size
        if graph:
            return found
        order = sorted(range(len(found)), key=lambda at: (found[at].position, kinds[at]))
        return [found[at] for at in order]

    return apply


def _longest(rules: dict[Words, Rule], tokens: list[Token], at: int, longest: int) -> tuple[Rule | None, int]:
    for size in range(min(longest, len(tokens) - at), 0, -1):
        rule = rules.get(tuple(one.text for one in tokens[at : at + size]))
        if rule is not None:
            return rule, size
    return None, 0


def _placed(inside: list[Token], rule: Rule, later: list[Token], *, graph: bool, moved: int) -> tuple[list[Token], int]:
    """The tokens that stand at the place of some, and by how many positions what follows moves."""
    first, last = inside[0], inside[-1]
    if graph:
        return _graph(inside, rule)
    beside: list[Token] = []
    follow = [one._replace(position=one.position + moved) for one in later]
    for words in rule.outputs:
        for step, word in enumerate(words):
            where = [*inside, *follow][step] if step < len(inside) + len(follow) else last
            end = last.end if step == len(words) - 1 and step < len(inside) else where.end
            span = len(inside) if len(words) == 1 and len(inside) > 1 and rule.keeps else 1
            beside.append(Token(word, where.start, end, "SYNONYM", first.position + step, span))
    return [*(inside if rule.keeps else []), *beside], 0


def _graph(inside: list[Token], rule: Rule) -> tuple[list[Token], int]:
    """Ways of different lengths from one place to another: each has positions of its own but for its first token."""
    first, start, end = inside[0].position, inside[0].start, inside[-1].end
    ways = [list(words) for words in rule.outputs]
    if rule.keeps:
        ways.append([one.text for one in inside])
    inner = [max(len(way) - 1, 0) for way in ways]
    total = 1 + sum(inner)
    found: list[Token] = []
    places: list[list[int]] = []
    used = 1
    for size in inner:
        places.append([first, *(first + used + step for step in range(size))])
        used += size
    for number, way in enumerate(ways):
        original = rule.keeps and number == len(ways) - 1
        for step, word in enumerate(way):
            where = places[number][step]
            following = places[number][step + 1] if step + 1 < len(way) else first + total
            span = following - where
            if original:
                found.append(inside[step]._replace(position=where, span=span))
            else:
                found.append(Token(word, start, end, "SYNONYM", where, span))
    order = sorted(range(len(found)), key=lambda at: (found[at].position, at))
    return [found[at] for at in order], total - len(inside)


def _read(rules: Iterable[str], expand: bool, lenient: bool, analyze: Analyze) -> dict[Words, Rule]:
    made: dict[Words, Rule] = {}
    for rule in rules:
        if not rule.strip() or rule.startswith("#"):
            continue
        sides = re.split(r"(?<!\\)=>", rule)
        try:
            if len(sides) > 2:
                raise ValueError("more than one explicit mapping specified on the same line")
            left = [_words(part, analyze) for part in _parts(sides[0])]
            if len(sides) == 2:
                right = [_words(part, analyze) for part in _parts(sides[1])]
                for words in left:
                    _add(made, words, right, keeps=False)
            elif expand:
                for words in left:
                    _add(made, words, [other for other in left if other != words], keeps=True)
            else:
                for words in left:
                    _add(made, words, left[:1], keeps=False)
        except ValueError:
            if lenient:
                continue
            raise illegal_argument("Failed to build synonyms") from None
    return made


def _parts(side: str) -> list[str]:
    return [re.sub(r"\\(.)", r"\1", part).strip() for part in re.split(r"(?<!\\),", side)]


def _words(part: str, analyze: Analyze) -> Words:
    words = tuple(token.text for token in analyze(part))
    if not words:
        raise ValueError(f"term: {part} was completely eliminated by analyzer")
    return words


def _add(made: dict[Words, Rule], words: Words, outputs: list[Words], *, keeps: bool) -> None:
    before = made.get(words, Rule([], False))
    new = [one for one in dict.fromkeys(outputs) if one not in before.outputs]
    made[words] = Rule([*before.outputs, *new], before.keeps or keeps)
