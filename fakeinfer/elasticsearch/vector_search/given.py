"""The vector of a query: numbers, or a text that the field makes numbers of.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/search/vectors/VectorData.java
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...errors import ApiError, illegal_argument
from ...formats import javabase64
from ...formats.positions import token_name
from ...object_parser import Field, Path, Source, Unreadable
from ...search.errors import QueryRefused, parsing
from ...search.locate import Position
from ...search.vectors.columns import Vector, in_single
from ...search.vectors.parsing import java_number
from . import changes

if TYPE_CHECKING:
    from ...cluster import State
    from ...wire import Json
    from .fields import DenseField

Given = Vector | str
_HEX = frozenset("0123456789abcdefABCDEF")


def field_of(state: State) -> Field:
    """The field `query_vector` of a knn search, as a version takes it."""
    on = state.switched_on
    if changes.VECTORS_AS_TEXT not in on:
        return Field(("START_ARRAY", "VALUE_NUMBER", "VALUE_STRING"), _numbers)
    later = changes.VECTORS_IN_BASE64 in on

    def read(value: Json, source: Source, path: Path) -> Given:
        if isinstance(value, dict):
            raise Unreadable(parsing("Unknown type [START_OBJECT] for parsing vector", _at(source, path)), path)
        if isinstance(value, str):
            return value if later else tuple(map(float, hex_bytes(value)))
        return _numbers(value, source, path)

    return Field(("START_OBJECT", "START_ARRAY", "VALUE_STRING", "VALUE_NUMBER"), read)


def _at(source: Source, path: Path) -> Position:
    line, _, column = source.at(path).partition(":")
    return Position(int(line), int(column))


def _numbers(value: Json, source: Source, path: Path) -> Vector:
    if not isinstance(value, list):
        return in_single([java_number(value) if isinstance(value, str) else value])
    if {float, int}.issuperset(map(type, value)):
        return in_single(value)
    found = []
    for number, item in enumerate(value):
        here = (*path, number)
        if item is None or isinstance(item, bool | list | dict):
            reason = f"Type [{token_name(item)}] not supported for query vector"
            raise Unreadable(parsing(reason, _at(source, here)), here)
        try:
            found.append(java_number(item) if isinstance(item, str) else item)
        except ApiError as refused:
            raise Unreadable(refused, here) from None
    return in_single(found)


def hex_bytes(text: str) -> list[int]:
    """`HexFormat.parseHex`: bytes, which are signed."""
    if len(text) % 2:
        raise illegal_argument(f"string length not even: {len(text)}")
    for letter in text:
        if letter not in _HEX:
            reason = f'not a hexadecimal digit: "{letter}" = {ord(letter)}'
            raise ApiError(400, "number_format_exception", reason)
    return list(array("b", bytes.fromhex(text)))


def base64_bytes(text: str) -> bytes:
    """`Base64.getDecoder().decode`"""
    return javabase64.decode(text)


def decoded(given: Given, target: DenseField) -> Vector:
    """The numbers of a query's vector for a field."""
    if not isinstance(given, str):
        return given
    dims = target.dims or 0
    try:
        by_hex: list[int] | None = hex_bytes(given)
    except ApiError:
        by_hex = None
    if by_hex is not None and len(by_hex) in (dims, *([dims // 8] if target.element == "bit" else [])):
        return tuple(map(float, by_hex))
    try:
        plain: bytes | None = base64_bytes(given)
    except javabase64.BadBase64:
        plain = None
    if by_hex is None and plain is None:
        raise QueryRefused(f"{_FAILED} [query_vector] must be a valid base64 or hex string")
    numbers = None if plain is None else numbers_in(plain, target.element, dims)
    if numbers is not None:
        return numbers
    if by_hex is not None:
        return tuple(map(float, by_hex))
    kind = {"byte": "byte", "bit": "byte", "bfloat16": "float or bfloat16"}.get(target.element, "float")
    raise QueryRefused(
        f"{_FAILED} [query_vector] must contain a valid Base64-encoded {kind} vector, but the decoded bytes length"
        f" [{len(plain or b'')}] is not compatible with the expected vector length"
    )


_FAILED = "failed to parse field [query_vector]:"


def numbers_in(plain: bytes, element: str, dims: int) -> Vector | None:
    """The elements that bytes hold; None when there are too few or too many of them."""
    if element in ("byte", "bit"):
        return (
            tuple(map(float, array("b", plain))) if len(plain) == (dims if element == "byte" else dims // 8) else None
        )
    if len(plain) == 2 * dims and element == "bfloat16":
        return tuple(
            struct.unpack(f">{dims}f", b"".join(plain[at : at + 2] + b"\0\0" for at in range(0, len(plain), 2)))
        )
    if len(plain) == 4 * dims:
        numbers = struct.unpack(f">{dims}f", plain)
        return in_half(numbers) if element == "bfloat16" else numbers
    return None


def in_half(vector: Sequence[float]) -> Vector:
    """Numbers as `bfloat16` keeps them: the upper half of a number in single precision, rounded to the nearest."""
    bits = array("I", array("f", vector).tobytes())
    kept = array("I", [((one + 0x7FFF + ((one >> 16) & 1)) & 0xFFFF0000) & 0xFFFFFFFF for one in bits])
    return tuple(array("f", kept.tobytes()))
