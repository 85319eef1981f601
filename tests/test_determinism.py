"""Same seed and same calls: the same bytes, in another process and with other hash seeds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fakeinfer.contract import PRODUCTS

FIXTURES = Path(__file__).parent.parent / "fixtures"

TELL = """
import sys
from pathlib import Path
from fakeinfer.cluster import Cluster
from fakeinfer.fixtures import read_all, replay

product, seed, folder = sys.argv[1:]
cluster = Cluster(product, seed=seed)
for fixture in read_all(Path(folder), product):
    if fixture.holds_for(cluster.contract.version) and not fixture.document.get("options"):
        outcome = replay(fixture, cluster.handle)
        sys.stdout.buffer.write(fixture.id.encode() + b" " + str(outcome.status).encode() + b" " + outcome.body + b"\\n")
"""


def told(product: str, hash_seed: str, seed: str = "a") -> str:
    """A digest of every answer of every fixture, one after the other on one cluster."""
    command = [sys.executable, "-c", TELL, product, seed, str(FIXTURES)]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    return hashlib.sha256(done.stdout).hexdigest()


@pytest.mark.parametrize("product", PRODUCTS)
def test_answers_are_byte_equal_in_another_process(product: str) -> None:
    assert told(product, "1") == told(product, "2")


@pytest.mark.parametrize("product", PRODUCTS)
def test_another_seed_gives_other_ids(product: str) -> None:
    assert told(product, "1") != told(product, "1", seed="b")
