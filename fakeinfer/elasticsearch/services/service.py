"""Inference services as data. One file a service, `<name>.json`; this page is the description of that file, and finds services.

What a file means for one version and task type is compiled in `plans.py`.

Words that are not described here are in no file: `words.py` lists them all. `own.py` takes such files from elsewhere.

The file
    name, title     on the wire, and in the listing of services
    source          where its facts come from
    since, until    versions that have it (spans as everywhere: "8.19/9.1")
    aliases         other values of `service`, each with its span: {"sagemaker": {}}
    task_types      each with the version it came in: {"text_embedding": "8.12", "completion": "8.14"}
    chunking        the task types that take `chunking_settings`
    streams         the task types that can stream, with their versions
    plain_chat      the version from which it answers chats in one piece too
    input_type      what the perform body's `input_type` may be: "any", "none" or a list of words; by model_id where
                    only some models take one
    return_documents  "refused": a rerank request may not name it
    other_data      the task types that take more than text (images), and several items for one embedding
    reasons         true: chats may ask for reasoning
    service_settings, secret_settings, task_settings
                    the settings, in the order in which the server reads them (secrets stand in `service_settings` on the
                    wire). Each is an entry, see below
    read            where a task type is read in another order: {"service_settings": {"completion": [..]}}, the first names
    print           what is printed and in which order, by object and task type ("*": every other). What is read and not
                    printed is kept hidden. An object that is not named prints everything as it was read
    print_before    the same for versions before an edge: {"9.5": {"service_settings": {..}}}, the newest edge first
    rules           conditions between settings, see below
    probe           what the server learns when it tries a new endpoint, and fills in where nothing was sent:
                      model          the setting that names the model (default "model_id"), looked up in `models.json`
                      unknown        the vector length of a model nobody knows (default 1024)
                      similarity     the similarity, or {setting: {its value: similarity}}
                      replaces       what a known model or the similarity above replaces even when it was sent; without
                                     it the server compares what it measures with the `dimensions` sent
                      task_settings  by task type, defaults that the server puts in place at this moment
                    `before` and `variants` in it as in settings
    parsed          objects that are read by an object parser, see `parsed.py`: {"service_settings": {"since": "9.6"}}, with
                    `tasks`, `variants` and `for` as in settings, the `name` of the parser if it is not the object's, `builds`,
                    the settings that are missed first, `passes`, further fields that it knows, and `"collects": true` where
                    all that is missing is told together as a `validation_exception`
    parsed_updates  the same of objects that a parser reads in updates
    hook            "elasticsearch": a service that runs models in the cluster, see `in_cluster.py`; "apis": one that passes on
                    to other APIs, see `apis.py`; "templates": one whose settings are templates, see `templates.py`
    variants        the kinds of model that the hook tells apart; settings and rules name theirs
    apis            of the hook "apis": the task types of each variant
    open_task_settings  the variants that ignore unknown task settings
    no_task_settings    {variant: what is said when an endpoint is created with task settings}
    ignores         what else of the body is not looked at: "body" (other keys), "task_settings"
    leftovers_win   true: unknown service settings are answered before anything else that is wrong with them
    brains          a module that answers in place of the cluster's brains, see `own_brains.py`
    needs_connection  true: without a connection to the Elastic Inference Service a new endpoint cannot be tried
    updatable       the service settings that an update changes beside secrets, by task type ("*": every other); a file that
                    does not say means `rate_limit` and `max_input_tokens`, where they exist. See `updating.py`
    updatable_only_with  those that change only where `setting` is set already: {"setting": .., "names": [..], "error": ..};
                    elsewhere they are unknown, or refused with the `error`
    update_replaces  objects that an update replaces as a whole: ["task_settings"]
    upstream        what is said when the model provider fails, see `upstreams.py`
    listing         how its settings are shown in the listing of services, see `listing.py`

A setting is a JSON Schema fragment (`type`, `enum`, `minimum`, `maximum`, `minLength`, `format`, `properties`) and says besides
    $ref            take over an entry of `shared.json`; what stands beside it wins
    required        true: its absence is a problem. null is absence everywhere. "if_any": only where the body says something
                    that no setting before it has read
    default         stored and printed when nothing was sent
    fixed           printed always, never read
    forbidden       true, or the sentence with which it is refused
    since, until, tasks, variants
                    where it exists; elsewhere it is an unknown setting
    for, before     changes of the entry by task type {"completion": {..}}, and in versions before an edge {"9.5": {..}}
    ignore_case     of an enum: true unless it says false; blanks around the word are then ignored too
    stored_as       of an enum: the words that are kept under another name
    printed_as      "upper", or the name under which the setting is printed
    old_names       names it had, still read; its own name wins
    moved_from      names in `task_settings` from which it is taken when it is absent
    texts           sentences of its own: {"required": .., "enum": .., "minimum": ..}
    type_error      "status": a wrong type is answered at once, alone; "ignored": it counts as the default; "argument": a
                    text that is no URL is answered at once, alone
    unset           a number that counts as absent
    null, empty     in an object that is parsed: "taken": null is as good as absence; "clears": an update takes the setting
                    back by it; elsewhere it is refused. And what becomes of an empty text: "argument" (required settings) and
                    "invalid" (a `validation_exception`) are ways to refuse it, "taken" is what others do
    parser          of an object in one that is parsed: the name of its parser, if it is not the setting's
    not_to_change   the sentence with which the parser of updates refuses it; others that cannot change are unknown to it
    leftovers       of an object: what unknown keys get: "status" (at once), "collected", "rate_limit"
    nested          of an object: what its settings are called in errors. Its problems are collected with the others, in the
                    scope of its path; unknown keys count after them, or before ("leftovers": "first"). `minProperties`
    values, hidden  of an object: the Java classes of its values, and whether a wrong one is not quoted
    keys            of an object: words that it translates to other texts
    pairs           of an array: it holds pairs of texts
    scope           another place that its problems name
    secret          of a service setting: it is kept with the secrets
    says_if_sent    of a forbidden flag: it is printed, and says whether the setting of this name was sent
    stops           problems that were found so far are answered when it was read
    ordered         of an object: [low, high], two numbers of which the first must not be larger
Numbers are read by their Java class: "integer" is an int (`"format": "int64"`: or a long) and refuses 1.0, "number" is a
double and refuses 1.

A rule: {"in": place, "must": condition, "error": text}, with `tasks`, `since`, `until`, `variants` as above. Place: the object
whose problems it joins, or "model": answered alone when all objects were read (`"as": "validation"` for that type). The
condition is the part of JSON Schema that `rules.py` knows. `{name}` in the text is the value of a setting, `{missing}` and
`{received}` are counted among `fields`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ...contract import Contract
from ...versions import Span, Version, reached
from ..inference.task_types import TASK_TYPES

FOLDER = Path(__file__).parent
OBJECTS = ("service_settings", "secret_settings", "task_settings")
NOT_SERVICES = ("shared", "models", "upstream")


class Service(NamedTuple):
    """A service at one version: the file, and what of it exists."""

    name: str
    document: Mapping[str, Any]
    task_types: tuple[str, ...]
    """In the server's order."""

    @property
    def title(self) -> str:
        """The name it is shown by."""
        return str(self.document["title"])

    @property
    def runs_in_cluster(self) -> bool:
        """Whether its models are deployed in the cluster itself; any other service asks a provider."""
        return self.document.get("hook") == "elasticsearch"

    @property
    def input_type(self) -> str | list[str] | dict[str, list[str]]:
        """What the perform body's `input_type` may be: "any", "none", a list, or lists by model."""
        accepted: str | list[str] | dict[str, list[str]] = self.document.get("input_type", "any")
        return accepted


def services(contract: Contract) -> dict[str, Service]:
    """The services of a version by every name a body may call them."""
    memo = contract.memo
    if "services" not in memo:
        own = (document for stem, document in _files().items() if stem not in NOT_SERVICES)
        memo["services"] = services_among(own, contract.version)
    found: dict[str, Service] = memo["services"]
    return found


def secrets_of(service: Service) -> Iterator[str]:
    """The names of the settings that are kept secret."""
    yield from service.document.get("secret_settings", {})
    for name, entry in service.document.get("service_settings", {}).items():
        if entry.get("secret"):
            yield name


def streaming_task_types(contract: Contract, service: Service) -> list[str]:
    """The task types for which the service streams at this version."""
    streams: Mapping[str, str] = service.document.get("streams", {})
    return [name for name, since in streams.items() if reached(contract.version, since) and name in service.task_types]


def chats_in_one_piece(contract: Contract, service: Service) -> bool:
    """Whether the service answers chats without streaming too at this version."""
    since = service.document.get("plain_chat")
    return since is not None and reached(contract.version, since)


# --- from files -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _files() -> dict[str, Any]:
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))}


def families() -> Mapping[str, Any]:
    """What the `upstream` of services has in common, by family."""
    found: Mapping[str, Any] = _files()["upstream"]
    return found


def shared_entries() -> Mapping[str, Any]:
    """Entries of settings that many services have, by the name that `$ref` gives."""
    found: Mapping[str, Any] = _files()["shared"]
    return found


def known_dimensions() -> Mapping[str, int]:
    """The vector length of models whose length is public, by model name."""
    sizes: Mapping[str, int] = _files()["models"]["dimensions"]
    return sizes


def services_among(documents: Iterable[Mapping[str, Any]], version: Version) -> dict[str, Service]:
    """Those of the files' services that a version has, by every name a body may call them."""
    found: dict[str, Service] = {}
    for document in documents:
        if version not in Span(document.get("since"), document.get("until")):
            continue
        task_types = tuple(
            name
            for name, span in TASK_TYPES.items()
            if name in document["task_types"] and version in span and reached(version, document["task_types"][name])
        )
        service = Service(document["name"], document, task_types)
        found[service.name] = service
        for alias, entry in document.get("aliases", {}).items():
            if version in Span(entry.get("since"), entry.get("until")):
                found[alias] = service
    return found
