"""What set, append, rename and remove do; the products declare them with their own options."""

from __future__ import annotations

from ...errors import ApiError, illegal_argument
from ...wire import Json
from .. import errors
from ..declaring import Options
from ..running import Run


def set_field(run: Run, options: Options, value: Json) -> None:
    """Put a value into a field, unless it has one and `override` is false, or the value is empty and that is ignored."""
    document = run.document
    field = options.field.render(document)
    if not options.override and document.find(field) is not None:
        return
    if options.ignore_empty_value and (value is None or value == ""):
        return
    document.set(field, value)


def append_to(run: Run, options: Options, value: Json) -> None:
    """Add a value, or the items of a list, to a field."""
    field = options.field.render(run.document)
    run.document.append(field, value, duplicates=options.allow_duplicates)


def rename_field(run: Run, options: Options, *, override: bool) -> None:
    """Move a field to another place."""
    document = run.document
    field = options.field.render(document)
    if not field or not document.has(field):
        if options.ignore_missing:
            return
        raise errors.field_absent(field)
    target = options.target_field.render(document)
    if not override and document.has(target):
        raise illegal_argument(f"field [{target}] already exists")
    value = document.get(field)
    document.remove(field)
    try:
        document.set(target, value)
    except ApiError:
        document.set(field, value)
        raise
