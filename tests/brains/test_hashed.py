"""The brains of a cluster."""

from __future__ import annotations

from fakeinfer.brains import dense, sparse
from fakeinfer.brains.hashed import COMPONENTS_KEPT, HashedBrains, brains_of
from fakeinfer.cluster import Cluster


def test_a_cluster_has_one_pair_of_brains_with_its_seed() -> None:
    cluster = Cluster("elasticsearch", seed="mine")
    brains = brains_of(cluster.state)
    assert brains_of(cluster.state) is brains
    assert brains.embed("text", 64).floats() == dense.embed("text", 64, "mine").floats()
    assert brains.weigh("text") == sparse.weigh("text", "mine")


def test_embeddings_are_remembered_up_to_a_bound() -> None:
    brains = HashedBrains("seed")
    first = brains.embed("first", 8)
    assert brains.embed("first", 8) is first
    for number in range(COMPONENTS_KEPT // dense.CORE + 1):
        brains.embed(f"text {number}", 8)
    assert brains.embed("first", 8) is not first
    assert brains.embed("first", 8).floats() == first.floats()


def test_weights_are_remembered_up_to_a_bound() -> None:
    brains = HashedBrains("seed")
    first = brains.weigh("first")
    assert brains.weigh("first") is first
    for number in range(300):
        brains.weigh(f"text {number}")
    assert brains.weigh("first") is not first
    assert brains.weigh("first") == first
