"""The knn retriever: the nearest neighbours of a vector."""

from __future__ import annotations

from ...errors import not_implemented
from ...object_parser import Path, Source
from ...wire import Json
from .reading import Context
from .tree import Leaf


def read_retriever(value: Json, context: Context, source: Source, path: Path) -> Leaf:
    """Read one."""
    raise not_implemented("the retriever [knn]")
