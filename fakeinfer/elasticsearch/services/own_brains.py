"""Services that answer by themselves: their file names, under `brains`, a module that stands in for the cluster's brains.

The module has the functions of `OwnBrains`. What it does not care for it leaves to the file: names, types and places of
settings are read from there.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

from ...errors import ApiError
from ...wire import Json
from ..inference import endpoint_errors as errors

if TYPE_CHECKING:
    from ...brains.chat import Conversation
    from ...cluster import State
    from ..inference.results import Result
    from .plans import Plan
    from .reading import Parts
    from .service import Service


class OwnBrains(Protocol):
    """What such a module has."""

    def look_at(self, plan: Plan, parts: Parts) -> None:
        """See the body of a new endpoint before its settings are read; may refuse it, or take something away."""
        ...

    def infer(
        self,
        state: State,
        service: Service,
        endpoint: Mapping[str, Any],
        texts: Sequence[str],
        task_settings: Mapping[str, Any],
    ) -> Result:
        """What the endpoint answers; `task_settings` are those of the request, as they came."""
        ...

    def chat(self, asked: Conversation) -> Iterator[Json]:
        """The chunks of an answer to a conversation."""
        ...

    def chat_at_once(self, endpoint: Mapping[str, Any], asked: Conversation) -> Json:
        """The same answer in one piece."""
        ...

    def chunking(self, asked: Mapping[str, Any] | None) -> Mapping[str, Any]:
        """How a text is cut, where a field asks for that or for nothing."""
        ...


def own_brains(service: Service | None) -> OwnBrains | None:
    """The module that answers for a service; None where the cluster's brains do."""
    name = None if service is None else service.document.get("brains")
    return None if name is None else cast("OwnBrains", importlib.import_module(name))


def try_out(state: State, service: Service, endpoint: Mapping[str, Any]) -> None:
    """Ask a new endpoint once, as the server does; 400 with the refusal it got."""
    own = own_brains(service)
    if own is None or endpoint["task_type"] == "chat_completion":
        return
    try:
        own.infer(state, service, endpoint, ["how big"], {})
    except ApiError as refused:
        raise errors.trial_refused(refused) from None
