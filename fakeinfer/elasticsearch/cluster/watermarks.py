"""How full a disk may be before shards leave it: three settings that have to agree (`DiskThresholdSettings`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...errors import ApiError, illegal_argument
from ...indices.setting_sizes import is_size, share_of_disk
from ...indices.settings import first_of

WATERMARK = "cluster.routing.allocation.disk.watermark"
STAGES = (f"{WATERMARK}.low", f"{WATERMARK}.high", f"{WATERMARK}.flood_stage")
_UNITS = {"b": 0, "k": 1, "kb": 1, "m": 2, "mb": 2, "g": 3, "gb": 3, "t": 4, "tb": 4, "p": 5, "pb": 5}


def check_watermarks(setting: Callable[[str], str], changed: Iterable[str]) -> None:
    """400 unless all are shares that rise, or all are sizes of what is left that fall; each that changes refuses for itself."""
    refusals = [refusal for name in changed if name in STAGES and (refusal := _disagreement(setting)) is not None]
    if refusals:
        raise first_of(refusals)


def _disagreement(setting: Callable[[str], str]) -> ApiError | None:
    low, high, flood = (setting(name) for name in STAGES)
    shares = [share for text in (low, high, flood) if (share := share_of_disk(text)) is not None]
    if len(shares) == 3:
        first, second, third = shares
        wrong = "more"
    elif all(is_size(text) for text in (low, high, flood)):
        first, second, third = (-_size(text) for text in (low, high, flood))
        wrong = "less"
    else:
        return illegal_argument(
            f"unable to consistently parse [{WATERMARK}.low={low}], [{WATERMARK}.high={high}],"
            f" and [{WATERMARK}.flood_stage={flood}] as percentage or bytes"
        )
    if first > second:
        return illegal_argument(f"low disk watermark [{low}] {wrong} than high disk watermark [{high}]")
    if second > third:
        return illegal_argument(f"high disk watermark [{high}] {wrong} than flood stage disk watermark [{flood}]")
    return None


def _size(text: str) -> float:
    digits = text.strip().rstrip("bkmgtpBKMGTP ")
    unit = text.strip()[len(digits) :].strip().lower()
    return float(digits) * 1024.0 ** _UNITS.get(unit, 0)
