"""Settings that hold an amount of bytes: as a size, or as a share of a heap or of a disk."""

from __future__ import annotations

import re

from ..errors import ApiError, illegal_argument, number_format, parse_error

_SIZE = re.compile(r"(-1|0|\d+(\.\d+)?\s*(b|k|kb|m|mb|g|gb|t|tb|p|pb))", re.IGNORECASE)
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?")


def is_size(text: str) -> bool:
    """Does the text spell bytes with their unit?"""
    return _SIZE.fullmatch(text.strip()) is not None


def check_size(name: str, text: str) -> None:
    """A size, such as `10gb`."""
    if not is_size(text):
        raise no_size(name, text)


def check_share_of_heap(name: str, text: str) -> None:
    """A size or a percentage (`MemorySizeValue.parseBytesSizeValueOrHeapRatio`)."""
    if not text.endswith("%"):
        check_size(name, text)
        return
    share = text[:-1]
    if not _DECIMAL.fullmatch(share):
        raise _unparsed(f"failed to parse [{share}] as a double", number_format(share))
    if not 0 <= float(share.rstrip("fFdD")) <= 100:
        raise _unparsed(f"percentage should be in [0-100], got [{share}]")


def check_share_of_disk(name: str, text: str) -> None:
    """A size, a percentage or a ratio (`RelativeByteSizeValue.parseRelativeByteSizeValue`)."""
    if share_of_disk(text) is None and not is_size(text):
        raise _unparsed(
            f"unable to parse [{name}={text}] as either percentage or bytes", parse_error(_without_unit(name, text))
        )


def share_of_disk(text: str) -> float | None:
    """The share that `85%` and `0.85` are, or None for what is none (`RatioValue.parseRatioValue`)."""
    share = text.removesuffix("%")
    if not _DECIMAL.fullmatch(share):
        return None
    number = float(share.rstrip("fFdD")) / (100 if share != text else 1)
    return number if 0 <= number <= 1 else None


def no_size(name: str, text: str) -> ApiError:
    """A size in bytes without a unit (`ByteSizeValue.parseBytesSizeValue`)."""
    unit = re.search("(k|kb|m|mb|g|gb|t|tb|p|pb|b)$", text.strip(), re.IGNORECASE)
    if unit is not None:
        return _unparsed(
            f"failed to parse setting [{name}] with value [{text}]", number_format(text.strip()[: unit.start()])
        )
    return _unparsed(_without_unit(name, text))


def _without_unit(name: str, text: str) -> str:
    return f"failed to parse setting [{name}] with value [{text}] as a size in bytes: unit is missing or unrecognized"


def _unparsed(reason: str, cause: ApiError | None = None) -> ApiError:
    return illegal_argument(reason, caused_by=parse_error(reason, caused_by=cause))
