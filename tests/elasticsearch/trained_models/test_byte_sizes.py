"""Sizes in bytes as texts."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.trained_models import byte_sizes
from fakeinfer.errors import ApiError


@pytest.mark.parametrize(
    ("text", "kept", "size"),
    [("0", "0b", 0), ("10b", "10b", 10), ("2KB", "2kb", 2048), ("1m", "1mb", 1024**2), ("1.5k", "1536b", 1536), (" 3 gb ", "3gb", 3 * 1024**3)],
)  # fmt: skip
def test_a_size_is_read(text: str, kept: str, size: int) -> None:
    assert byte_sizes.read("cache_size", text) == kept
    assert byte_sizes.in_bytes(kept) == size


@pytest.mark.parametrize("text", ["10", "big", "onemb", ""])
def test_a_bad_size_is_refused(text: str) -> None:
    with pytest.raises(ApiError, match=r"failed to parse setting \[cache_size\] with value"):
        byte_sizes.read("cache_size", text)


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0b"), (1023, "1023b"), (1024, "1kb"), (1536, "1.5kb"), (438_123_914, "417.8mb")]
)
def test_a_size_is_shown(size: int, text: str) -> None:
    assert byte_sizes.shown(size) == text


@pytest.mark.parametrize(("unit", "text"), [("b", "1053992"), ("kb", "1029"), ("MB", "1"), (None, "1mb"), ("x", "1mb")])
def test_a_table_may_ask_for_a_unit(unit: str | None, text: str) -> None:
    assert byte_sizes.in_units(1_053_992, unit) == text
