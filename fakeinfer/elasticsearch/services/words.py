"""The words that a service's file may use; `service.py` says what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

FILE = frozenset(
    {
        "name", "title", "source", "since", "until", "aliases", "task_types", "chunking", "streams", "input_type",
        "service_settings", "secret_settings", "task_settings", "read", "print", "print_before", "rules", "probe", "parsed", "parsed_updates",
        "plain_chat", "hook", "variants", "open_task_settings", "return_documents", "other_data", "reasons", "apis", "no_task_settings", "ignores",
        "leftovers_win", "needs_connection", "brains", "updatable", "updatable_only_with", "update_replaces", "upstream", "listing",
    }
)  # fmt: skip
SETTING = frozenset(
    {
        "$ref", "type", "enum", "minimum", "maximum", "minLength", "format", "properties", "required", "default", "fixed",
        "forbidden", "since", "until", "tasks", "variants", "for", "before", "ignore_case", "stored_as", "printed_as",
        "old_names", "moved_from", "texts", "type_error", "unset", "leftovers", "ordered", "minProperties", "nested", "values",
        "hidden", "keys", "pairs", "scope", "secret", "says_if_sent", "stops", "null", "empty", "parser", "not_to_change",
    }
)  # fmt: skip
RULE = frozenset({"in", "must", "error", "as", "fields", "tasks", "since", "until", "variants"})
PROBE = frozenset({"model", "unknown", "similarity", "replaces", "task_settings", "before", "variants"})
UPSTREAM = frozenset(
    {
        "source", "like", "heads", "too_large", "usage", "says", "reads", "body", "url", "paths", "form", "type", "statuses",
        "causes", "passes_on", "chat", "mid_stream", "sends", "tasks", "before",
    }
)  # fmt: skip


def unknown_words(document: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """Every word of a file that nobody reads, with those that could stand there."""
    yield from _others(document, FILE)
    yield from _others(document.get("probe", {}), PROBE)
    yield from unknown_in_upstream(document.get("upstream", {}))
    for rule in document.get("rules", ()):
        yield from _others(rule, RULE)
    for scope in ("service_settings", "secret_settings", "task_settings"):
        for entry in document.get(scope, {}).values():
            yield from unknown_in_setting(entry)


def unknown_in_upstream(entry: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """The same of what a provider does, or of a family of that."""
    yield from _others(entry, UPSTREAM)
    for changed in (*entry.get("tasks", {}).values(), *entry.get("before", {}).values()):
        yield from unknown_in_upstream(changed)


def unknown_in_setting(entry: Mapping[str, Any]) -> Iterator[tuple[str, frozenset[str]]]:
    """The same of one setting, at any depth."""
    yield from _others(entry, SETTING)
    for changed in (*entry.get("for", {}).values(), *entry.get("before", {}).values()):
        yield from unknown_in_setting(changed)
    for inner in entry.get("properties", {}).values():
        yield from unknown_in_setting(inner)


def _others(entry: Mapping[str, Any], known: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    return ((word, known) for word in entry if word not in known)
