"""Every answer that any test gets is held against the response schema of the operation that gave it.

Whatever door it leaves by: a test whose answers do not fit fails at its end, with the operation and what is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from fakeinfer import media, pipeline
from fakeinfer.pipeline import Exchange
from fakeinfer.wire import PlainText, Reply, Response

# The first example of a process builds the whole contract: no deadline. A run says the same thing twice, whoever starts
# it; `--hypothesis-profile=search` looks where no run has looked before.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile("same")

_misfits: list[str] = []
"""What was answered since the last look and does not fit; servers answer on threads of their own."""


@pytest.fixture(scope="session", autouse=True)
def _answers_are_watched() -> Iterator[None]:
    render = pipeline.render

    def watched(exchange: Exchange, reply: Reply) -> Response:
        if exchange.error is None and exchange.call is not None:
            _misfits.extend(misfits(exchange, reply))
        return render(exchange, reply)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "render", watched)
        yield


@pytest.fixture(autouse=True)
def _answers_fit_their_schemas(_answers_are_watched: None) -> Iterator[None]:
    yield
    found = _misfits[:]
    _misfits.clear()
    assert not found, "\n".join(found)


def misfits(exchange: Exchange, reply: Reply) -> Iterator[str]:
    """What of an answer breaks its operation's schema: the value, or the data of each event."""
    call = exchange.call
    assert call is not None
    schema = call.contract.schema(call.operation.id).response
    if schema is None or exchange.output.human:  # `human` adds a text beside each number
        return
    values = [reply.value] if reply.events is None else [event.data for event in reply.events]
    for value in values:
        if isinstance(value, PlainText):
            continue
        plain: Any = json.loads(media.encode(value, media.Output()))
        if not schema.accepts(plain) and (violation := schema.violation(plain)) is not None:
            where = ".".join(map(str, violation.at)) or "the answer"
            yield f"{call.operation.id} at {call.contract.version}: {where}: {violation.message}"
