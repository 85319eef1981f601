"""Many clusters behind one door, told apart by the path prefix `/_t/<tenant>`; they share a socket and nothing else."""

from __future__ import annotations

from dataclasses import replace

from ..formats import jsontext
from ..wire import Request, Response
from .common import Handler

PREFIX = "/_t/"


class Hub:
    """Hands each request to the cluster of its tenant. The tenant "" is the one that paths without a prefix reach."""

    def __init__(self) -> None:
        self._handlers: dict[str, Handler] = {}

    def add(self, handler: Handler, tenant: str = "") -> str:
        """Put a cluster behind the door; returns its path prefix. ValueError for a tenant that is taken or no path segment."""
        if "/" in tenant or "?" in tenant or "%" in tenant:
            raise ValueError(f"{tenant!r} is no tenant: it becomes one segment of the path")
        if tenant in self._handlers:
            raise ValueError(f"there is a tenant {tenant!r} already")
        self._handlers[tenant] = handler
        return f"{PREFIX}{tenant}" if tenant else ""

    def remove(self, tenant: str = "") -> None:
        """Take a cluster away; one that is not there is fine."""
        self._handlers.pop(tenant, None)

    def handle(self, request: Request) -> Response:
        """Answer one request; the cluster sees it without the prefix."""
        target = request.target
        tenant = ""
        if target.startswith(PREFIX):
            path, question, query = target.partition("?")
            tenant, _, rest = path[len(PREFIX) :].partition("/")
            request = replace(request, target=f"/{rest}{question}{query}")
        handler = self._handlers.get(tenant)
        return handler.handle(request) if handler is not None else self._nobody(tenant)

    def _nobody(self, tenant: str) -> Response:
        """Our own refusal: the real servers have no tenants."""
        where = f"at [{PREFIX}{tenant}]" if tenant else f"without a prefix [{PREFIX}<tenant>]"
        kind = "fakeinfer_no_such_tenant_exception"
        error = {"type": kind, "reason": f"no cluster answers {where}; it was removed, or never added"}
        body = {"error": {"root_cause": [error], **error}, "status": 404}
        return Response(404, [("content-type", "application/json")], jsontext.dumps(body).encode())

    def __len__(self) -> int:
        return len(self._handlers)

    def __repr__(self) -> str:
        return f"<Hub of {len(self)}>"
