"""Elasticsearch's own form of json and dot_expander, and `terminate`."""

from __future__ import annotations

from typing import Any

from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, Config, Custom, Option, Taken, Text
from ...ingest.processors.parsing import JSON_OPTIONS, check_dots, expand, parse_json
from ...ingest.running import Run, Terminated
from ...versions import Span

_SOURCE = "elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common"


def _strategy(config: Config, taken: Taken) -> str:
    """How `add_to_root` treats fields that are there."""
    given = Text("add_to_root_conflict_strategy", None).read(config, taken)
    if given is not None and not taken["add_to_root"]:
        raise errors.about_property(
            "add_to_root_conflict_strategy", "Cannot set `add_to_root_conflict_strategy` if `add_to_root` is false"
        )
    if given not in (None, "replace", "merge"):
        problem = f"conflict strategy [{given}] not supported, cannot convert field."
        raise errors.about_property("add_to_root_conflict_strategy", problem)
    return given or "replace"


_MORE: tuple[Option, ...] = (
    Bool("allow_duplicate_keys", False),
    Custom("add_to_root_conflict_strategy", None, reading=_strategy),
    Bool("strict_json_parsing", True, Span("8.10")),
)


@processor("json", (*JSON_OPTIONS, *_MORE), source=f"{_SOURCE}/JsonProcessor.java")
def json(run: Run, options: Options) -> None:
    """Read a text as JSON."""
    parse_json(run, options, merge=options.add_to_root_conflict_strategy == "merge")


def _dotted(config: Config, taken: Taken) -> Any:
    field = Text("field").read(config, taken)
    if "." not in field and field != "*":
        raise errors.about_property("field", "field does not contain a dot and is not a wildcard")
    check_dots(field)
    return field


@processor(
    "dot_expander",
    [Custom("field", reading=_dotted), Text("path", None), Bool("override", False)],
    source=f"{_SOURCE}/DotExpanderProcessor.java",
)
def dot_expander(run: Run, options: Options) -> None:
    """Make objects of keys with dots."""
    if options.field != "*":
        expand(run, options.path, options.field, override=options.override)
        return
    holder = run.document.get(options.path) if options.path else run.document.source
    for name in [name for name in holder if "." in name]:
        expand(run, options.path, name, override=options.override)


@processor("terminate", since="8.16", source=f"{_SOURCE}/TerminateProcessor.java")
def terminate(run: Run, options: Options) -> None:
    """End this pipeline for the document; what called it goes on."""
    raise Terminated
