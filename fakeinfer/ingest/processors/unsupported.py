"""Processors that servers have and the fake has not: a definition that uses one is answered with 501."""

from __future__ import annotations

from ...errors import not_implemented
from ...versions import Span
from ..declaring import Options, ProcessorType
from ..options import Config, Custom, Taken
from ..running import Run


def _refuse(config: Config, taken: Taken) -> None:
    raise not_implemented(f"the ingest processor [{config.owner}]")


def _never(run: Run, options: Options) -> None:
    raise AssertionError("a processor that is refused when it is read")


def unsupported(*names: str, source: str) -> list[ProcessorType]:
    """Declarations of processors that refuse to be defined."""
    refusing = (Custom("", None, reading=_refuse),)
    return [ProcessorType(name, refusing, _never, Span(), source, "Not implemented.") for name in names]
