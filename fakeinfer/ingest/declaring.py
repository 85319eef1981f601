"""Declaring processors: name, options, span, source. Start at `processor`.

A processor is one decorated function that changes the document of a run; its options, and the texts that refuse bad ones,
are in the declaration. `Catalog` is what one product at one version has.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

from ..errors import ApiError
from ..versions import Span
from ..wire import Json
from .document import IngestDocument
from .options import Config, Option, Taken

if TYPE_CHECKING:
    from ..cluster import State
    from ..contract import Contract
    from .running import Run

Options: TypeAlias = SimpleNamespace
"""What was read of a processor's options, by name."""


class ProcessorType(NamedTuple):
    """One declared processor."""

    name: str
    options: tuple[Option, ...]
    run: Callable[[Run, Any], None]
    span: Span
    source: str
    summary: str
    batch: Callable[[Sequence[Run], Any], list[ApiError | None]] | None = None
    """The same for several documents at once, as many as the option `batch_size` says: what was wrong with each."""
    prepare: Callable[[Config, Taken], Any] | None = None
    """What the processor makes of its options once all are read (`options.prepared`), or refuses."""


F = TypeVar("F", bound=Callable[..., None])


def processor(
    name: str,
    options: Sequence[Option] = (),
    *,
    source: str,
    since: str | None = None,
    until: str | None = None,
    batch: Callable[[Sequence[Run], Any], list[ApiError | None]] | None = None,
    prepare: Callable[[Config, Taken], Any] | None = None,
) -> Callable[[F], F]:
    """Declare the decorated function as processor `name`; a dialect's module list says who has it.

    `options` stand in the order in which the server reads them. One function may be declared under several names.
    """

    def declare(run: F) -> F:
        summary = (run.__doc__ or "").strip().partition("\n")[0]
        declared = ProcessorType(name, tuple(options), run, Span(since, until), source, summary, batch, prepare)
        run.__dict__.setdefault("declared_processors", []).append(declared)
        return run

    return declare


class Dialect(NamedTuple):
    """How a product words and arranges what both do."""

    modules: tuple[str, ...]
    """Modules with processors; a later one may replace what an earlier one declares."""
    keys: tuple[Option, ...]
    """The top-level keys of a definition before `processors`, in the order they are read."""
    metadata_order: tuple[str, ...]
    """How `processor_type`, `processor_tag` and `property_name` are ordered beside an error's reason."""
    null_config: Callable[[str], str]
    """The words about a processor whose value is null."""
    cycle: Callable[[str], ApiError]
    """The refusal of a pipeline that calls itself."""
    final_pipeline_moves: Callable[[str, str | None, str | None, str | None], ApiError]
    """The refusal of a final pipeline that changed the index: its name, the index before and after, the document's id."""
    java_package: str
    """Where the product's own classes lie, for messages that quote an exception with its class."""
    named_from: int
    """How many pipelines deep a failure has to be before handlers are told its pipeline."""
    typed_metadata: bool
    """Whether `_index` and its like refuse values of another type."""
    strict_paths: Span | None
    """The versions in which a path with an empty part is refused."""
    simulated_version: int | None
    """The `_version` of a simulated document that has none of its own."""
    simulated_number: Callable[[State, str, Json], int | None]
    """Reads one of the numbers a simulated document may have: `_version`, `_if_seq_no`, `_if_primary_term`; None is the default."""
    older_dates: bool
    """Whether dates are read as before the products parted: a processor's time zone goes before the offset in a text, and of
    several formats that fit the last one counts."""
    cldr: Span
    """The versions whose Java calls months as the CLDR does, and not as it once did itself."""
    older_tracing: bool
    """Whether step-by-step simulation is as it was before the products parted: a condition that breaks and a called
    pipeline that is missing end the whole request, and looking for cycles beforehand begins with the called pipeline."""


class Catalog:
    """The processors of one product at one version."""

    def __init__(self, contract: Contract) -> None:
        self.dialect: Dialect = contract.product.ingest
        self.types: dict[str, ProcessorType] = {}
        self.version = version = contract.version
        for module in self.dialect.modules:
            for type in declared_in(importlib.import_module(module)):
                if version in type.span:
                    kept = tuple(option for option in type.options if version in option.span)
                    self.types[type.name] = type._replace(options=kept)
        self.keys = tuple(key for key in self.dialect.keys if version in key.span)
        self.month_names = "cldr" if version in self.dialect.cldr else "jre"
        self.strict_paths = self.dialect.strict_paths is not None and version in self.dialect.strict_paths

    def document(self, source: dict[str, Any], metadata: dict[str, Any], timestamp: str) -> IngestDocument:
        """A document to run pipelines over; metadata without a value is left out."""
        given = {name: value for name, value in metadata.items() if value is not None}
        typed = self.dialect.typed_metadata
        return IngestDocument(source, given, timestamp, typed=typed, strict=self.strict_paths)


def declared_in(module: Any) -> list[ProcessorType]:
    """The processors a module declares."""
    found: list[ProcessorType] = list(getattr(module, "DECLARED_PROCESSORS", ()))
    for value in vars(module).values():
        if getattr(value, "__module__", None) == module.__name__:
            found.extend(getattr(value, "__dict__", {}).get("declared_processors", ()))
    return found


def catalog_of(contract: Contract) -> Catalog:
    """The catalog, built once for a contract."""
    found: Catalog | None = contract.memo.get("ingest")
    if found is None:
        found = contract.memo.setdefault("ingest", Catalog(contract))
    return found
