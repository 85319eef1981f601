"""Random cut trees: what nobody draws is exact, what is drawn is near the server's numbers."""

from __future__ import annotations

import pytest

from fakeinfer.opensearch.algorithms.splittable import SplittableRandom
from fakeinfer.opensearch.algorithms.trees import Forest, RandomCutTree

SERIES = [1 + place % 3 * 0.1 for place in range(60)]


def test_the_second_of_two_equal_points_is_half_as_strange_as_can_be() -> None:
    forest = Forest(5, 256, seed=1)
    forest.show([1.0])
    assert forest.score([1.0]) == 0.5


def test_a_new_point_is_as_strange_as_its_distance_says() -> None:
    """Observed: opensearch 2.19.1, `batch_rcf` over 1, 1.1, 1.2 answers 1.189 for the last one."""
    forest = Forest(5, 256, seed=1)
    forest.show([1.0])
    forest.show([1.1])
    assert forest.score([1.2]) == pytest.approx(1.1887, abs=1e-4)


def test_an_outlier_is_far_stranger_than_the_others() -> None:
    """Observed: opensearch 2.19.1 answers 5.919, and 0.78 to 0.86 before."""
    forest = Forest(30, 256, seed=1)
    for value in SERIES:
        forest.show([value])
    assert forest.score([50.0]) == pytest.approx(5.919, abs=0.01)
    assert all(0.7 < forest.score([value]) < 0.95 for value in SERIES[:3])


def test_a_full_sample_forgets() -> None:
    tree = RandomCutTree(8, SplittableRandom(1))
    for place in range(500):
        tree.show((float(place % 7), float(place % 5)))
    assert tree.score((3.0, 3.0)) < tree.score((100.0, 100.0))


def test_an_empty_forest_finds_nothing_strange() -> None:
    assert Forest(3, 256, seed=1).score([1.0]) == 0.0
