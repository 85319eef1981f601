"""A file of tests as it is written: setup, teardown, and tests of steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Step = tuple[str, Any]
"""The word it begins with, and what it is about."""


@dataclass(slots=True)
class Case:
    """One test."""

    name: str
    steps: list[Step]


@dataclass(slots=True)
class Suite:
    """One file."""

    name: str
    setup: list[Step] = field(default_factory=list)
    teardown: list[Step] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)


class BadSuite(Exception):
    """A file that is none of these."""


class _Loader(yaml.SafeLoader):
    """YAML as Jackson reads it: only true and false are booleans, exponents need no sign, dates are texts."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rpartition(":")[2] in ("int", "null", "merge")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?$|^[-+]?\.(?:inf|Inf)$|^\.nan$"),
    list("-+.0123456789"),
)


def read_suite(text: str, name: str) -> Suite:
    """The suite that a file's text says."""
    suite = Suite(name)
    try:
        documents = list(yaml.load_all(text, _Loader))
    except yaml.YAMLError as problem:
        raise BadSuite(f"{name}: {problem}") from problem
    for document in documents:
        if document is None:
            continue
        if not isinstance(document, Mapping):
            raise BadSuite(f"{name}: a section is a map of a name to steps")
        for title, written in document.items():
            if title == "requires" and isinstance(written, Mapping):
                continue  # for which flavours of the server the file is meant
            steps = [_step(name, one) for one in written or ()]
            if title in ("setup", "teardown"):
                setattr(suite, title, steps)
            else:
                suite.cases.append(Case(str(title), steps))
    return suite


def read_file(file: Path, folder: Path | None = None) -> Suite:
    """The suite of a file, named by its place in a folder."""
    inside = folder is not None and folder.is_dir()
    return read_suite(file.read_text("utf-8"), str(file.relative_to(folder)) if inside and folder else file.name)


def files_in(path: Path) -> list[Path]:
    """The file itself, or every one below a folder."""
    return [path] if path.is_file() else sorted(path.rglob("*.yml"))


def _step(name: str, written: Any) -> Step:
    if not isinstance(written, Mapping) or len(written) != 1:
        raise BadSuite(f"{name}: a step is a map of one word: {str(written)[:80]}")
    ((word, about),) = written.items()
    return str(word), about
