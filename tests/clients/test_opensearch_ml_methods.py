"""Every `ml` method of opensearch-py reaches the operation of its name, which answers as itself."""

from __future__ import annotations

import contextlib
import inspect
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from opensearchpy.exceptions import TransportError
from opensearchpy.plugins.ml import MlClient

from fakeinfer import FakeOpenSearch

METHODS = {name: method for name, method in inspect.getmembers(MlClient, inspect.isfunction) if name[0] != "_"}
OLD_NAMES = {
    "chunk_model": "upload_chunk",
    "create_model_meta": "register_model_meta",
    "load_model": "deploy_model",
    "unload_model": "undeploy_model",
    "upload_model": "register_model",
}
"""Methods for paths that have been renamed; the operation is the same."""


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeOpenSearch]:
    with FakeOpenSearch(version="3.8") as fake:
        yield fake
        fake.raise_bugs()


def arguments(method: Any) -> dict[str, Any]:
    """Something for each argument that the method cannot do without."""
    given = {}
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        if parameter.name == "body":
            given["body"] = {}
        elif parameter.default is inspect.Parameter.empty:
            given[parameter.name] = "x"
    return given


@pytest.mark.parametrize("name", METHODS)
def test_a_method_reaches_the_operation_of_its_name(fake: FakeOpenSearch, name: str) -> None:
    client = fake.client()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of renamed paths
        with contextlib.suppress(TransportError):
            getattr(client.ml, name)(**arguments(METHODS[name]))
    assert fake.journal[-1].operation == f"ml.{OLD_NAMES.get(name, name)}"


def test_these_are_all() -> None:
    assert len(METHODS) >= 74
