"""What a product sent to a model service, and what came back: kept with the exchange that caused it (`journal.Entry.upstream`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from .wire import Json

if TYPE_CHECKING:
    from .secrets import Mask


class UpstreamCall(NamedTuple):
    """One request to a service. Its headers hold no secrets any more; url, body and answer may."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: str | None
    status: int | None
    """What the service answered; None where it could not be reached."""
    answer: Json
    """Its body: a text, or a value that was never one."""
    secrets: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<UpstreamCall {self.method} -> {self.status}>"  # what came and went may hold secrets

    @property
    def size(self) -> int:
        """About how many characters it takes to keep."""
        return len(self.url) + len(self.body or "") + _size(self.answer)

    def shown(self, mask: Mask) -> dict[str, Json]:
        """As JSON, secrets hidden. Bodies that are JSON are shown as what they are."""
        mask.learn({"password": list(self.secrets)})
        return {
            "method": self.method,
            "url": mask.text(self.url),
            "headers": mask.value(dict(self.headers)),
            "body": _shown(self.body, mask),
            "status": self.status,
            "answer": _shown(self.answer, mask),
        }


def _size(value: Json) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list) and value and isinstance(value[0], float):
        return 32 * len(value)
    if isinstance(value, list | dict):
        return sum(map(_size, value.values() if isinstance(value, dict) else value))
    return 8


def _shown(text: Json, mask: Mask) -> Json:
    if not isinstance(text, str):
        return mask.value(text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return mask.text(text)
    return mask.value(value)
