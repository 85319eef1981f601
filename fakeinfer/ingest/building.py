"""From a definition to steps that can run; a definition that is wrong is refused with the server's texts and order.

Sources: elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/Pipeline.java and ConfigurationUtils.java,
opensearch-project/OpenSearch:server/src/main/java/org/opensearch/ingest/ConfigurationUtils.java.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ApiError, parse_error
from ..formats.javatext import hash_order
from ..wire import Json
from . import errors
from .options import REQUIRED, Bool, Config, ListOf, Text

if TYPE_CHECKING:
    from ..cluster import State
    from .conditions import Condition
    from .declaring import Catalog, ProcessorType

_JAVA_TYPES = {
    "illegal_argument_exception": "java.lang.IllegalArgumentException",
    "illegal_state_exception": "java.lang.IllegalStateException",
    "null_pointer_exception": "java.lang.NullPointerException",
    "class_cast_exception": "java.lang.ClassCastException",
    "number_format_exception": "java.lang.NumberFormatException",
    "x_content_parse_exception": "org.opensearch.core.xcontent.XContentParseException",
}
"""Exceptions that are not the server's own kind: what a processor's options raise of them is wrapped (500)."""

_TAG = Text("tag", None)
_DESCRIPTION = Text("description", None)
_IGNORE_FAILURE = Bool("ignore_failure", False)
_ON_FAILURE = ListOf("on_failure", None)
_PROCESSORS = ListOf("processors", REQUIRED)


class Step(NamedTuple):
    """One processor of a pipeline, ready to run."""

    type: ProcessorType
    tag: str | None
    description: str | None
    condition: Condition | None
    ignore_failure: bool
    handlers: tuple[Step, ...]
    options: Any


class Pipeline(NamedTuple):
    """A pipeline, ready to run."""

    id: str
    steps: tuple[Step, ...]
    handlers: tuple[Step, ...]
    flexible: bool


class Builder:
    """Reads definitions with the processors of one catalog."""

    def __init__(self, catalog: Catalog, state: State | None = None) -> None:
        self.catalog = catalog
        self.state = state
        """Where stored scripts have to be; None: they were there once."""
        self.warnings: list[str] = []
        """What was noticed on the way, for `Warning` headers."""

    def read_pipeline(self, id: str, definition: dict[str, Json]) -> Pipeline:
        """The pipeline that `definition` describes."""
        config = Config(definition, id, builder=self)
        taken: dict[str, Any] = {}
        for key in self.catalog.keys:
            taken[key.name] = key.read(config, taken)
        steps = self.read_processors(_PROCESSORS.read(config, taken))
        handlers = _ON_FAILURE.read(config, taken)
        handling = self.read_processors(handlers or [])
        if config.values:
            raise errors.pipeline_leftovers(id, config.leftovers())
        if handlers is not None and not handling:
            raise errors.empty_handlers(id)
        return Pipeline(id, steps, handling, taken.get("field_access_pattern") == "flexible")

    def read_processors(self, definitions: list[Json]) -> tuple[Step, ...]:
        """The steps of a list. All entries are read; the first refusal carries the others as suppressed ones."""
        steps: list[Step] = []
        refusals: list[ApiError] = []
        for entry in definitions:
            if entry is None:
                raise errors.null_entry()
            if not isinstance(entry, dict):
                raise errors.class_cast(entry)
            for type in hash_order(entry):
                try:
                    steps.append(self.read_processor(type, entry[type]))
                except ApiError as refusal:
                    refusals.append(refusal)
        if refusals:
            refusals[0].suppressed = (*refusals[0].suppressed, *refusals[1:])
            raise refusals[0]
        return tuple(steps)

    def read_processor(self, type: str, definition: Json) -> Step:
        """One processor: the common keys first, then its own options, then what is left over."""
        if type == "script" and isinstance(definition, str):
            definition = {"source": definition}
        if definition is None:
            raise self._about(parse_error(self.catalog.dialect.null_config(type)), type, None)
        if not isinstance(definition, dict):
            raise errors.processor_not_an_object(type, definition)
        config = Config(definition, type, builder=self)
        config.tag = tag = _TAG.read(config, {})
        description = _DESCRIPTION.read(config, {})
        condition = self._condition(config)
        declared = self.catalog.types.get(type)
        if declared is None:
            raise self._about(errors.no_such_processor(type), type, tag)
        ignore_failure = _IGNORE_FAILURE.read(config, {})
        handlers = _ON_FAILURE.read(config, {})
        handling = self.read_processors(handlers or [])
        if handlers is not None and not handling:
            raise self._about(errors.about_property("on_failure", "processors list cannot be empty"), type, tag)
        try:
            options = self._options(declared, config)
            compiled = condition.compiled(self.state) if condition else None
        except ApiError as refusal:
            raise self._about(refusal, type, tag) from None
        return Step(declared, tag, description, compiled, ignore_failure, handling, options)

    def _options(self, declared: ProcessorType, config: Config) -> SimpleNamespace:
        taken: dict[str, Any] = {}
        for option in declared.options:
            taken[option.name] = option.read(config, taken)
        if declared.prepare is not None:
            taken["prepared"] = declared.prepare(config, taken)
        if config.values:
            raise errors.processor_leftovers(declared.name, config.leftovers())
        return SimpleNamespace(tag=config.tag, **taken)

    def _condition(self, config: Config) -> Condition | None:
        """The `if` of a processor, a text or a script object; it is compiled after the processor's own options."""
        value = config.take("if")
        if value is None:
            return None
        from .conditions import Condition

        if isinstance(value, str):
            return Condition(value)
        if isinstance(value, dict):
            return Condition.of_script(value)
        refusal = errors.not_of_type("script", "a map or string", value)
        raise self._about(refusal, "conditional", None)

    def _about(self, refusal: ApiError, type: str, tag: str | None) -> ApiError:
        """The refusal with the processor it is about; what is not of the server's kind is wrapped first."""
        if refusal.type in _JAVA_TYPES:
            refusal = errors.wrapped(refusal, _JAVA_TYPES[refusal.type])
        known = {**refusal.metadata, "processor_type": type}
        if tag is not None:
            known["processor_tag"] = tag
        order = self.catalog.dialect.metadata_order
        refusal.metadata = {name: known[name] for name in order if name in known}
        refusal.metadata.update((name, value) for name, value in known.items() if name not in order)
        return refusal
