"""The house rules a machine can check: imports point one way, versions are compared in one place, no global state."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "fakeinfer"
FILES = sorted(PACKAGE.rglob("*.py"))

LAYERS: list[set[str]] = [
    {"versions", "wire", "clock", "ids", "store", "trouble", "formats"},
    {"errors"},
    {
        "schema",
        "operations",
        "references",
        "compression",
        "nearness",
        "node_errors",
        "object_parser",
        "token_errors",
        "script_definitions",
    },
    {"operation_index"},
    {"routing"},
    {
        "auth",
        "brains",
        "mapping",
        "ingest",
        "painless",
        "search",
        "indices",
        "documents",
        "faults",
        "secrets",
        "upstream_calls",
        "health",
        "nodes",
        "stored_tasks",
        "tables",
        "measuring",
    },
    {"document_requests", "index_requests", "elasticsearch", "opensearch"},
    {
        "contract",
        "pipeline",
        "media",
        "sse",
        "journal",
        "matching",
        "operation_names",
        "unread",
        "faulting",
        "scripting",
        "admin",
        "cluster",
        "fixtures",
        "seed",
        "negotiation",
        "openapi",
    },
    {"doors", "transports", "emptying", "verify", "coverage", "doctor", "version_diff"},
    {"testing"},
    {"pytest_plugin", "cli", "__main__", "__init__"},
]
"""Lower layers first; a module imports from its own layer or from lower ones."""

PRODUCT_MAY_IMPORT = {"contract", "pipeline", "media", "negotiation"}
"""A product's `product.py`, `changes.py` and its own steps name these: they are what a product is made of."""


def test_layers_name_what_is_there() -> None:
    names = [name for names in LAYERS for name in names]
    assert len(names) == len(set(names))
    assert {top(file).removesuffix(".py") for file in FILES} == set(names)


def layer(name: str) -> int:
    for number, names in enumerate(LAYERS):
        if name in names:
            return number
    raise AssertionError(f"fakeinfer/{name}: say in LAYERS where it belongs")


def top(file: Path) -> str:
    relative = file.relative_to(PACKAGE)
    return relative.parts[0].removesuffix(".py")


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def imported(file: Path) -> set[str]:
    """Top-level names inside the package that a file imports when it is loaded (not under TYPE_CHECKING)."""
    found: set[str] = set()
    depth = len(file.relative_to(PACKAGE).parts) - 1
    for node in parsed(file).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            outside = node.level - 1 - depth
            if outside == 0:
                names = [node.module.partition(".")[0]] if node.module else [alias.name for alias in node.names]
                found.update(name for name in names if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists())
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_point_one_way(file: Path) -> None:
    own = top(file)
    for name in imported(file):
        if own in ("document_requests", "index_requests", "elasticsearch", "opensearch") and name in PRODUCT_MAY_IMPORT:
            continue
        assert layer(name) <= layer(own), f"{own} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_the_products_do_not_know_each_other(file: Path) -> None:
    other = {"elasticsearch": "opensearch", "opensearch": "elasticsearch"}.get(top(file))
    assert other is None or other not in imported(file)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_versions_are_compared_in_one_place(file: Path) -> None:
    if file.name == "versions.py":
        return
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.In | ast.NotIn):
            for side in [node.left, *node.comparators]:
                text = ast.unparse(side)
                assert not text.endswith((".major", ".minor", "version.line")), (
                    f"{file.name}:{node.lineno}: {ast.unparse(node)}"
                )
                assert text not in ("version", "contract.version"), f"{file.name}:{node.lineno}: {ast.unparse(node)}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_time_and_no_chance(file: Path) -> None:
    if file.name in ("cli.py", "server.py", "verify.py", "waiting.py"):  # waiting for others needs a clock
        return
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            assert not {alias.name for alias in node.names} & {"random", "time", "uuid", "secrets"}, file.name


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = (
        "jsonschema",
        "fastjsonschema",
        "werkzeug",
        "asyncio",
        "httptools",
        "yaml",
        "pytest",
        "click",
        "numpy",
        "fakeinfer.cluster",
    )
    code = f"import sys, fakeinfer; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
