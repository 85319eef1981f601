"""Which values of a field make buckets: `include` and `exclude` of aggregations by terms.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/aggregations/bucket/terms/IncludeExclude.java
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument, not_implemented
from ...formats.murmur import murmur3_32
from ...object_parser import INT, Field, Path, Source, Unreadable
from ...wire import Json
from ..values import number_of, text_of
from .options import read_numeric

Wanted = Callable[[Any], bool]
NUMBERS = ("whole", "decimal", "boolean", "date")
_SEED = 31


class Chosen(NamedTuple):
    """A regular expression, a list of values, or one of several parts that all values are dealt into."""

    given: Json
    part: int = 0
    parts: int = 0

    def chooser(self, family: str) -> Wanted:
        """Whether a value of a family is one of them."""
        if self.parts:
            return self._in_part(family)
        if isinstance(self.given, list):
            if family in NUMBERS:
                values = {number_of(item) for item in self.given}
                return lambda value: value in values
            texts = {text_of(item) for item in self.given}
            return lambda value: text_of(value) in texts
        try:
            compiled = re.compile(self.given, re.DOTALL)
        except re.error:
            raise not_implemented(f"the regular expression [{self.given}]") from None
        return lambda value: compiled.fullmatch(text_of(value)) is not None

    def _in_part(self, family: str) -> Wanted:
        if family in NUMBERS:
            return lambda value: _mixed(value, family) % self.parts == self.part
        return lambda value: murmur3_32(text_of(value).encode(errors="replace"), _SEED) % self.parts == self.part

    def check_beside(self) -> None:
        """Refuse something to leave out beside a part."""
        if self.parts:
            raise illegal_argument("Cannot specify any excludes when using a partition-based include")


def chooser(include: Chosen | None, exclude: Chosen | None, family: str) -> Wanted:
    """Whether a value is included, if only some are, and not excluded."""
    included = None if include is None else include.chooser(family)
    excluded = None if exclude is None else exclude.chooser(family)
    if included is None and excluded is None:
        return lambda value: True
    return lambda value: (included is None or included(value)) and (excluded is None or not excluded(value))


def _mixed(value: Any, family: str) -> int:
    """`BitMixer.mix64` of a number, or of the bits of one with decimals."""
    mask = 2**64 - 1
    bits = _sortable(float(value)) if family == "decimal" else int(value) & mask
    bits = ((bits ^ (bits >> 32)) * 0x4CD6944C5CC20B6D) & mask
    bits = ((bits ^ (bits >> 29)) * 0xFC12C5B19D3259E9) & mask
    bits ^= bits >> 32
    return bits - 2**64 if bits >= 2**63 else bits


def _sortable(value: float) -> int:
    """`NumericUtils.doubleToSortableLong`, without its sign."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", value))
    return bits ^ (2**63 - 1) if bits >> 63 else int(bits)


def _part(value: dict[str, Json], source: Source, path: Path) -> Chosen:
    found: dict[str, int] = {}
    for name, member in value.items():
        here = (*path, name)
        if name not in ("num_partitions", "partition"):
            reason = f"Unknown parameter in Include/Exclude clause: {name}"
            raise Unreadable(ApiError(400, "parse_exception", reason), here)
        found[name] = read_numeric(INT, member, source, here)
    for name in ("partition", "num_partitions"):
        if name not in found:
            reason = f"Missing [{name}] parameter for partition-based include"
            raise Unreadable(illegal_argument(reason), path, "end")
    if not 0 <= found["partition"] < found["num_partitions"]:
        raise Unreadable(
            illegal_argument(f"Partition must be >=0 and < numPartition which is {found['num_partitions']}"),
            path,
            "end",
        )
    return Chosen(None, found["partition"], found["num_partitions"])


def _chosen(value: Json, source: Source, path: Path) -> Chosen:
    return _part(value, source, path) if isinstance(value, dict) else Chosen(value)


INCLUDE = Field(("START_OBJECT", "START_ARRAY", "VALUE_STRING"), _chosen)
EXCLUDE = Field(("START_ARRAY", "VALUE_STRING"), _chosen)
