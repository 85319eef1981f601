"""Telling users apart: what the products' security has in common. The vendors' own is behind `Guard`.

A cluster without security has no guard (`State.guard` is None) and pays one look for each step here. Users are told apart
before anything else is looked at, the route included; whether one may do what the request asks is decided by the product:
before the body is read where the server only hands the bytes on, after it where the server reads first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from .errors import ApiError
from .wire import Json

if TYPE_CHECKING:
    from .cluster import State
    from .operations import Call
    from .pipeline import Exchange

SCHEMES = ("basic", "apikey", "bearer")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an `Authorization` header holds."""

    scheme: str
    """In lower case, one of `SCHEMES`."""
    value: str = field(repr=False)


class Guard(Protocol):
    """Who a product lets in, and to what."""

    def authenticate(self, exchange: Exchange) -> Any:
        """The user who sent the request, kept as `Call.user`; raises the product's 401."""
        ...

    def authorize(self, call: Call, *, body_read: bool) -> bool:
        """Raise the product's 403 unless the user may do this. False: not decided yet, to be asked again with the body read."""
        ...

    def own_headers(self, state: State) -> dict[str, str]:
        """Headers of the user who may do everything."""
        ...


def own_headers(state: State) -> dict[str, str]:
    """Headers of requests that set a cluster up, for it lets nobody in without them if it has a guard."""
    return {} if state.guard is None else state.guard.own_headers(state)


class SecurityError(ApiError):
    """A refusal of security: 401 with the ways to authenticate as `challenges`, repeated in its headers, or 403."""

    def __init__(
        self,
        status: int,
        reason: str,
        *,
        challenges: tuple[str, ...] = (),
        metadata: dict[str, Json] | None = None,
        caused_by: ApiError | None = None,
    ) -> None:
        headers = [("WWW-Authenticate", challenge) for challenge in challenges]
        super().__init__(status, "security_exception", reason, metadata=metadata, caused_by=caused_by, headers=headers)
        self.challenges = challenges

    def _described(self, trace: bool, *, cause: bool) -> dict[str, Json]:
        described = super()._described(trace, cause=cause)
        if self.challenges:
            described["header"] = {"WWW-Authenticate": list(self.challenges)}
        return described


def credentials_of(header: str | None) -> Credentials | None:
    """The credentials in an `Authorization` header; None for none, an unknown scheme or an empty value."""
    if header is None:
        return None
    scheme, _, value = header.partition(" ")
    scheme, value = scheme.lower(), value.strip()
    return Credentials(scheme, value) if scheme in SCHEMES and value else None


def authenticate(exchange: Exchange) -> None:
    """A step: find out who asks. `OPTIONS` is answered to everybody."""
    guard = exchange.cluster.state.guard
    if guard is not None and exchange.request.method != "OPTIONS":
        exchange.user = exchange.cluster.state.user = guard.authenticate(exchange)


def authorize_unread(exchange: Exchange) -> None:
    """A step: may the user do this? Before the body is read."""
    _authorize(exchange, body_read=False)


def authorize(exchange: Exchange) -> None:
    """The same once the body was read, for what could not be decided before."""
    if not exchange.authorized:
        _authorize(exchange, body_read=True)


def _authorize(exchange: Exchange, *, body_read: bool) -> None:
    guard = exchange.cluster.state.guard
    if guard is not None:
        assert exchange.call is not None
        exchange.authorized = guard.authorize(exchange.call, body_read=body_read)


def read_mapping(option: str, given: Any, one_of: Callable[[str], tuple[str, Any]] | None = None) -> Mapping[str, Any]:
    """An option that maps names, as it is given in Python; as JSON on a command line, or as a list that `one_of` reads."""
    if not given:
        return {}
    if isinstance(given, str) and one_of is not None and not given.lstrip().startswith("{"):
        return dict(one_of(one) for one in given.split(","))
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError as bad:
            raise ValueError(f"the option {option} is no JSON: {bad}") from None
    if not isinstance(given, Mapping):
        raise ValueError(f"the option {option} maps names to what they stand for")
    return given
