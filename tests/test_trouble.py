"""What befalls an answer on its way, and the gate that holds one back."""

from __future__ import annotations

import threading

from fakeinfer.trouble import Gate, Trouble
from fakeinfer.wire import Response


def test_what_befalls_an_answer() -> None:
    for drop, closes in (("reset", True), ("stall", True), ("truncate", False), (None, False)):
        response = Response(200, body=b"{}")
        trouble = Trouble(1.0, drop)
        trouble.befall(response)
        assert (response.trouble, response.closes) == (trouble, closes)


def test_an_answer_without_a_body_cannot_break_off_in_the_middle() -> None:
    response = Response(200)
    Trouble(drop="truncate").befall(response)
    assert response.closes


def test_a_gate_lets_threads_go_and_calls_back() -> None:
    gate, called = Gate(), []
    gate.when_open(lambda: called.append("before"))
    waiting = threading.Thread(target=gate.wait)
    waiting.start()
    gate.open()
    gate.open()
    waiting.join(10)
    assert not waiting.is_alive()
    gate.when_open(lambda: called.append("after"))
    assert called == ["before", "after"]
