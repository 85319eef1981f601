"""OpenSearch's own form of the everyday processors: set, append, remove, rename, copy, foreach, pipeline."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from ...errors import ApiError, illegal_argument
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.document import METADATA
from ...ingest.options import (
    Bool,
    Config,
    Custom,
    InnerProcessor,
    Taken,
    Template,
    TemplateList,
    Text,
    TextList,
    Valued,
)
from ...ingest.processors.fields import append_to, rename_field, set_field
from ...ingest.processors.flow import call_pipeline, for_each
from ...ingest.running import Run, Unhandled
from ...versions import Span

_SOURCE = "opensearch-project/OpenSearch:modules/ingest-common/src/main/java/org/opensearch/ingest/common"
_KEPT_METADATA = ("_index", "_version", "_version_type")


@processor(
    "set",
    [Template("field"), Valued("value"), Bool("override", True), Bool("ignore_empty_value", False)],
    source=f"{_SOURCE}/SetProcessor.java",
)
def set_value(run: Run, options: Options) -> None:
    """Put a value into a field."""
    set_field(run, options, options.value.render(run.document))


@processor(
    "append",
    [Template("field"), Valued("value"), Bool("allow_duplicates", True)],
    source=f"{_SOURCE}/AppendProcessor.java",
)
def append(run: Run, options: Options) -> None:
    """Add values to a field, which becomes a list."""
    append_to(run, options, options.value.render(run.document))


def _excluded(config: Config, taken: Taken) -> Any:
    excluded = TextList("exclude_field", []).read(config, taken)
    if bool(excluded) == bool(taken["field"]):
        raise errors.about_property("field", "either field or exclude_field must be set")
    return excluded


@processor(
    "remove",
    [
        TemplateList("field", span=Span(until="2.12")),
        TemplateList("field", [], Span("2.12")),
        Custom("exclude_field", None, Span("2.12"), reading=_excluded),
        Bool("ignore_missing", False),
    ],
    source=f"{_SOURCE}/RemoveProcessor.java",
)
def remove(run: Run, options: Options) -> None:
    """Remove fields, or all fields but some."""
    document = run.document
    if getattr(options, "exclude_field", None):
        for name in list(document.source):
            if name not in options.exclude_field:
                document.remove(name)
        return
    for template in options.field:
        path = template.render(document)
        if path in _KEPT_METADATA:
            raise illegal_argument(f"cannot remove metadata field [{path}]")
        if document.has(path):
            document.remove(path)
        elif not options.ignore_missing:
            raise errors.field_absent(path)


def _patterns(config: Config, taken: Taken) -> Any:
    excluded = TextList("exclude_field_pattern", []).read(config, taken)
    if bool(excluded) == bool(taken["field_pattern"]):
        problem = "either field_pattern or exclude_field_pattern must be set"
        raise errors.about_property("field_pattern", problem)
    return excluded


@processor(
    "remove_by_pattern",
    [TextList("field_pattern", []), Custom("exclude_field_pattern", None, reading=_patterns)],
    since="2.12",
    source=f"{_SOURCE}/RemoveByPatternProcessor.java",
)
def remove_by_pattern(run: Run, options: Options) -> None:
    """Remove the top-level fields that a wildcard matches, or all that none matches."""
    for name in list(run.document.source):
        patterns = options.field_pattern or options.exclude_field_pattern
        matched = any(fnmatchcase(name, pattern) for pattern in patterns)
        if matched == bool(options.field_pattern) and name not in METADATA:
            run.document.remove(name)


@processor(
    "rename",
    [Template("field"), Template("target_field"), Bool("ignore_missing", False), Bool("override_target", False)],
    source=f"{_SOURCE}/RenameProcessor.java",
)
def rename(run: Run, options: Options) -> None:
    """Move a field to another place."""
    rename_field(run, options, override=options.override_target)


@processor(
    "copy",
    [
        Template("source_field"),
        Template("target_field"),
        Bool("ignore_missing", False),
        Bool("remove_source", False),
        Bool("override_target", False),
    ],
    since="2.12",
    source=f"{_SOURCE}/CopyProcessor.java",
)
def copy(run: Run, options: Options) -> None:
    """Copy a field, or move it."""
    document = run.document
    source, target = options.source_field.render(document), options.target_field.render(document)
    if not source or not document.has(source):
        if options.ignore_missing:
            return
        raise illegal_argument(f"source field [{source}] doesn't exist")
    if not options.override_target and document.has(target):
        raise illegal_argument(f"target field [{target}] already exists")
    document.set(target, document.get(source))
    if options.remove_source:
        document.remove(source)


@processor(
    "foreach",
    [Text("field"), Bool("ignore_missing", False), InnerProcessor("processor")],
    source=f"{_SOURCE}/ForEachProcessor.java",
)
def foreach(run: Run, options: Options) -> None:
    """Run a processor for each item of a list. What is no list stops the whole request (observed: 2.19.1)."""
    try:
        values = run.document.find(options.field) if options.ignore_missing else run.document.get(options.field)
        if values is not None and not isinstance(values, list):
            raise errors.field_of_type(options.field, values, "java.util.List")
    except ApiError as refusal:
        raise Unhandled(refusal) from None
    for_each(run, options, objects=False)


@processor(
    "pipeline",
    [Template("name", refers_to="pipeline")],
    source="opensearch-project/OpenSearch:server/src/main/java/org/opensearch/ingest/PipelineProcessor.java",
)
def pipeline(run: Run, options: Options) -> None:
    """Run another pipeline."""
    call_pipeline(run, options.name.render(run.document), ignore_missing=False)
