"""Waiting in a thread of one's own."""

from __future__ import annotations

import threading

import pytest

from fakeinfer.doors import waiting
from fakeinfer.trouble import Gate, Trouble
from fakeinfer.wire import Response


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was slept; nobody really does."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    return slept


def test_what_takes_no_time_is_not_waited_for(slept: list[float]) -> None:
    waiting.wait(0)
    waiting.wait_for(Response(200))
    waiting.wait_for(Response(200, trouble=Trouble(drop="eof")))
    assert slept == []


def test_an_answer_is_waited_for_as_long_as_it_takes(slept: list[float]) -> None:
    waiting.wait_for(Response(200, trouble=Trouble(2.5)))
    assert slept == [2.5]


def test_a_stalled_one_until_it_is_let_go(slept: list[float]) -> None:
    gate = Gate()
    thread = threading.Thread(target=waiting.wait_for, args=(Response(0, trouble=Trouble(1.0, "stall", gate)),))
    thread.start()
    gate.open()
    thread.join(10)
    assert not thread.is_alive()
    assert slept == [1.0]
