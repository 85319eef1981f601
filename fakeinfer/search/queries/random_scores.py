"""`random_score`: numbers between 0 and 1 that look random and are the same for the same seed.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/common/lucene/search/function/RandomScoreFunction.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ... import indices
from ...errors import illegal_argument
from ...formats.javatext import string_hash
from ...wire import Json
from .. import errors
from ..locate import Place
from ..scripts.search_scripts import not_created
from ..values import text_of

if TYPE_CHECKING:
    from ..query import Scores
    from ..view import View

_MASK = 0xFFFFFFFF


def mixed(number: int) -> int:
    """The bits of a number, well mixed (`BitMixer.mix32` of hppc)."""
    number &= _MASK
    number = (number ^ number >> 16) * 0x85EBCA6B & _MASK
    number = (number ^ number >> 13) * 0xC2B2AE35 & _MASK
    return number ^ number >> 16


def _turned(number: int, bits: int) -> int:
    return (number << bits | number >> (32 - bits)) & _MASK


def murmur(data: bytes, seed: int) -> int:
    """MurmurHash3 in 32 bits (`StringHelper.murmurhash3_x86_32` of Lucene)."""
    found = seed & _MASK
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        block = int.from_bytes(data[at : at + 4], "little") * 0xCC9E2D51 & _MASK
        found = (_turned(found ^ _turned(block, 15) * 0x1B873593 & _MASK, 13) * 5 + 0xE6546B64) & _MASK
    if rest := data[whole:]:
        block = int.from_bytes(rest, "little") * 0xCC9E2D51 & _MASK
        found ^= _turned(block, 15) * 0x1B873593 & _MASK
    return mixed(found ^ len(data))


class Random(NamedTuple):
    """A number for each document, by a field of it and a seed."""

    seed: int | None
    path: str | None

    def values(self, view: View, found: Scores) -> Callable[[int], float]:
        now = view.state.clock.millis
        seed = (now ^ now >> 32) & _MASK if self.seed is None else self.seed
        salted = mixed(seed ^ string_hash(view.index) << 10)
        path = self.path
        if path is None and self.seed is None:
            return lambda number: _share(mixed(view.lucene_number(number) ^ salted))
        texts = self._texts(view, path)

        def value(number: int) -> float:
            held = texts(number)
            return _share(murmur(held.encode(errors="replace"), salted) if held is not None else salted)

        return value

    def _texts(self, view: View, path: str | None) -> Callable[[int], str | None]:
        if path in (None, "_id"):
            return lambda number: view.documents[number].id
        if path == "_seq_no":
            return lambda number: str(view.documents[number].seq_no)
        assert path is not None
        field = view.fields.get(path)
        if field is None:
            uuid = indices.find(view.state, view.index)["uuid"]
            reason = f"Field [{path}] is not mapped on [[{view.index}/{uuid}]] and cannot be used as a source of random numbers."
            error = not_created(view, illegal_argument(reason))
            error.root_cause = ()
            raise error
        refused = errors.no_field_data(path, field, view.index, view.state.contract.product.name)
        if refused is not None:
            error = not_created(view, refused)
            error.root_cause = ()
            raise error
        column = view.values(field)
        return lambda number: text_of(min(column[number])) if column[number] else None


def _share(found: int) -> float:
    return (found & 0xFFFFFF) / (1 << 24)


def read_random(value: dict[str, Json], place: Place) -> Random:
    """`random_score` of a body."""
    seed: int | None = None
    path: str | None = None
    for key, given in value.items():
        here = place / key
        if key == "seed":
            if isinstance(given, bool) or not isinstance(given, int | float | str):
                raise errors.parsing(
                    "random_score seed must be an int, long or string, not '" + text_of(given) + "'", here.value()
                )
            if isinstance(given, str):
                seed = string_hash(given) & _MASK
            else:
                whole = int(given)
                seed = whole & _MASK if -(2**31) <= whole < 2**31 else (whole ^ whole >> 32) & _MASK
        elif key == "field" and not isinstance(given, dict | list):
            path = text_of(given)
        else:
            raise errors.parsing(f"random_score query does not support [{key}]", here.value())
    return Random(seed, path)
