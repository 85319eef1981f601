"""Paths under `/_fakeinfer/`: looking at a running fake and steering it. They are ours alone; no real server has them.

GET  /_fakeinfer/ui          a page to look at journal, state and coverage in a browser
GET  /_fakeinfer/health      product, version, how many requests were answered
GET  /_fakeinfer/state       everything the cluster holds, secrets masked
GET  /_fakeinfer/journal     what was asked and answered (`?operation=inference.*`, `?size=100`), secrets masked
GET  /_fakeinfer/coverage    its operations, how often each was asked for, and what it answered
GET  /_fakeinfer/openapi.json  an OpenAPI document of what the fake implements at its version

POST /_fakeinfer/reset       back to the beginning
POST /_fakeinfer/snapshot    keep the state; answers its name (`?name=` chooses one)
POST /_fakeinfer/restore     put a kept state back (`?name=`, the last one by default)
POST /_fakeinfer/seed        send the requests of a seed file, whose text is the body: console text, or a list where the content type is
                             JSON or YAML; none of them counts if one is refused

GET  /_fakeinfer/clock       the cluster's time
POST /_fakeinfer/clock       `{"freeze": "2026-01-01T00:00:00Z"}` (or `true`, for now), `{"resume": true}`,
                             `{"advance": {"hours": 1, "minutes": 15, "seconds": 0.5}}`

GET    /_fakeinfer/faults    what is declared to go wrong, and how often it struck
POST   /_fakeinfer/faults    declare a fault: `{"operation": "bulk", "status": 429, "times": 2}`; the keys are those of `fake.fail`,
                             with `delay` in seconds, and `fields` for what a call has to have
DELETE /_fakeinfer/faults    take all back, or the one that `?number=` names

POST   /_fakeinfer/scripts   lay down what an endpoint answers: `{"endpoint": "x", "answers": [..]}`, `"embeds": {text: vector}` with
                             `"strict"`, `"streams": {"chunks": .., "delay": ..}`, `"reset": true` to forget what was there
DELETE /_fakeinfer/scripts   forget what was laid down about all endpoints
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import ApiError
from ..formats import jsontext
from ..formats.escapes import query_parameters
from ..wire import Json, Response
from . import looking, steering

if TYPE_CHECKING:
    from ..pipeline import Exchange

Action = Callable[["Exchange", dict[str, str]], Json | Response]
"""Takes the query's parameters; answers JSON, or what is none."""

ACTIONS: dict[str, dict[str, Action]] = {
    "ui": {"GET": looking.page},
    "health": {"GET": looking.health},
    "state": {"GET": looking.state},
    "journal": {"GET": looking.journal},
    "coverage": {"GET": looking.coverage},
    "openapi.json": {"GET": looking.openapi},
    "reset": {"POST": steering.reset},
    "snapshot": {"POST": steering.snapshot},
    "restore": {"POST": steering.restore},
    "seed": {"POST": steering.seed},
    "clock": {"GET": steering.clock, "POST": steering.turn_clock},
    "faults": {"GET": steering.faults, "POST": steering.declare_fault, "DELETE": steering.remove_faults},
    "scripts": {"POST": steering.lay_down, "DELETE": steering.forget_scripts},
}


def handle_admin(exchange: Exchange) -> Response:
    """Answer one admin request; unknown ones say what there is."""
    path, _, query = exchange.request.target.partition("?")
    method, name = exchange.request.method, path.removeprefix("/_fakeinfer").strip("/")
    status = 200
    try:
        value = _action(method, name)(exchange, query_parameters(query))
    except ApiError as error:
        status, value = error.status, error.body()
    if isinstance(value, Response):
        return value
    return Response(status, [("content-type", "application/json")], jsontext.dumps(value, pretty=True).encode())


def _action(method: str, name: str) -> Action:
    known = ACTIONS.get(name)
    if known is None:
        listed = ", ".join(f"{verb} /_fakeinfer/{action}" for action, verbs in ACTIONS.items() for verb in verbs)
        raise ApiError(404, "fakeinfer_no_such_path_exception", f"no [/_fakeinfer/{name}]; there are {listed}")
    action = known.get("GET" if method == "HEAD" else method)
    if action is None:
        verbs = " or ".join(known)
        raise ApiError(405, "fakeinfer_wrong_method_exception", f"[/_fakeinfer/{name}] takes {verbs}, not {method}")
    return action
