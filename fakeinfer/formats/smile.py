"""Answers in SMILE, Jackson's binary JSON, with the features both servers switch on: shared names, raw binary.

See `FasterXML/smile-format-specification:smile-specification.md`. Only writing; nobody sends bodies in it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from ..wire import Json

HEADER = b":)\n\x05"
MAX_SHARED_NAMES = 1024
_END_OF_TEXT = b"\xfc"


def dumps(value: Json) -> bytes:
    """Encode a value."""
    return HEADER + b"".join(_encoded(value, {}))


def _encoded(value: Json, names: dict[str, int]) -> Iterator[bytes]:
    """The pieces of a value; a stack of its own, so that depth does not matter. `names` are those seen before."""
    open_ones: list[tuple[Iterator[Any], bool]] = []
    entry: Any = value
    while True:
        if isinstance(entry, dict | list | tuple):
            is_object = isinstance(entry, dict)
            open_ones.append((iter(entry.items() if isinstance(entry, dict) else entry), is_object))
            yield b"\xfa" if is_object else b"\xf8"
        else:
            yield _scalar(entry)
        while open_ones:
            rest, is_object = open_ones[-1]
            try:
                entry = next(rest)
            except StopIteration:
                open_ones.pop()
                yield b"\xfb" if is_object else b"\xf9"
                continue
            if is_object:
                name, entry = entry
                yield _name(name, names)
            break
        else:
            return


def _name(name: str, names: dict[str, int]) -> bytes:
    seen = names.get(name)
    if seen is not None:
        return bytes((0x40 + seen,)) if seen < 64 else bytes((0x30 + (seen >> 8), seen & 0xFF))
    data = name.encode(errors="replace")
    size = len(data)
    if not size:
        return b"\x20"
    shortest, longest, first = (1, 64, 0x80) if name.isascii() else (2, 57, 0xC0)
    if size > longest:
        return b"\x34" + data + _END_OF_TEXT
    if len(names) == MAX_SHARED_NAMES:
        names.clear()
    names[name] = len(names)
    return bytes((first + size - shortest,)) + data


def _scalar(value: Json) -> bytes:
    if value is None:
        return b"\x21"
    if isinstance(value, bool):
        return b"\x23" if value else b"\x22"
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, float):
        (bits,) = struct.unpack(">Q", struct.pack(">d", value))
        return b"\x29" + bytes((bits >> shift) & 0x7F for shift in range(63, -1, -7))
    return _text(value)


def _integer(value: int) -> bytes:
    if -16 <= value <= 15:
        return bytes((0xC0 + _zigzag(value),))
    if -(2**63) <= value < 2**63:
        return (b"\x24" if -(2**31) <= value < 2**31 else b"\x25") + _variable(_zigzag(value))
    raw = value.to_bytes((value.bit_length() // 8) + 1, "big", signed=True)
    return b"\x26" + _variable(len(raw)) + _in_sevens(raw)


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _variable(number: int) -> bytes:
    """An unsigned number in groups of seven bits, the last of six with the high bit set."""
    groups = [0x80 | (number & 0x3F)]
    number >>= 6
    while number:
        groups.append(number & 0x7F)
        number >>= 7
    return bytes(reversed(groups))


def _in_sevens(raw: bytes) -> bytes:
    """Bytes as groups of seven bits; the last group holds what is left over."""
    bits = "".join(f"{byte:08b}" for byte in raw)
    return bytes(int(bits[at : at + 7], 2) for at in range(0, len(bits), 7))


def _text(text: str) -> bytes:
    data = text.encode(errors="replace")
    size = len(data)
    if not size:
        return b"\x20"
    if text.isascii():
        return bytes((0x3F + size,)) + data if size <= 64 else b"\xe0" + data + _END_OF_TEXT
    return bytes((0x7E + size,)) + data if size <= 65 else b"\xe4" + data + _END_OF_TEXT
