"""Reading templates of requests: the server's checks, in its order, and the form in which it shows them.

Order of checks observed: opensearch 2.19.1.
"""

from __future__ import annotations

from typing import Any

from ..errors import ApiError, illegal_argument, not_implemented, request_invalid
from ..indices.aliasing import check_alias
from ..indices.creating import FORBIDDEN, read_alias
from ..indices.settings import read_settings
from ..indices.templates import COMPONENTS, COMPOSABLE, Template, composed, invalid_template, shown_template
from ..mapping.parsing import Reader
from ..object_parser import BOOLEAN, LONG, OBJECT, TEXTS, Field, ObjectParser, reader_of, within
from ..operations import Call
from ..wire import Json


def _read_mappings(value: Json, *at: Any) -> Json:
    if isinstance(value, str):
        raise not_implemented("mappings of a template that are a text")
    return value


MAPPINGS = Field(("START_OBJECT", "VALUE_STRING"), _read_mappings)


def _not_there(name: str) -> Field:
    def read(value: Json, *at: Any) -> Json:
        raise not_implemented(f"[{name}] of templates")

    return Field(("START_OBJECT", "VALUE_NULL"), read)


PARTS = {"settings": OBJECT, "mappings": MAPPINGS, "aliases": OBJECT}
TEMPLATES = {
    "elasticsearch": ObjectParser(
        "template", {**PARTS, **{name: _not_there(name) for name in ("lifecycle", "data_stream_options")}}
    ),
    "opensearch": ObjectParser("template", PARTS),
}
NUMBER = Field(
    ("VALUE_NUMBER", "VALUE_STRING", "VALUE_NULL"), lambda value, *at: None if value is None else LONG.read(value, *at)
)
OF_INDEX = {
    "index_patterns": TEXTS,
    "composed_of": TEXTS,
    "priority": NUMBER,
    "version": NUMBER,
    "_meta": OBJECT,
    "data_stream": OBJECT,
}
OWN: dict[str, dict[str, Field]] = {
    "elasticsearch": {
        "allow_auto_create": BOOLEAN,
        "ignore_missing_component_templates": TEXTS,
        "deprecated": BOOLEAN,
    },
    "opensearch": {"context": OBJECT},
}
"""Keys of index templates that only one product knows."""
ORDER = ("priority", "version", "_meta", "allow_auto_create", "ignore_missing_component_templates", "deprecated")
"""Keys that are shown as they were sent."""


def read_index_body(call: Call, data: bytes, format: str) -> Json:
    """The body of an index template."""
    product = call.contract.product.name
    fields = {**OF_INDEX, "template": within(TEMPLATES[product]), **OWN[product]}
    return reader_of(ObjectParser("index_template", fields, required=("index_patterns",)))(call, data, format)


def read_component_body(call: Call, data: bytes, format: str) -> Json:
    """The body of a component template."""
    product = call.contract.product.name
    fields = {"template": within(TEMPLATES[product]), "version": NUMBER, "_meta": OBJECT}
    if product == "elasticsearch":
        fields["deprecated"] = BOOLEAN
    return reader_of(ObjectParser("component_template", fields, required=("template",)))(call, data, format)


def read_index_template(call: Call, name: str, *, create: bool = False) -> Template:
    """A template of a request as it is shown, or the refusal."""
    body = call.body
    patterns = body["index_patterns"]
    if not patterns:
        raise illegal_argument("There must be at least one pattern, zero given")
    if (body.get("priority") or 0) < 0:
        raise request_invalid("index template priority must be >= 0")
    for key in ("data_stream", "context"):
        if key in body:
            raise not_implemented(f"[{key}] of index templates")
    if create and name in call.store[COMPOSABLE]:
        raise illegal_argument(f"index template [{name}] already exists")
    _refuse_same_priority(call, name, body)
    forgiven = body.get("ignore_missing_component_templates", ())
    absent = [
        part for part in body.get("composed_of", ()) if part not in call.store[COMPONENTS] and part not in forgiven
    ]
    if absent:
        listed = ", ".join(absent)
        cause = f"index template [{name}] specifies component templates [{listed}] that do not exist"
        raise invalid_template(name, cause)
    template = dict(body.get("template") or {})
    problems = [
        *name_problems(name),
        *pattern_problems(patterns, call.contract.product.name),
        *_settings_problems(call, template),
    ]
    if problems:
        raise invalid_template(name, request_invalid(*problems).reason or "")
    check_aliases(call, template)
    shown: Template = {"index_patterns": patterns}
    if "template" in body:
        shown["template"] = shown_template(template)
    shown["composed_of"] = body.get("composed_of", [])
    shown.update({key: body[key] for key in ORDER if body.get(key) is not None})
    _check_mappings(call, name, shown)
    return shown


def _refuse_same_priority(call: Call, name: str, body: Json) -> None:
    """Of two templates whose patterns may mean the same index, one has to come first."""
    priority = body.get("priority") or 0
    clashing = {
        other: one["index_patterns"]
        for other, one in sorted(call.store[COMPOSABLE].items())
        if other != name
        and (one.get("priority") or 0) == priority
        and overlap(body["index_patterns"], one["index_patterns"])
    }
    if clashing:
        listed = ",".join(f"{other} => [{', '.join(patterns)}]" for other, patterns in clashing.items())
        raise illegal_argument(
            f"index template [{name}] has index patterns [{', '.join(body['index_patterns'])}] matching patterns from"
            f" existing templates [{','.join(clashing)}] with patterns ({listed}) that have the same priority [{priority}],"
            " multiple index templates may not match during index creation, please use a different priority"
        )


def overlap(some: list[str], others: list[str]) -> bool:
    return any(_may_mean_the_same(one, other) for one in some for other in others)


def _may_mean_the_same(one: str, other: str) -> bool:
    """Whether there is a name that both patterns match."""
    row = [not other[:end].strip("*") for end in range(len(other) + 1)]
    for character in one:
        before, row = row, [character == "*" and row[0]]
        for at, wanted in enumerate(other, 1):
            if "*" in (character, wanted):
                row.append(before[at] or row[-1] or before[at - 1])
            else:
                row.append(character == wanted and before[at - 1])
    return row[-1]


def _check_mappings(call: Call, name: str, template: Template) -> None:
    try:
        inner = template.get("template") or {}
        bare = {**template, "template": {key: inner[key] for key in inner if key != "mappings"}}
        settings = composed(call.state, bare, "validate-template-index").settings
        Reader(call.state, settings, []).read(inner.get("mappings") or {})
        found = composed(call.state, template, "validate-template-index")
        Reader(call.state, found.settings, call.warnings).read(found.mappings)
    except ApiError as refused:
        cause = illegal_argument(f"invalid composite mappings for [{name}]", caused_by=refused)
        raise illegal_argument(
            f"composable template [{name}] template after composition is invalid", caused_by=cause
        ) from None


def check_aliases(call: Call, template: Template) -> None:
    for alias, options in (template.get("aliases") or {}).items():
        shown = read_alias(alias, options, strict=call.contract.product.name == "opensearch")
        check_alias(call.state, alias.replace("{index}", "index"), shown)
        template["aliases"] = {**template["aliases"], alias: shown}


def name_problems(name: str) -> list[str]:
    checks: tuple[tuple[bool, str], ...] = (
        (" " in name, "name must not contain a space"),
        ("," in name, "name must not contain a ','"),
        ("#" in name, "name must not contain a '#'"),
        ("*" in name, "name must not contain a '*'"),
        (name.startswith("_"), "name must not start with '_'"),
        (name != name.lower(), "name must be lower cased"),
    )
    return [problem for found, problem in checks if found]


def pattern_problems(patterns: list[str], product: str) -> list[str]:
    problems: list[str] = []
    for pattern in patterns:
        checks = (
            (" " in pattern, f"index_patterns [{pattern}] must not contain a space"),
            ("," in pattern, f"index_pattern [{pattern}] must not contain a ','"),
            ("#" in pattern, f"index_pattern [{pattern}] must not contain a '#'"),
            (":" in pattern, f"index_pattern [{pattern}] must not contain a ':'"),
            (pattern.startswith("_"), f"index_pattern [{pattern}] must not start with '_'"),
            (
                any(character in ' "\\<|,>/?' for character in pattern),
                f"index_pattern [{pattern}] must not contain the following characters {FORBIDDEN[product]}",
            ),
        )
        problems.extend(problem for found, problem in checks if found)
    return problems


def _settings_problems(call: Call, template: Template) -> list[str]:
    problems = []
    try:
        read_settings(call.state, template.get("settings") or {}, illegal_argument)
    except ApiError as refused:
        problems.append(refused.reason or "")
        found = (refused.reason or "").partition("unknown setting [")[2].partition("]")[0]
        if found and call.contract.product.name == "opensearch":
            problems.append(f"expected [{found}] to be private but it was not")
    return problems
