"""The options of processors: each reads its value out of a definition, or raises what the server says of a bad one.

Options are read in the order of their declaration, which is the order of the server's checks; what nobody read is left
over and refused. Sources: elastic/elasticsearch:server/src/main/java/org/elasticsearch/ingest/ConfigurationUtils.java,
opensearch-project/OpenSearch:server/src/main/java/org/opensearch/ingest/ConfigurationUtils.java.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ..formats.javanumbers import whole
from ..formats.javatext import hash_order, to_text
from ..versions import ALWAYS, Span
from ..wire import Json
from . import errors, templates

if TYPE_CHECKING:
    from .building import Builder

REQUIRED: Final = object()
"""The default of an option that has to be given."""

Taken = dict[str, Any]
"""What was read so far, by option name."""


@dataclass(slots=True)
class Config:
    """The keys of one definition while they are read: reading takes a key out, what stays is refused."""

    values: dict[str, Json]
    owner: str
    """The processor type, or the pipeline's id."""
    tag: str | None = None
    builder: Builder | None = None
    held: int = field(init=False)

    def __post_init__(self) -> None:
        self.held = len(self.values)
        self.values = dict(self.values)

    def take(self, name: str) -> Json:
        """The value under `name`, None when there is none; it is no longer left over."""
        return self.values.pop(name, None)

    def leftovers(self) -> list[str]:
        """The names nobody took, in the order in which a Java map prints them."""
        return hash_order(self.values, self.held)


@dataclass(frozen=True, slots=True)
class Option:
    """An option; `Value` takes anything. Subclasses say what is well-formed."""

    name: str
    default: Any = REQUIRED
    span: Span = ALWAYS
    refers_to: str | None = None
    """The kind of thing the value names ("endpoint", "model", "pipeline"), if it does."""

    def read(self, config: Config, taken: Taken) -> Any:
        """The value, the default, or the refusal. `taken` are the options read before."""
        value = config.take(self.name)
        if value is None:
            if self.default is REQUIRED:
                raise errors.required(self.name)
            return self.default(taken) if callable(self.default) else self.default
        return self.convert(value)

    def convert(self, value: Json) -> Any:
        """What the processor gets for a value that was given."""
        return value


class Value(Option):
    """Any JSON value."""

    __slots__ = ()


class Text(Option):
    """A text."""

    __slots__ = ()

    def convert(self, value: Json) -> str:
        if not isinstance(value, str):
            raise errors.not_of_type(self.name, "a string", value)
        return value


class TextOrInt(Option):
    """A text, or an int that is taken as text."""

    __slots__ = ()

    def convert(self, value: Json) -> str:
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise errors.not_of_type(self.name, "a string or int", value)
        return str(value)


class Bool(Option):
    """true or false; the texts are refused."""

    __slots__ = ()

    def convert(self, value: Json) -> bool:
        if not isinstance(value, bool):
            raise errors.not_of_type(self.name, "a boolean", value)
        return value


class Int(Option):
    """A Java int, or its text."""

    __slots__ = ()

    def convert(self, value: Json) -> int:
        text = to_text(value)
        number = whole(text)
        if number is None:
            raise errors.not_convertible(self.name, "an int", text)
        return number


class Double(Option):
    """A Java double, or its text."""

    __slots__ = ()

    def convert(self, value: Json) -> float:
        text = to_text(value)
        try:
            return float(text)
        except ValueError:
            raise errors.not_convertible(self.name, "a double", text) from None


class Map(Option):
    """An object."""

    __slots__ = ()

    def convert(self, value: Json) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise errors.not_of_type(self.name, "a map", value)
        return value


class ListOf(Option):
    """A list; its items are the processor's own business."""

    __slots__ = ()

    def convert(self, value: Json) -> list[Any]:
        if not isinstance(value, list):
            raise errors.not_of_type(self.name, "a list", value)
        return value


class TextList(Option):
    """A list of texts; a single text counts as a list of one."""

    __slots__ = ()

    def convert(self, value: Json) -> list[str]:
        if isinstance(value, list):
            return [to_text(item) for item in value]
        if isinstance(value, str):
            return [value]
        raise errors.not_of_type(self.name, "a list", value)


class Template(Option):
    """A text with Mustache variables, rendered for each document."""

    __slots__ = ()

    def convert(self, value: Json) -> templates.Template:
        return templates.compile_for(self.name, Text(self.name).convert(value))


class TemplateList(Option):
    """One such text or a list of them."""

    __slots__ = ()

    def convert(self, value: Json) -> list[templates.Template]:
        texts = value if isinstance(value, list) else [value]
        return [templates.compile_for(self.name, to_text(text)) for text in texts]


class Valued(Option):
    """Any JSON value; the texts in it, at any depth, are templates."""

    __slots__ = ()

    def convert(self, value: Json) -> templates.ValueTemplate:
        return templates.ValueTemplate(value)


class InnerProcessor(Option):
    """An object that defines exactly one processor."""

    __slots__ = ()

    def read(self, config: Config, taken: Taken) -> Any:
        value = Option.read(self, config, taken)
        if not isinstance(value, dict):
            raise errors.not_of_type(self.name, "a map", value)
        if len(value) != 1:
            raise errors.about_property(self.name, "Must specify exactly one processor type")
        assert config.builder is not None
        ((type, inner),) = value.items()
        return config.builder.read_processor(type, inner)


@dataclass(frozen=True, slots=True)
class Custom(Option):
    """An option with a reading of its own, e.g. one that depends on what was read before."""

    reading: Callable[[Config, Taken], Any] = field(default=lambda config, taken: None)

    def read(self, config: Config, taken: Taken) -> Any:
        return self.reading(config, taken)


def described(option: Option) -> str:
    """An option's type and default in a few words; of a default that depends on others, nothing."""
    kind = type(option).__name__
    told = ["" if kind == "Custom" or kind.startswith("_") else {"ListOf": "list"}.get(kind, kind.lower())]
    if option.default is REQUIRED:
        told.append("required")
    elif option.default is not None and not callable(option.default):
        told.append(f"default {to_text(option.default)}")
    return ", ".join(part for part in told if part)
