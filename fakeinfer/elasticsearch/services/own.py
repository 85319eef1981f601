"""Services that a cluster has beside those of its version: a team's private one, or a file that is being written.

What is wrong with such a file is said when the cluster is started, in words for whoever wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from ...contract import Contract
from ...nearness import near_names
from ...wire import Json
from ..inference.task_types import TASK_TYPES
from .plans import plan_for
from .service import services, services_among
from .words import unknown_words

Given: TypeAlias = str | Path | Mapping[str, Any]
"""A file, or what stands in one."""


def contract_with(contract: Contract, given: Given | Iterable[Given]) -> Contract:
    """The contract with more services; one of a name that exists takes its place. ValueError for what is no service."""
    several = [given] if isinstance(given, str | Path | Mapping) else list(given)
    documents = [_read(one) for one in several]
    more = services_among(documents, contract.version)
    found = contract.with_memo(services={**services(contract), **more})
    for service in more.values():
        for task_type in service.task_types:
            for variant in service.document.get("variants", (None,)):
                try:
                    plan_for(found, service, task_type, variant)
                except (KeyError, TypeError, ValueError) as wrong:
                    problem = f"{type(wrong).__name__}: {wrong}"
                    raise ValueError(f"the service {service.name} cannot be read for {task_type}: {problem}") from wrong
    return found


def _read(given: Given) -> Mapping[str, Any]:
    if isinstance(given, Mapping):
        where, document = f"the service {given.get('name')}", given
    else:
        where = str(given)
        try:
            document = json.loads(Path(given).read_text("utf-8"))
        except (OSError, ValueError) as wrong:
            raise ValueError(f"{where} is no readable service: {wrong}") from wrong
    for problem in _problems(document):
        raise ValueError(f"{where}: {problem}")
    return document


def _problems(document: Json) -> Iterator[str]:
    if not isinstance(document, Mapping):
        yield "a service is an object"
        return
    for key, kind in (("name", str), ("title", str), ("task_types", dict), ("service_settings", dict)):
        if not isinstance(document.get(key), kind):
            yield f"{key} is missing" if key not in document else f"{key} is to be a {kind.__name__}"
    for task_type in document.get("task_types", {}):
        if task_type not in TASK_TYPES:
            yield f"{task_type} is no task type; there are {', '.join(TASK_TYPES)}"
    for word, known in unknown_words(document):
        near = near_names(word, known)
        yield f"nothing reads {word!r}" + (f"; did you mean {near[0]!r}?" if near else "")
