"""The index of operations says what the modules declare, and spares the import of those that nobody asks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fakeinfer import operation_index as module
from fakeinfer.contract import PRODUCTS, contract_for, product_named
from fakeinfer.operation_index import Operations
from fakeinfer.operations import Operation
from tests.toy import TOYS

FIRST_CALL = """
import sys
from fakeinfer import Cluster, Request
print(Cluster({!r}).handle(Request.build("GET", "/")).status, *sys.modules)
"""


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_index_says_what_is_declared(product: str) -> None:
    wanted, found = (
        {name: about["operations"] for name, about in json.loads(text).items()}
        for text in (module.written(product_named(product).all_modules), module.file_of(product).read_text("utf-8"))
    )
    assert found == wanted, "run `python -m fakeinfer.coverage`"


@pytest.mark.parametrize("product", PRODUCTS)
def test_operations_are_known_before_they_are_loaded(product: str) -> None:
    operations = contract_for(product).operations
    assert isinstance(operations, Operations)
    assert "info" in operations
    assert "nonsense" not in operations
    assert len(list(operations)) == len(operations)
    loaded = operations["info"]
    assert isinstance(loaded, Operation)
    assert loaded.routes == operations.entries["info"].routes


@pytest.mark.parametrize("product", PRODUCTS)
def test_a_first_call_loads_its_own_module_alone(product: str) -> None:
    ran = subprocess.run([sys.executable, "-c", FIRST_CALL.format(product)], capture_output=True, text=True, check=True)
    status, *names = ran.stdout.split()
    assert status == "200"
    loaded = [name for name in product_named(product).all_modules if name in names]
    assert any(name.endswith(".root") for name in loaded)
    assert len(loaded) <= 2  # and what it imports itself


def test_modules_that_changed_are_asked_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "fakeinfer.opensearch.cluster.root"
    written = {name: {"size": 1, "operations": [["stale", [None, None], []]]}}
    monkeypatch.setattr(module, "file_of", lambda product: tmp_path / "operations.json")
    module._index.cache_clear()
    try:
        assert [entry.id for entry in module.entries("opensearch", [name])] == ["info"]
        written[name]["size"] = module._size(name) or 0
        (tmp_path / "operations.json").write_text(json.dumps(written))
        module._index.cache_clear()
        assert [entry.id for entry in module.entries("opensearch", [name])] == ["stale"]
        written[name]["size"] = 1
        (tmp_path / "operations.json").write_text(json.dumps(written))
        module._index.cache_clear()
        assert [entry.id for entry in module.entries("opensearch", [name])] == ["info"]
    finally:
        monkeypatch.undo()
        module._index.cache_clear()


def test_a_product_without_an_index_is_asked() -> None:
    assert {entry.id for entry in module.entries(TOYS.name, TOYS.modules)} >= {"toy.get", "toy.delete"}
