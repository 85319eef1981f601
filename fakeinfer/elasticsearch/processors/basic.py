"""Elasticsearch's own form of the everyday processors: set, append, remove, rename, foreach, pipeline."""

from __future__ import annotations

from typing import Any

from ...errors import ApiError
from ...ingest import errors
from ...ingest.declaring import Options, processor
from ...ingest.options import (
    Bool,
    Config,
    Custom,
    InnerProcessor,
    ListOf,
    Taken,
    Template,
    TemplateList,
    Text,
    Value,
)
from ...ingest.processors.fields import append_to, rename_field, set_field
from ...ingest.processors.flow import call_pipeline, for_each
from ...ingest.running import Run
from ...ingest.templates import ESCAPES, ValueTemplate
from ...versions import Span

_SOURCE = "elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common"


def _media_type(config: Config, taken: Taken) -> str:
    given = Text("media_type", "application/json").read(config, taken)
    if given not in ESCAPES:
        raise errors.about_property("media_type", f"property does not contain a supported media type [{given}]")
    return str(given)


def _value_or_copy(config: Config, taken: Taken) -> Any:
    """`value`, unless another field is copied; both is one too many."""
    if taken.get("copy_from") is None:
        return ValueTemplate(Value("value").read(config, taken), taken["media_type"])
    if config.take("value") is not None:
        raise errors.about_property("copy_from", "cannot set `copy_from` while also setting `value`")
    return None


def _given(run: Run, options: Options) -> Any:
    if getattr(options, "copy_from", None) is None:
        return options.value.render(run.document)
    if getattr(options, "ignore_empty_value", False):
        return run.document.find(options.copy_from)
    return run.document.get(options.copy_from)


@processor(
    "set",
    [
        Template("field"),
        Text("copy_from", None),
        Custom("media_type", None, reading=_media_type),
        Custom("value", None, reading=_value_or_copy),
        Bool("override", True),
        Bool("ignore_empty_value", False),
    ],
    source=f"{_SOURCE}/SetProcessor.java",
)
def set_value(run: Run, options: Options) -> None:
    """Put a value, or a copy of another field, into a field."""
    set_field(run, options, _given(run, options))


@processor(
    "append",
    [
        Template("field"),
        Text("copy_from", None, Span("9.2")),
        Custom("media_type", None, reading=_media_type),
        Custom("value", None, reading=_value_or_copy),
        Bool("allow_duplicates", True),
        Bool("ignore_empty_values", False, Span("9.2")),
    ],
    source=f"{_SOURCE}/AppendProcessor.java",
)
def append(run: Run, options: Options) -> None:
    """Add values to a field, which becomes a list."""
    value = _given(run, options)
    if getattr(options, "ignore_empty_values", False):
        if value in (None, ""):
            return
        if isinstance(value, list):
            value = [item for item in value if item not in (None, "")]
    append_to(run, options, value)


def _kept(config: Config, taken: Taken) -> Any:
    keep = TemplateList("keep", []).read(config, taken)
    if keep and taken["field"]:
        raise errors.about_property("keep", "and [field] cannot both be used in the same processor")
    if not keep and not taken["field"]:
        raise errors.about_property("keep", "or [field] must be specified")
    return keep


@processor(
    "remove",
    [TemplateList("field", []), Custom("keep", None, reading=_kept), Bool("ignore_missing", False)],
    source=f"{_SOURCE}/RemoveProcessor.java",
)
def remove(run: Run, options: Options) -> None:
    """Remove fields, or all fields but some."""
    document = run.document
    if options.keep:
        kept = {template.render(document).partition(".")[0] for template in options.keep}
        for name in list(document.source):
            if name not in kept:
                document.remove(name)
        return
    for template in options.field:
        path = template.render(document)
        if not options.ignore_missing or document.has(path):
            document.remove(path)


@processor(
    "rename",
    [
        Template("field"),
        Template("target_field"),
        Bool("ignore_missing", False),
        Bool("override", False, Span("8.12")),
    ],
    source=f"{_SOURCE}/RenameProcessor.java",
)
def rename(run: Run, options: Options) -> None:
    """Move a field to another place."""
    rename_field(run, options, override=getattr(options, "override", False))


@processor(
    "foreach",
    [Text("field"), Bool("ignore_missing", False), InnerProcessor("processor")],
    source=f"{_SOURCE}/ForEachProcessor.java",
)
def foreach(run: Run, options: Options) -> None:
    """Run a processor for each item of a list or object."""
    for_each(run, options, objects=True)


@processor(
    "pipeline",
    [Template("name", refers_to="pipeline"), Bool("ignore_missing_pipeline", False)],
    source="elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/PipelineProcessor.java",
)
def pipeline(run: Run, options: Options) -> None:
    """Run another pipeline."""
    call_pipeline(run, options.name.render(run.document), ignore_missing=options.ignore_missing_pipeline)


_USER_PROPERTIES = ("username", "roles", "email", "full_name", "metadata", "api_key", "realm", "authentication_type")


def _properties(config: Config, taken: Taken) -> list[str]:
    names = ListOf("properties", list(_USER_PROPERTIES)).read(config, taken)
    for name in names:
        if name not in _USER_PROPERTIES:
            raise errors.about_property("properties", f"Property value [{name}] is in valid")
    return list(names)


@processor(
    "set_security_user",
    [Text("field"), Custom("properties", None, reading=_properties)],
    source="elastic/elasticsearch:x-pack/plugin/security/src/main/java/org/elasticsearch/xpack/security/ingest/SetSecurityUserProcessor.java",
)
def set_security_user(run: Run, options: Options) -> None:
    """Put facts about the user who sent the document into it; without security there is no user."""
    if run.state.user is not None:
        before = run.document.find(options.field)
        run.document.set(options.field, run.state.user.described(options.properties, before))
        return
    raise ApiError(
        500,
        "illegal_state_exception",
        "Security (authentication) is not enabled on this cluster, so there is no active user - the "
        "[set_security_user] processor cannot be used without security",
    )
