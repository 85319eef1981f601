"""Classes of `java.util` that few scripts use: dates, locales, random numbers, ids, encodings."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from .containers import compared
from .errors import Thrown
from .operators import whole
from .times import Dated
from .values import Array, Float, Long

# --- random numbers ---------------------------------------------------------------------------------------------------

_MULTIPLIER, _ADDEND, _MASK = 0x5DEECE66D, 0xB, (1 << 48) - 1


class Random(Dated):
    """`java.util.Random`, number for number."""

    JAVA = "java.util.Random"

    def __init__(self, seed: int) -> None:
        self.state = (seed ^ _MULTIPLIER) & _MASK
        self.spare: float | None = None

    def bits(self, count: int) -> int:
        self.state = (self.state * _MULTIPLIER + _ADDEND) & _MASK
        return whole(self.state >> (48 - count), long=False)

    def below(self, bound: int) -> int:
        """`nextInt(bound)`."""
        if bound <= 0:
            at = "java.base/java.util.Random.nextInt(Random.java:322)"
            raise Thrown("java.lang.IllegalArgumentException", "bound must be positive", (at,))
        drawn = self.bits(31)
        if bound & (bound - 1) == 0:
            return whole((bound * drawn) >> 31, long=False)
        rest = drawn % bound
        while drawn - rest + bound - 1 >= 2**31:
            drawn = self.bits(31)
            rest = drawn % bound
        return rest

    def long(self) -> Long:
        return Long(whole((self.bits(32) << 32) + self.bits(32), long=True))

    def double(self) -> float:
        return float(((self.bits(26) << 27) + self.bits(27)) * 2.0**-53)

    def gaussian(self) -> float:
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        while True:
            one, two = 2 * self.double() - 1, 2 * self.double() - 1
            size = one * one + two * two
            if 0 < size < 1:
                factor = math.sqrt(-2 * math.log(size) / size)
                self.spare = two * factor
                return one * factor


_RANDOM: dict[str, Callable[..., Any]] = {
    "nextInt/0": lambda random: random.bits(32),
    "nextInt/1": Random.below,
    "nextLong/0": Random.long,
    "nextDouble/0": Random.double,
    "nextFloat/0": lambda random: Float(random.bits(24) / (1 << 24)),
    "nextBoolean/0": lambda random: random.bits(1) != 0,
    "nextGaussian/0": Random.gaussian,
}


# --- ids and encodings ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class UUID(Dated):
    """A UUID as a number of 128 bits."""

    bits: int
    JAVA: ClassVar[str] = "java.util.UUID"

    @property
    def order(self) -> Any:
        return self.bits

    def __str__(self) -> str:
        digits = f"{self.bits:032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _with_version(data: bytes, version: int) -> UUID:
    bits = int.from_bytes(data[:16], "big")
    bits = bits & ~(0xF << 76) | version << 76
    return UUID(bits & ~(0x3 << 62) | 0x2 << 62)


def random_uuid(random: Random) -> UUID:
    """`UUID.randomUUID()` out of a source of random numbers."""
    return _with_version(b"".join((random.bits(32) % 2**32).to_bytes(4, "big") for _ in range(4)), 4)


def _uuid_of(given: str) -> UUID:
    parts = given.split("-")
    if len(parts) != 5 or not all(re.fullmatch("[0-9a-fA-F]+", part) for part in parts):
        at = (
            "java.base/java.util.UUID.fromString1(UUID.java:280)",
            "java.base/java.util.UUID.fromString(UUID.java:258)",
        )
        raise Thrown("java.lang.IllegalArgumentException", f"Invalid UUID string: {given}", at)
    widths = (8, 4, 4, 4, 12)
    return UUID(int("".join(part[-width:].rjust(width, "0") for part, width in zip(parts, widths, strict=True)), 16))


def _bytes(held: Any) -> bytes:
    return bytes(item % 256 for item in held)


def _array(data: bytes) -> Array:
    return Array("byte", [byte - 256 if byte > 127 else byte for byte in data])


class Encoder(Dated):
    """One of the encoders of `Base64`."""

    JAVA = "java.util.Base64$Encoder"

    def __init__(self, safe: bool, padded: bool = True) -> None:
        self.safe = safe
        self.padded = padded

    def encoded(self, held: Any) -> str:
        data = _bytes(held)
        shown = (base64.urlsafe_b64encode if self.safe else base64.b64encode)(data).decode("ascii")
        return shown if self.padded else shown.rstrip("=")


class Decoder(Dated):
    """One of the decoders of `Base64`."""

    JAVA = "java.util.Base64$Decoder"

    def __init__(self, safe: bool) -> None:
        self.safe = safe

    def decoded(self, held: Any) -> Array:
        return _array(decoded(held if isinstance(held, str) else _bytes(held).decode("latin-1"), safe=self.safe))


def decoded(held: str, *, safe: bool = False) -> bytes:
    """What a text in Base64 says."""
    alphabet = "[A-Za-z0-9_-]" if safe else "[A-Za-z0-9+/]"
    bare = held.rstrip("=")
    odd = re.sub(alphabet, "", bare)
    if odd:
        at = (
            "java.base/java.util.Base64$Decoder.decode0(Base64.java:848)",
            "java.base/java.util.Base64$Decoder.decode(Base64.java:566)",
        )
        raise Thrown("java.lang.IllegalArgumentException", f"Illegal base64 character {ord(odd[0]):x}", at)
    try:
        return (base64.urlsafe_b64decode if safe else base64.b64decode)(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        reason = "Last unit does not have enough valid bits"
        raise Thrown("java.lang.IllegalArgumentException", reason) from None


# --- dates and locales ------------------------------------------------------------------------------------------------

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(slots=True)
class Date(Dated):
    """A point in time that can be set."""

    millis: int
    JAVA: ClassVar[str] = "java.util.Date"

    @property
    def order(self) -> Any:
        return self.millis

    def __str__(self) -> str:
        from ..formats.dates.moments import date_of, weekday_of

        days, rest = divmod(self.millis // 1000, 86_400)
        year, month, day = date_of(days)
        clock = f"{rest // 3600:02d}:{rest // 60 % 60:02d}:{rest % 60:02d}"
        return f"{_DAYS[weekday_of(days) - 1]} {_MONTHS[month - 1]} {day:02d} {clock} UTC {year}"


@dataclass(frozen=True, slots=True)
class Locale(Dated):
    """A language and a country."""

    language: str
    country: str = ""
    JAVA: ClassVar[str] = "java.util.Locale"

    def __str__(self) -> str:
        return "_".join(filter(None, (self.language, self.country)))


_LOCALES = {
    "ROOT": "", "ENGLISH": "en", "FRENCH": "fr", "GERMAN": "de", "ITALIAN": "it", "JAPANESE": "ja", "KOREAN": "ko",
    "CHINESE": "zh", "US": "en_US", "UK": "en_GB", "CANADA": "en_CA", "CANADA_FRENCH": "fr_CA", "FRANCE": "fr_FR",
    "GERMANY": "de_DE", "ITALY": "it_IT", "JAPAN": "ja_JP", "KOREA": "ko_KR", "CHINA": "zh_CN", "PRC": "zh_CN",
    "SIMPLIFIED_CHINESE": "zh_CN", "TRADITIONAL_CHINESE": "zh_TW", "TAIWAN": "zh_TW",
}  # fmt: skip


METHODS: dict[str, dict[str, Callable[..., Any]]] = {
    "Random": _RANDOM,
    "UUID": {
        "getMostSignificantBits/0": lambda id: Long(whole(id.bits >> 64, long=True)),
        "getLeastSignificantBits/0": lambda id: Long(whole(id.bits % 2**64, long=True)),
        "version/0": lambda id: id.bits >> 76 & 0xF,
        "compareTo/1": lambda one, two: compared(one.bits, two.bits),
    },
    "Encoder": {
        "encodeToString/1": Encoder.encoded,
        "withoutPadding/0": lambda encoder: Encoder(encoder.safe, padded=False),
    },
    "Decoder": {"decode/1": Decoder.decoded},
    "Date": {
        "getTime/0": lambda date: Long(date.millis),
        "setTime/1": lambda date, millis: setattr(date, "millis", millis),
        "before/1": lambda one, two: one.millis < two.millis,
        "after/1": lambda one, two: one.millis > two.millis,
        "compareTo/1": lambda one, two: (one.millis > two.millis) - (one.millis < two.millis),
        "clone/0": lambda date: Date(date.millis),
    },
    "Locale": {"getLanguage/0": lambda locale: locale.language, "getCountry/0": lambda locale: locale.country},
}

STATIC: dict[str, Callable[..., Any]] = {
    "UUID.fromString/1": _uuid_of,
    "UUID.nameUUIDFromBytes/1": lambda held: _with_version(
        hashlib.md5(_bytes(held), usedforsecurity=False).digest(), 3
    ),
    "Base64.getEncoder/0": partial(Encoder, safe=False),
    "Base64.getUrlEncoder/0": partial(Encoder, safe=True),
    "Base64.getDecoder/0": partial(Decoder, safe=False),
    "Base64.getUrlDecoder/0": partial(Decoder, safe=True),
    "Date.from/1": lambda moment: Date(moment.seconds * 1000 + moment.nanos // 1_000_000),
}
CONSTANTS: dict[str, Any] = {f"Locale.{name}": Locale(*id.split("_")) for name, id in _LOCALES.items()}
CONSTRUCTORS: dict[str, Callable[..., Any]] = {
    "Random": Random,
    "Date": Date,
    "Locale": Locale,
}
DRAWN: dict[str, Callable[[Random], Any]] = {
    "Math.random/0": Random.double,
    "UUID.randomUUID/0": random_uuid,
}
"""What is drawn by lot: out of a source that goes by the clock."""
