"""A product of three operations, for tests of what looks at exchanges; whatever happened is written down by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from fakeinfer.clock import Clock
from fakeinfer.contract import Contract, Product
from fakeinfer.formats import jsontext
from fakeinfer.journal import Entry, Journal
from fakeinfer.operations import DELETE, GET, PUT, Bool, Call, Int, operation
from fakeinfer.pipeline import Exchange
from fakeinfer.schema import OperationSchema, Schema
from fakeinfer.versions import Version
from fakeinfer.wire import Json, Request, Response


@operation("toy.put", PUT("/_toy/{kind}/{toy_id}"), query={"wait": Bool(False), "size": Int()}, source="tests")
def put(call: Call) -> Json:
    """Make a toy."""


@operation("toy.get", GET("/_toy/{toy_id}"), GET("/_toy/_all", since="1.2"), source="tests")
def get(call: Call) -> Json:
    """Look at a toy."""


@operation("toy.delete", DELETE("/_toy/{toy_id}"), query={"force": Bool(False)}, source="tests")
def delete(call: Call) -> Json:
    """Throw a toy away."""


@operation("toy.mend", PUT("/_toy/{toy_id}/_mend"), since="2.0", source="tests")
def mend(call: Call) -> Json:
    """Repair a toy; older versions cannot."""


TOYS = Product("toys", {"1.0": "1.0.0", "2.0": "2.0.0"}, (__name__,), (), refusals={})


def toy_contract(version: str = "1.0.0") -> Contract:
    """The contract of the toys; `toy.put` marks the body field `pin` as secret."""
    contract = Contract(TOYS, Version.parse(version))
    body = Schema({"type": "object", "properties": {"pin": {"type": "string", "x-secret": True}}})
    contract.__dict__["_schemas"] = {id: OperationSchema(body=body) for id in ("toy.put", "toy.get", "toy.delete")}
    return contract


class Toys:
    """A journal of toys."""

    def __init__(self) -> None:
        self.contract = toy_contract()
        self.journal = Journal(self.contract)
        self.clock = Clock()

    def happened(
        self,
        method: str,
        target: str,
        body: Json | bytes = b"",
        status: int = 200,
        answer: Json | bytes = b"",
        by: str = "fake",
    ) -> Entry:
        """Write an exchange down and return its entry."""
        headers = {"content-type": "application/json", "authorization": "ApiKey canary-in-the-header"}
        request = Request.build(method, target, headers, _bytes(body))
        self.clock.tick()
        cluster: Any = SimpleNamespace(state=SimpleNamespace(clock=self.clock, upstream_calls=[]))
        match = self.contract.trie.find(request.path)
        exchange = Exchange(
            cluster, request, match=match, target=match.node.targets.get(method) if match else None, by=by
        )
        self.journal.add(exchange, Response(status, [("content-type", "application/json")], _bytes(answer)))
        return self.journal[-1]


def _bytes(value: Json | bytes) -> bytes:
    return value if isinstance(value, bytes) else jsontext.dumps(value).encode()


def refusal(type: str, reason: str, **cause: Json) -> Json:
    """The body of a refusal."""
    return {"error": {"root_cause": [], "type": type, "reason": reason, **cause}}
