"""Java's generator: the numbers that a JDK draws from the same seeds."""

from __future__ import annotations

from fakeinfer.opensearch.algorithms.splittable import SplittableRandom


def test_numbers_are_those_of_the_published_generator() -> None:
    """The first numbers of SplitMix64 from 1234567, from Vigna's reference implementation."""
    random = SplittableRandom(1234567)
    assert [random.next_long() for _ in range(3)] == [
        6457827717110365317, 3203168211198807973, 9817491932198370423,
    ]  # fmt: skip


def test_numbers_lie_within_their_bound() -> None:
    random = SplittableRandom(1)
    for bound in (1, 2, 3, 64, 1000):
        assert {random.next_int(bound) for _ in range(200)} <= set(range(bound))
    assert all(0 <= random.next_double() < 1 for _ in range(200))


def test_a_split_off_generator_goes_its_own_way() -> None:
    random = SplittableRandom(1)
    other = random.split()
    assert [random.next_long() for _ in range(3)] != [other.next_long() for _ in range(3)]


def test_a_shuffled_list_has_what_it_had() -> None:
    order = list(range(20))
    SplittableRandom(3).shuffle(order)
    assert sorted(order) == list(range(20))
    assert order != list(range(20))
