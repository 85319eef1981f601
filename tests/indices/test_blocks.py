"""Closed and blocked indices."""

from __future__ import annotations

import pytest

from fakeinfer import indices
from fakeinfer.cluster import Cluster
from fakeinfer.errors import ApiError
from fakeinfer.indices import blocks, changing


@pytest.fixture
def cluster() -> Cluster:
    made = Cluster("opensearch", "2.19")
    indices.create(made.state, "i")
    return made


def test_what_is_not_there_refuses_nothing(cluster: Cluster) -> None:
    blocks.check(cluster.state, "nope", "write")


@pytest.mark.parametrize(
    ("setting", "level", "status"),
    [
        ("read_only", "write", 403),
        ("read_only", "removal", 403),
        ("read", "read", 403),
        ("write", "write", 403),
        ("metadata", "metadata_read", 403),
        ("read_only_allow_delete", "write", 429),
    ],
)
def test_a_block_refuses_what_it_is_for(cluster: Cluster, setting: str, level: blocks.Level, status: int) -> None:
    changing.change_settings(cluster.state, ["i"], {f"index.blocks.{setting}": True})
    with pytest.raises(ApiError) as refused:
        blocks.check(cluster.state, "i", level)
    assert refused.value.status == status


def test_an_index_that_may_be_deleted_at_least_is(cluster: Cluster) -> None:
    changing.change_settings(cluster.state, ["i"], {"index.blocks.read_only_allow_delete": True})
    blocks.check(cluster.state, "i", "removal")


def test_a_block_that_is_taken_back_refuses_nothing(cluster: Cluster) -> None:
    changing.change_settings(cluster.state, ["i"], {"index.blocks.write": True})
    changing.change_settings(cluster.state, ["i"], {"index.blocks.write": None})
    blocks.check(cluster.state, "i", "write")
    assert "blocks" not in indices.find(cluster.state, "i")


def test_of_a_closed_index_only_the_contents_are_refused(cluster: Cluster) -> None:
    changing.close(cluster.state, "i")
    blocks.check(cluster.state, "i", "metadata_write")
    with pytest.raises(ApiError, match="closed"):
        blocks.check(cluster.state, "i", "read")
    changing.open_again(cluster.state, "i")
    blocks.check(cluster.state, "i", "read")
