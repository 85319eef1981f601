"""Elasticsearch's reroute: the document goes to another index, often another data stream."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ...errors import ApiError, illegal_argument
from ...formats.javatext import to_text
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.document import IngestDocument
from ...ingest.options import Config, Custom, Taken, Text
from ...ingest.running import Rerouted, Run

_LONGEST = 100
_DISALLOWED = {"dataset": re.compile(r'[\\/*?"<>| ,#:-]'), "namespace": re.compile(r'[\\/*?"<>| ,#:]')}


class _Source(NamedTuple):
    """Where a part of a data stream's name comes from: a field, or a value."""

    part: str
    value: str
    field: str | None

    def found(self, document: IngestDocument) -> str | None:
        if self.field is None:
            return self.value
        try:
            value = document.text(self.field) if document.has(self.field) else None
        except ApiError:
            return None
        return None if value is None else _sanitized(self.part, value)


def _sanitized(part: str, value: str) -> str:
    return _DISALLOWED[part].sub("_", value.lower()[:_LONGEST])


def _source(part: str, value: str) -> _Source:
    if "{{" not in value and "}}" not in value:
        if _sanitized(part, value) != value:
            raise errors.about_property(part, f"'{value}' contains disallowed characters")
        return _Source(part, value, None)
    inner = value[2:-2]
    if inner.startswith("{") and inner.endswith("}"):
        inner = inner[1:-1]
    if not (value.startswith("{{") and value.endswith("}}")) or "{" in inner or "}" in inner:
        raise errors.about_property(part, f"'{value}' is not a valid field reference")
    return _Source(part, value, inner)


def _sources(part: str) -> Callable[[Config, Taken], list[_Source]]:
    def read(config: Config, taken: Taken) -> list[_Source]:
        given = config.take(part)
        if given is None:
            return []
        if not isinstance(given, str | list):
            raise errors.not_of_type(part, "a list", given)
        texts: list[Any] = given if isinstance(given, list) else [given]
        return [_source(part, to_text(text)) for text in texts]

    return read


def _destination(config: Config, taken: Taken) -> str | None:
    destination: str | None = Text("destination", None).read(config, taken)
    if destination is not None and (taken["dataset"] or taken["namespace"]):
        raise errors.about_property("destination", "can only be set if dataset and namespace are not set")
    return destination


@processor(
    "reroute",
    [
        Custom("dataset", reading=_sources("dataset")),
        Custom("namespace", reading=_sources("namespace")),
        Custom("destination", reading=_destination),
    ],
    source="elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common/RerouteProcessor.java",
)
def reroute(run: Run, options: Options) -> None:
    """Send the document to another index, or to a data stream of another dataset or namespace."""
    document = run.document
    if options.destination is not None:
        document.set("_index", options.destination)
        raise Rerouted
    index = str(document.text("_index"))
    parts = index.split("-", 2)
    if len(parts) < 3:
        raise illegal_argument(
            f"invalid data stream name: [{index}]; must follow naming scheme <type>-<dataset>-<namespace>"
        )
    kind, *usual = parts
    dataset, namespace = (
        next((found for source in sources if (found := source.found(document)) is not None), fallback)
        for sources, fallback in zip(
            (options.dataset or [_DATASET], options.namespace or [_NAMESPACE]), usual, strict=True
        )
    )
    document.set("_index", f"{kind}-{dataset}-{namespace}")
    document.set("data_stream.type", kind)
    document.set("data_stream.dataset", dataset)
    document.set("data_stream.namespace", namespace)
    if document.has("event.dataset"):
        document.set("event.dataset", dataset)
    raise Rerouted


_DATASET = _Source("dataset", "", "data_stream.dataset")
_NAMESPACE = _Source("namespace", "", "data_stream.namespace")
