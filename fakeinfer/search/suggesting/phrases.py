"""The suggester `phrase`: whole texts with words put right, by how likely they are.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/suggest/phrase/{NoisyChannelSpellChecker,CandidateScorer,WordScorer,DirectCandidateGenerator}.java;
observed: opensearch 2.19.1. Words are weighed one by one; `gram_size` above 1 is not imitated.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import illegal_argument, not_implemented
from ...formats.singles import single
from ...wire import Json
from ..locate import Place
from ..queries.one_field import read_number
from ..scoring import shortest
from ..values import text_of, truth_of
from .reading import field_missing, positive, scalar, unsupported
from .texts import Asked, known_field, pieces
from .words import Spelling, read_spelling

if TYPE_CHECKING:
    from ..request import SearchRequest
    from ..view import Postings, View


class Generator(NamedTuple):
    """Where words come from that may stand for others."""

    path: str
    spelling: Spelling = Spelling()
    size: int = 5


class Candidate(NamedTuple):
    """A word that may have been meant, and how near it is to what was written."""

    text: str
    nearness: float
    original: bool = False


class Phrases(NamedTuple):
    """The suggester, with its options."""

    path: str
    size: int = 5
    shard_size: int | None = None
    analyzer: str | None = None
    confidence: float = 1.0
    errors: float = 0.5
    likely_right: float = 0.95
    """How likely it is that a word of the index is the one that was meant (`real_word_error_likelihood`)."""
    generators: tuple[Generator, ...] = ()
    tags: tuple[str, str] | None = None
    limit: int = 10
    kind: str = "phrase"

    def check(self, view: View) -> None:
        known_field(view, self.path)
        for generator in self.generators:
            known_field(view, generator.path)

    def entries(self, view: View, asked: Asked) -> list[dict[str, Any]]:
        field, text = known_field(view, self.path), asked.whole()
        postings = view.postings(field)
        words = [piece.text for piece in pieces(view, field, text, self.analyzer)]
        options = self._corrections(view, postings, words) if words and len(words) < self.limit else []
        return [{"text": text, "offset": 0, "length": len(text), "options": options}]

    def _corrections(self, view: View, postings: Postings, words: list[str]) -> list[dict[str, Any]]:
        weigh = _Weights(postings, single(self.likely_right))
        sets = [[Candidate(word, 1.0, True), *self._near(view, word)] for word in words]
        least = 0.0
        if self.confidence > 0:
            written = 0.0
            for choices in sets:
                written += weigh.of(choices[0])
            least = math.exp(written) * single(self.confidence)
        wrong = int(self.errors) if self.errors >= 1 else round(self.errors * len(sets))
        found = [
            (math.exp(score), path) for path, score in _paths(sets, max(1, wrong), weigh) if math.exp(score) > least
        ]
        most = max(self.size, self.shard_size or self.size)
        best = sorted(found, key=lambda one: (-one[0], [candidate.text for candidate in one[1]]))[:most]
        return [self._shown(score, path) for score, path in best]

    def _near(self, view: View, word: str) -> list[Candidate]:
        known: dict[str, Candidate] = {}
        for generator in self.generators or (Generator(self.path),):
            postings = view.postings(known_field(view, generator.path))
            least = 0 if generator.spelling.mode == "always" else _threshold(len(postings.terms.get(word, ())))
            spelling = generator.spelling._replace(least_frequent=least)
            for near in spelling.near(postings, len(view), word, generator.size):
                if near.text not in known:
                    known[near.text] = Candidate(near.text, near.score)
        return list(known.values())

    def _shown(self, score: float, path: Sequence[Candidate]) -> dict[str, Any]:
        option: dict[str, Any] = {"text": " ".join(one.text for one in path)}
        if self.tags is not None:
            option["highlighted"] = " ".join(_marked(path, *self.tags))
        option["score"] = shortest(single(score))
        return option

    def merged(self, parts: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
        first = (parts or [[]])[0]
        for at, entry in enumerate(first):
            together: dict[str, dict[str, Any]] = {}
            for part in parts:
                for option in part[at]["options"]:
                    before = together.get(option["text"])
                    if before is None or before["score"] < option["score"]:
                        together[option["text"]] = option
            entry["options"] = sorted(together.values(), key=lambda one: (-one["score"], one["text"]))[: self.size]
        return first

    def shown(self, entries: list[dict[str, Any]], request: SearchRequest) -> Json:
        return list(entries)


class _Weights(NamedTuple):
    """How likely words are, by how often the index has them."""

    postings: Postings
    likely_right: float

    def of(self, candidate: Candidate) -> float:
        """The logarithm of how likely a word is meant here."""
        count = sum(map(len, self.postings.terms.get(candidate.text, {}).values()))
        alone = (1 + count) / (self.postings.total + len(self.postings.terms))
        channel = self.likely_right if candidate.nearness == 1.0 else candidate.nearness
        return math.log10(channel * alone)


def _paths(
    sets: list[list[Candidate]], wrong: int, weigh: _Weights, before: tuple[Candidate, ...] = (), score: float = 0.0
) -> Iterator[tuple[tuple[Candidate, ...], float]]:
    """Every way to choose words, of which so many may be other than what was written."""
    if len(before) == len(sets):
        yield before, score
        return
    choices = sets[len(before)]
    for candidate in choices if wrong > 0 else choices[:1]:
        left = wrong - (not candidate.original)
        yield from _paths(sets, left, weigh, (*before, candidate), score + weigh.of(candidate))


def _threshold(frequency: int) -> int:
    """How frequent a word has to be that may stand for one that is there."""
    if frequency <= 0:
        return 0
    return max(0, round(frequency * (math.log10(frequency) * (1.0 / math.log10(5))) + 1))


def _marked(path: Sequence[Candidate], before: str, after: str) -> Iterator[str]:
    """The words of a phrase, those that were changed in a row between tags."""
    at = 0
    while at < len(path):
        end = at
        while end < len(path) and not path[end].original:
            end += 1
        if end > at:
            words = [one.text for one in path[at:end]]
            words[0] = before + words[0]
            words[-1] += after
            yield from words
            at = end
        else:
            yield path[at].text
            at += 1


def read_phrase(options: dict[str, Json], place: Place, product: str) -> Phrases:
    """The suggester `phrase` of a body."""
    path: str | None = None
    made = Phrases("")
    for key, value in options.items():
        here = place / key
        if key == "direct_generator" and isinstance(value, list):
            found = [
                _generator(one, here / number, product) for number, one in enumerate(value) if isinstance(one, dict)
            ]
            made = made._replace(generators=tuple(found))
            continue
        if key == "highlight" and isinstance(value, dict):
            made = made._replace(tags=(text_of(value.get("pre_tag", "")), text_of(value.get("post_tag", ""))))
            continue
        if key in ("smoothing", "collate") and isinstance(value, dict):
            raise not_implemented(f"[{key}] of the suggester [phrase]")
        scalar("phrase", key, value, here)
        if key == "field":
            path = text_of(value)
        elif key in ("size", "shard_size"):
            sizes: dict[str, Any] = {key: positive(value, "size" if key == "size" else "shardSize")}
            made = made._replace(**sizes)
        elif key == "analyzer":
            made = made._replace(analyzer=text_of(value))
        elif key == "separator":
            continue  # stands between the words of grams
        elif key in ("confidence", "max_errors", "real_word_error_likelihood"):
            shares: dict[str, Any] = {_NUMBERS[key]: _share(key, read_number(value))}
            made = made._replace(**shares)
        elif key == "gram_size":
            if positive(value, "gramSize") != 1:
                raise not_implemented("[gram_size] of the suggester [phrase]")
        elif key == "token_limit":
            made = made._replace(limit=positive(value, "token_limit"))
        elif key != "force_unigrams" or truth_of(value) is None:
            raise unsupported("phrase", key, here)
    if path is None:
        raise field_missing()
    return made._replace(path=path)


_NUMBERS = {"confidence": "confidence", "max_errors": "errors", "real_word_error_likelihood": "likely_right"}


def _share(key: str, number: float) -> float:
    if key == "max_errors" and number <= 0:
        raise illegal_argument("max_error must be > 0.0")
    if key == "confidence" and number < 0:
        raise illegal_argument("confidence must be >= 0.0")
    if key == "real_word_error_likelihood" and number <= 0:
        raise illegal_argument("real_word_error_likelihood must be > 0.0")
    return number


def _generator(options: dict[str, Json], place: Place, product: str) -> Generator:
    made = Generator("")
    for key, value in options.items():
        if key == "field":
            made = made._replace(path=text_of(value))
        elif key == "size":
            made = made._replace(size=positive(value, "size"))
        elif key in ("pre_filter", "post_filter"):
            raise not_implemented(f"[{key}] of a generator")
        elif (spelling := read_spelling(key, value, made.spelling, product)) is not None:
            made = made._replace(spelling=spelling)
        else:
            raise not_implemented(f"[{key}] of a generator")
    if not made.path:
        raise illegal_argument("[direct_generator] expects exactly one field parameter, but found []")
    return made
