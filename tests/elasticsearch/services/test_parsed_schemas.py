"""What schemas ask of settings that an object parser reads."""

from __future__ import annotations

import pytest

from fakeinfer.elasticsearch.services.parsed_schemas import FORMATS


@pytest.mark.parametrize(
    ("name", "value", "fits"),
    [("java-int", "-5", True), ("java-int-positive", "0", False), ("java-int-positive", "1.9", True),
     ("java-long", "x", False), ("java-long-positive", str(2**40), True), ("java-int", str(2**40), False),
     ("java-int", 5, True)],
)  # fmt: skip
def test_numbers_as_texts(name: str, value: object, fits: bool) -> None:
    assert FORMATS[name](value) is fits
