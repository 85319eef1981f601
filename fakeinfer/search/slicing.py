"""`slice` of a search: a part of the documents, so that several may read at once and together read all.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/search/slice/{SliceBuilder,TermsSliceQuery,DocValuesSliceQuery}.java;
observed: opensearch 2.19.1.
"""

from __future__ import annotations

import base64
import binascii
import re
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import indices
from ..errors import ApiError, illegal_argument
from ..wire import Json
from .errors import failed_field
from .locate import Place
from .queries.random_scores import murmur
from .vectors.parsing import TEXT, Field, read_int, read_object

if TYPE_CHECKING:
    from .view import View

MOST = 1024
"""`index.max_slices_per_scroll`."""
SEED = 7919
_LONG = 0xFFFFFFFFFFFFFFFF


class Slice(NamedTuple):
    """One of so many parts."""

    number: int
    among: int
    path: str = "_id"

    def check(self, view: View, *, goes_on: bool) -> None:
        """Refuse a part of a search that does not go on from where it was, and more parts than an index allows."""
        if not goes_on:
            reason = "`slice` cannot be used outside of a scroll context or PIT context"
            raise ApiError(500, "search_exception", reason)
        if view.state.contract.product.name == "elasticsearch":  # the other product takes what is not said
            if self.number < 0:
                raise illegal_argument("id must be greater than or equal to 0")
            if self.among <= 1:
                raise illegal_argument("max must be greater than 1")
        most = int(indices.setting(indices.find(view.state, view.index), "max_slices_per_scroll", MOST))
        if self.among > most:
            raise illegal_argument(
                f"The number of slices [{self.among}] is too large. It must be less than [{most}]. This limit can be set by"
                " changing the [index.max_slices_per_scroll] index level setting."
            )

    def holds(self, view: View) -> Callable[[int], bool]:
        """Whether a document is in this part."""
        if self.among < 2:
            return lambda number: True
        if self.path == "_id":
            return lambda number: (
                _signed(murmur(encoded(view.documents[number].id), SEED), 32) % self.among == self.number
            )
        field = view.fields.get(self.path)
        if field is None:
            raise illegal_argument(f"field {self.path} not found")
        whole = _WHOLE.get("float" if field.type.name == "float" else field.family)
        if whole is None:
            raise illegal_argument(f"cannot load numeric doc values on {self.path}")
        column = view.values(field)
        return lambda number: _together(sorted(map(whole, column[number]))) % self.among == self.number


def _sortable(number: float) -> int:
    """The bits of a float, so that greater numbers are greater (`NumericUtils.floatToSortableInt`)."""
    (bits,) = struct.unpack(">i", struct.pack(">f", number))
    return int(bits ^ ((bits >> 31) & 0x7FFFFFFF))


_WHOLE: dict[str, Callable[[Any], int]] = {"whole": int, "date": int, "boolean": int, "float": _sortable}
"""Numbers as the index holds them, by kind of field."""


def _together(values: list[int]) -> int:
    found = 0
    for value in values:
        found = 31 * found + _mixed(value)
    return _signed(found & 0xFFFFFFFF, 32)


def _mixed(number: int) -> int:
    """The bits of a long, well mixed (`BitMixer.mix64` of hppc)."""
    number &= _LONG
    number = (number ^ number >> 32) * 0x4CD6944C5CC20B6D & _LONG
    number = (number ^ number >> 29) * 0xFC12C5B19D3259E9 & _LONG
    return number ^ number >> 32


def _signed(number: int, bits: int) -> int:
    return number - (1 << bits) if number >> (bits - 1) else number


def encoded(id: str) -> bytes:
    """An id as the index holds it (`Uid.encodeId`): numbers two digits a byte, Base64 decoded, others as they are."""
    if re.fullmatch(r"[0-9]+", id):
        padded = id if len(id) % 2 == 0 else f"{id}f"
        return b"\xfe" + bytes.fromhex(padded)
    if len(id) % 4 != 1 and re.fullmatch(r"[A-Za-z0-9_-]+", id):
        try:
            data = base64.urlsafe_b64decode(id + "=" * (-len(id) % 4))
        except (ValueError, binascii.Error):
            data = b""
        if base64.urlsafe_b64encode(data).decode().rstrip("=") == id:
            return (b"\xfd" if data and data[0] >= 0xFD else b"") + data
    return b"\xff" + id.encode(errors="replace")


def read_slice(value: dict[str, Json], place: Place) -> Slice:
    """`slice` of a body."""
    whole = Field(("VALUE_NUMBER", "VALUE_STRING"), read_int)
    known = read_object("slice", value, place, {"field": TEXT, "id": whole, "max": whole})
    number, count = known.get("id", -1), known.get("max", -1)
    if "id" in known and number < 0:
        raise _unfit("id", "id must be greater than or equal to 0", place)
    if "max" in known and count <= 1:
        raise _unfit("max", "max must be greater than 1", place)
    if "max" in known and number >= count:
        raise _unfit("max", "max must be greater than id", place)
    return Slice(number, count, known.get("field", "_id"))


def _unfit(option: str, problem: str, place: Place) -> ApiError:
    return failed_field("slice", option, (place / option).value(), illegal_argument(problem))
