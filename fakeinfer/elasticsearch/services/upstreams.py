"""What a service's file says about its provider's failures (`upstream`), merged for one task type and version.

The algorithm is in `../upstream.py`. An entry names a family of `upstream.json` and what differs from it:
    like            the family; `source` as above
    heads           what the answer begins with, by the provider's status: "429", else "4xx", else "*". `{url}` is the address
                    that was asked, `{x-..}` a header of the provider's answer ("unknown" where it has none)
    too_large       {"text": .., "head": ..}: the head of a 400 whose message contains the text
    usage           {"with": [headers], "head": ..}: the head of a 429 that has one of the headers
    says            what the provider usually says, by status: a text, or {"message", "type", "code"}
    reads           what of that the server repeats: "text" (the message, the default), "body" (the whole body), "response" (body
                    and status line)
    body            the provider's body, where it is repeated
    url, paths      the address: templates of which the first is taken whose settings are all there; `{path}` by task type
    form            "plain": the head is all there is to say and the status is by `statuses`; `type` is the exception's,
                    `causes` names the provider's own exceptions, by its status
    passes_on       headers of the provider's answer that go out with the refusal
    chat            the `type` and `code` of a refused chat: fixed, or `{type}`, `{code}`, `{status}` of the provider;
                    without `chat` they are told as any other refusal
    mid_stream      what an ordinary stream ends with when the provider fails in its middle
    sends           which request could not be sent, for answers that nobody can read
    tasks           what differs for a task type; before: what differed in versions before an edge
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...contract import Contract
from ...versions import Version, reached
from .service import Service, families

_MERGED = ("heads", "says", "paths")
"""What a later layer adds to; everything else it replaces."""


class Provider(NamedTuple):
    """The merged data."""

    heads: Mapping[str, str]
    says: Mapping[str, Any]
    paths: Mapping[str, str]
    urls: Sequence[str]
    reads: str
    body: Any
    sends: str
    is_plain: bool
    type: str
    statuses: Mapping[str, int]
    causes: Mapping[str, str]
    passes_on: Sequence[str]
    too_large: Mapping[str, str] | None
    usage: Mapping[str, Any] | None
    chat: Mapping[str, str] | None
    mid_stream: Mapping[str, str] | None


def provider_of(contract: Contract, service: Service, task_type: str) -> Provider:
    """The provider behind a service, from the contract's memo."""
    key = f"provider/{service.name}/{task_type}"
    provider: Provider | None = contract.memo.get(key)
    if provider is None:
        entry = service.document.get("upstream", {"like": "basic", "sends": service.title})
        provider = contract.memo[key] = _compiled(merged(entry, task_type, contract.version))
    return provider


def merged(entry: Mapping[str, Any], task_type: str, version: Version) -> dict[str, Any]:
    """An entry with its family, what differs for the task type and what differed in the version."""
    found: dict[str, Any] = {}
    if "like" in entry:
        found = merged(families()[entry["like"]], task_type, version)
    _add(found, entry)
    for edge, changed in entry.get("before", {}).items():
        if not reached(version, edge):
            _add(found, changed)
    own = entry.get("tasks", {}).get(task_type)
    if own is not None:
        _add(found, merged(own, task_type, version))
    return found


def _add(found: dict[str, Any], layer: Mapping[str, Any]) -> None:
    for name, value in layer.items():
        found[name] = {**found.get(name, {}), **value} if name in _MERGED else value


def _compiled(found: Mapping[str, Any]) -> Provider:
    urls = found.get("url", ())
    return Provider(
        heads=found["heads"],
        says=found.get("says", {}),
        paths=found.get("paths", {}),
        urls=[urls] if isinstance(urls, str) else urls,
        reads=found.get("reads", "text"),
        body=found.get("body", {}),
        sends=found["sends"],
        is_plain=found.get("form") == "plain",
        type=found.get("type", "status_exception"),
        statuses=found.get("statuses", {}),
        causes=found.get("causes", {}),
        passes_on=found.get("passes_on", ()),
        too_large=found.get("too_large"),
        usage=found.get("usage"),
        chat=found.get("chat"),
        mid_stream=found.get("mid_stream"),
    )
