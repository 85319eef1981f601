"""Processors that decide what happens next: drop, fail, foreach, pipeline."""

from __future__ import annotations

from typing import Any

from ...errors import illegal_argument
from ...formats.javatext import java_class
from .. import errors
from ..declaring import Options, processor
from ..options import Template
from ..running import Dropped, Run

_DOCS = "elastic/elasticsearch-specification:specification/ingest/_types/Processors.ts"


@processor("drop", source=_DOCS)
def drop(run: Run, options: Options) -> None:
    """The document goes no further and is not stored."""
    raise Dropped


@processor("fail", [Template("message")], source=_DOCS)
def fail(run: Run, options: Options) -> None:
    """Refuse the document with a message."""
    raise errors.failed_on_purpose(options.message.render(run.document))


def call_pipeline(run: Run, name: str, *, ignore_missing: bool) -> None:
    """Run another pipeline over the document."""
    called = run.pipeline_named(name)
    if called is not None:
        run.pipeline(called)
    elif not ignore_missing:
        raise errors.pipeline_of_step_absent(name)


def for_each(run: Run, options: Options, *, objects: bool) -> None:
    """Run a processor once for each item of a list (and of an object), which it sees as `_ingest._value`."""
    document = run.document
    values = document.find(options.field) if options.ignore_missing else document.get(options.field)
    if values is None:
        if options.ignore_missing:
            return
        raise errors.field_is_null(options.field, "cannot loop over its elements.")
    if isinstance(values, dict) and objects:
        document.set(options.field, dict(_each(run, options.processor, list(values.items()))))
    elif isinstance(values, list):
        pairs = _each(run, options.processor, [(None, value) for value in values])
        document.set(options.field, [value for _, value in pairs])
    elif objects:
        wanted = "java.util.Map] or [java.util.List"
        raise illegal_argument(
            f"field [{options.field}] of type [{java_class(values)}] cannot be cast to a list or map, [{wanted}]"
        )
    else:
        raise errors.field_of_type(options.field, values, "java.util.List")


def _each(run: Run, step: Any, items: list[tuple[str | None, Any]]) -> list[tuple[str | None, Any]]:
    ingest = run.document.ingest
    before = {name: ingest.get(name) for name in ("_key", "_value")}
    done = []
    for key, value in items:
        if key is not None:
            ingest["_key"] = key
        ingest["_value"] = value
        try:
            run.inner(step)
        finally:
            changed = (ingest.get("_key"), ingest.get("_value"))
            ingest["_value"] = before["_value"]
            if key is not None:
                ingest["_key"] = before["_key"]
        done.append(changed)
    return done
