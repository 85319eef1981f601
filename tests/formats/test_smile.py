"""SMILE answers, byte by byte as the specification and a real server have them."""

from __future__ import annotations

import pytest

from fakeinfer.formats import smile


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ({"status": "green", "timed_out": False, "n": 1}, "fa 85 737461747573 44 677265656e 88 74696d65645f6f7574 22 80 6e c2 fb"),
        ([0, -1, 15, -16, 16], "f8 c0 c1 de df 24 a0 f9"),
        ([True, None, ""], "f8 23 21 20 f9"),
        (100.0, "29 00402c40000000000000"),
        ({"a": {"a": 1}}, "fa 80 61 fa 40 c2 fb fb"),
        (404, "24 0ca8"),
        (2**40, "25 01000000000080"),
        ("é", "80 c3a9"),
        ("x" * 64, "7f" + "78" * 64),
        ("x" * 65, "e0" + "78" * 65 + "fc"),
        ({"x" * 65: 1}, "fa 34" + "78" * 65 + "fc c2 fb"),
        ({"é": 1}, "fa c0 c3a9 c2 fb"),
        (2**64, "26 89 00 40 00 00 00 00 00 00 00 00 00"),
    ],
)  # fmt: skip
def test_values_are_encoded_as_the_format_says(value: object, encoded: str) -> None:
    assert smile.dumps(value) == smile.HEADER + bytes.fromhex(encoded)


def test_names_are_shared_from_a_table_of_1024() -> None:
    rows = [{f"n{number}": 1 for number in range(70)}] * 2
    encoded = smile.dumps(rows)
    assert encoded.count(b"n5\xc2") == 1
    assert bytes((0x30, 65)) in encoded


def test_depth_does_not_matter() -> None:
    deep: object = 1
    for _ in range(3000):
        deep = [deep]
    assert smile.dumps(deep) == smile.HEADER + b"\xf8" * 3000 + b"\xc2" + b"\xf9" * 3000
