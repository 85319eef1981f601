"""What a browser or robot says of itself, taken apart by the rules of the package `ua-parser`.

The rules are applied as the servers do, which is not as that package does: `$1` alone stands for something, and that once.
elastic/elasticsearch:modules/ingest-user-agent/src/main/java/org/elasticsearch/ingest/useragent/UserAgentParser.java,
which OpenSearch shares (observed: opensearch 2.19.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from itertools import takewhile
from typing import Any, NamedTuple

from ...errors import not_implemented
from ...formats.javatext import hash_order
from .. import errors
from ..declaring import Options
from ..options import ListOf, Taken, Text
from ..running import Run

OTHER = "Other"
_BUILT_IN = "_default_"


class Named(NamedTuple):
    """A name with the parts of its version, as many as are known."""

    name: str
    parts: tuple[str | None, ...] = ()

    @property
    def number(self) -> str | None:
        """The version; it ends where a part is not known."""
        known = list(takewhile(lambda part: part is not None, self.parts))
        return ".".join(map(str, known)) if known else None


class Agent(NamedTuple):
    """What a text told."""

    browser: Named | None
    system: Named | None
    device: Named | None


def check_installed() -> None:
    """Refuse to read agents without the package that has the rules."""
    if find_spec("ua_parser") is None or find_spec("ua_parser_builtins") is None:
        told = (
            "the ingest processor [user_agent] without the package that knows agents: pip install fakeinfer[user_agent]"
        )
        raise not_implemented(told)


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[_Rule, ...], ...]:
    """The rules about browsers, systems and devices; what they replace nothing with is `$1`, `$2` and so on."""
    browsers, systems, devices = import_module("ua_parser.loaders").load_lazy_builtins()
    versioned = (
        tuple(_Rule(one.regex, one.family, (one.major, one.minor, one.patch, one.patch_minor)) for one in kind)
        for kind in (browsers, systems)
    )
    return *versioned, tuple(_Rule(one.regex, one.family, (), one.regex_flag == "i") for one in devices)


class _Rule:
    """What to look for, and what the name and the parts of the version are, if not what was found."""

    def __init__(self, regex: str, name: str, parts: tuple[str | None, ...], blind: bool = False) -> None:
        self.regex = regex
        self.name = name
        self.parts = parts
        self.blind = blind
        """Whether upper and lower case are the same."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is asked: most rules hardly ever are."""
        return re.compile(self.regex, re.IGNORECASE if self.blind else 0)

    def find(self, text: str) -> Named | None:
        found = self.pattern.search(text)
        if found is None:
            return None
        groups = (*found.groups(), None)
        if self.name in ("$1", "$2"):  # a name of newer rules, of which no server is known
            name = groups[int(self.name[1]) - 1]
        else:
            name = self.name.replace("$1", groups[0] or "$1", 1)
        if name is None:
            return None
        parts = tuple(
            (groups[number] if number < len(groups) else None) if part in (None, f"${number + 1}") else part
            for number, part in enumerate(self.parts, 1)
        )
        return Named(name, parts)


@lru_cache(maxsize=1000)
def read(text: str) -> Agent:
    """Who sent that text; the last thousand are remembered, as servers do."""
    return Agent(*(next((named for rule in rules if (named := rule.find(text))), None) for rules in _rules()))


OPTIONS = (
    Text("field"),
    Text("target_field", "user_agent"),
    Text("regex_file", _BUILT_IN),
    ListOf("properties", None),
)


def checked_properties(taken: Taken, known: tuple[str, ...]) -> list[str]:
    """What is to be told, of what there is; refuses another file of rules than the one that servers have built in."""
    if taken["regex_file"] != _BUILT_IN:
        told = f"regex file [{taken['regex_file']}] doesn't exist (has to exist at node startup)"
        raise errors.about_property("regex_file", told)
    wanted = known if taken["properties"] is None else taken["properties"]
    for name in wanted:
        if not isinstance(name, str):
            raise errors.class_cast(name, "java.lang.String")
        if name.upper() not in known:
            told = f"illegal property value [{name}]. valid values are [{', '.join(known)}]"
            raise errors.about_property("properties", told)
    check_installed()
    asked = {name.upper() for name in wanted}
    return [name for name in known if name in asked]


def told_of(agent: Agent, text: str, properties: Iterable[str], type: str | None = None) -> dict[str, Any]:
    """The facts in the names of the Elastic Common Schema; `type` is the device's, if that was asked."""
    told: dict[str, Any] = {}
    browser, system, device = agent
    for name in properties:
        if name == "ORIGINAL":
            told["original"] = text
        elif name == "NAME":
            told["name"] = OTHER if browser is None else browser.name
        elif name == "VERSION" and browser is not None and browser.number is not None:
            told["version"] = browser.number
        elif name == "OS" and system is not None:
            told["os"] = _ordered({"name": system.name, **_versions(system)})
        elif name == "DEVICE":
            told["device"] = {"name": OTHER if device is None else device.name}
            if type is not None:
                told["device"]["type"] = type
    return _ordered(told)


def _versions(system: Named) -> dict[str, str]:
    number = system.number
    return {} if number is None else {"version": number, "full": f"{system.name} {number}"}


def _ordered(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in hash_order(told)}


def text_of(run: Run, options: Options) -> str | None:
    """The text to read; None if there is none and that is ignored."""
    document, field = run.document, options.field
    if options.ignore_missing and not document.has(field):
        return None
    text = document.text(field)
    if text is None and not options.ignore_missing:
        raise errors.field_is_null(field, "cannot parse user-agent.")
    return text
