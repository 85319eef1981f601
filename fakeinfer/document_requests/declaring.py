"""Declaring in both products an operation that both have: what is equal stands here, the rest in the vendor's module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ..errors import ApiError
from ..operations import BodyMode, Call, Parameter, Route, operation
from ..wire import Json
from .parameters import UNREAD


class Shared(NamedTuple):
    """An operation but for who may call it, where it is described, and what parameters one product adds."""

    id: str
    routes: tuple[Route, ...]
    run: Callable[[Call], Any]
    query: Mapping[str, Parameter]
    body: BodyMode = "none"
    reader: Callable[[Call, bytes, str], Json] | None = None
    missing_body: Callable[[], ApiError] | None = None
    unread: str | None = UNREAD
    """Why parameters that the function does not look at change nothing."""

    def declared(
        self,
        module: str,
        *,
        privilege: str,
        source: str,
        query: Mapping[str, Parameter] | None = None,
        routes: tuple[Route, ...] = (),
        since: str | None = None,
        before: Callable[[Call], None] | None = None,
    ) -> Callable[[Call], Any]:
        """The operation as one of `module`'s, with the product's own parameters and routes beside the shared ones.

        `before` is what the product does first.
        """

        def run(call: Call) -> Any:
            if before is not None:
                before(call)
            return self.run(call)

        run.__module__, run.__doc__ = module, self.run.__doc__
        return operation(
            self.id,
            *self.routes,
            *routes,
            query={**self.query, **(query or {})},
            body=self.body,
            since=since,
            privilege=privilege,
            source=source,
            unread_query=self.unread,
            reader=self.reader,
            missing_body=self.missing_body,
        )(run)
