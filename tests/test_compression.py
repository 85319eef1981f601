"""gzip and deflate, in and out."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakeinfer.compression import compressed, decompressed, wanted
from fakeinfer.errors import NoAnswer


@given(st.binary(), st.sampled_from(["gzip", "deflate"]))
def test_what_was_compressed_is_read_back(body: bytes, coding: str) -> None:
    assert decompressed(compressed(body, coding), coding) == body


def test_deflate_without_its_header_is_read_too() -> None:
    raw = zlib.compressobj(wbits=-15)
    assert decompressed(raw.compress(b"body") + raw.flush(), "deflate") == b"body"


def test_the_same_body_gives_the_same_bytes() -> None:
    assert compressed(b"body", "gzip") == compressed(b"body", "gzip")
    assert gzip.decompress(compressed(b"body", "gzip")) == b"body"


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_body_that_is_not_what_it_says_ends_the_connection(coding: str) -> None:
    with pytest.raises(NoAnswer):
        decompressed(b'{"plain":1}', coding)


@pytest.mark.parametrize(
    ("header", "coding"),
    [("gzip", "gzip"), ("gzip, deflate", "gzip"), ("deflate", "deflate"), ("br, zstd", None), ("identity", None),
     ("gzip;q=0.5, deflate;q=0.9", "deflate"), ("*", "gzip"), ("gzip;q=0", None), ("gzip;q=x", None), ("", None)],
)  # fmt: skip
def test_the_coding_is_chosen_by_what_the_client_likes(header: str, coding: str | None) -> None:
    assert wanted(header) == coding
