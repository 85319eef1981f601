"""Dense stand-in embeddings: unit length, the same everywhere, and close where texts are alike."""

from __future__ import annotations

import json
import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeinfer.brains import dense
from fakeinfer.brains.dense import ALGORITHM, embed

SEED = "fakeinfer"


def closeness(left: str, right: str) -> float:
    return embed(left, 768, SEED).closeness(embed(right, 768, SEED))


def test_golden_values_hold_the_algorithm_still() -> None:
    assert ALGORITHM == "hashed-features-1"
    assert embed("The quick brown fox", 8, SEED).floats() == GOLDEN_FLOATS
    assert embed("The quick brown fox", 8, SEED).signed_bytes() == GOLDEN_BYTES
    assert embed("The quick brown fox", 64, SEED).packed_bits() == GOLDEN_BITS
    text = "".join(embed(text, 1536, SEED).json() for text in ("", "naïve café", "日本語のテキスト", "word " * 10_000))
    assert sha256(text.encode()).hexdigest() == GOLDEN_DIGEST


GOLDEN_FLOATS = [0.593766, 0.535773, 0.088396, 0.173019, 0.348478, -0.269033, -0.253795, -0.253795]
GOLDEN_BYTES = [53, 48, 8, 16, 31, -24, -23, -23]
GOLDEN_BITS = [-8, -38, -46, -79, -1, 59, -55, -49]
GOLDEN_DIGEST = "15430882436300232cec1a2c749785937ca72ddb43c02058bb05cdfa9d83e31a"


def test_another_process_gives_the_same_numbers() -> None:
    code = "from fakeinfer.brains.dense import embed; print(embed('another process', 384, 'seed').json())"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == embed("another process", 384, "seed").json()


@pytest.mark.parametrize("dimensions", [1, 2, 3, 8, 100, 256, 257, 384, 768, 1000, 1024, 1031, 1536, 3072, 4096])
def test_every_size_has_length_one(dimensions: int) -> None:
    for text in ("", "x", "some text about nothing", "many words " * 3000):
        vector = embed(text, dimensions, SEED).floats()
        assert len(vector) == dimensions
        assert sum(component * component for component in vector) == pytest.approx(1.0, abs=9e-5)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(1, 700), st.text(max_size=5))
def test_json_is_the_numbers_for_any_text_size_and_seed(text: str, dimensions: int, seed: str) -> None:
    vector = embed(text, dimensions, seed)
    assert vector.dimensions == dimensions
    assert json.loads(vector.json()) == vector.floats()
    assert json.loads(vector.json("byte")) == vector.signed_bytes()
    assert json.loads(vector.json("bit")) == vector.packed_bits()
    assert sum(component * component for component in vector.floats()) == pytest.approx(1.0, abs=9e-5)


def test_byte_vectors_use_the_range_and_stay_in_it() -> None:
    vector = embed("signed bytes", 1024, SEED).signed_bytes()
    assert -128 <= min(vector) < -60
    assert 60 < max(vector) <= 127


def test_bits_are_the_signs_packed_highest_first() -> None:
    vector = embed("packed bits", 24, SEED)
    bits = "".join(f"{number & 255:08b}" for number in vector.packed_bits())
    assert bits == "".join("1" if component > 0 else "0" for component in vector.floats())


def test_bits_of_an_odd_size_are_filled_up_with_zeros() -> None:
    assert len(embed("odd", 12, SEED).packed_bits()) == 2
    assert embed("odd", 12, SEED).packed_bits()[1] & 0b1111 == 0


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("How do I reset my password?", "password reset instructions", "how do I bake my bread?"),
        ("elasticsearch cluster health", "the health of our Elasticsearch clusters", "a recipe for banana bread"),
        ("the cat sleeps on the sofa", "a sleeping cat", "the committee meets on the first Monday"),
        ("shipping costs to Norway", "what does it cost to ship to Norway", "opening hours of the museum"),
        ("日本の天気", "日本の天気予報", "猫が好きです"),
    ],
)
def test_texts_with_common_words_are_closer_than_others(text: str, near: str, far: str) -> None:
    assert closeness(text, near) > closeness(text, far) + 0.15


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [
        ("cat", "cats", 0.6),
        ("Cat", "cat", 0.98),
        ("running", "runs", 0.5),
        ("bakes", "baking", 0.5),
        ("database", "databse", 0.2),
    ],
)
def test_forms_of_a_word_are_close(left: str, right: str, least: float) -> None:
    assert closeness(left, right) > least


def test_unrelated_texts_are_nearly_at_right_angles() -> None:
    texts = ["quantum physics", "banana bread", "tax return", "mountain bike", "string quartet"]
    found = [abs(closeness(left, right)) for left in texts for right in texts if left < right]
    assert max(found) < 0.2


def test_different_texts_have_different_vectors_even_with_the_same_words() -> None:
    assert embed("dog bites man", 64, SEED).floats() != embed("man bites dog", 64, SEED).floats()


def test_another_seed_is_another_space() -> None:
    assert abs(embed("same text", 768, "a").closeness(embed("same text", 768, "b"))) < 0.2


def test_floats_below_a_thousandth_are_printed_as_java_does() -> None:
    printed = embed("scientific notation", 3072, SEED).json()
    assert "E-4" in printed
    assert "e-" not in printed


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**27), min_size=1, max_size=300), st.integers(0, 27))
def test_squares_are_summed_exactly(numbers: list[int], bits: int) -> None:
    smaller = [number >> bits for number in numbers]
    assert dense._squares(smaller) == sum(number * number for number in smaller)
