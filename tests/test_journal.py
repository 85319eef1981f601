"""The journal: entries, their laziness, what is kept and what is forgotten."""

from __future__ import annotations

import gzip
import timeit

import pytest

from fakeinfer import journal as journal_module
from fakeinfer.cluster import Cluster
from fakeinfer.journal import Journal
from fakeinfer.pipeline import Exchange
from fakeinfer.wire import Request, Response
from tests.toy import Toys, refusal


@pytest.fixture
def toys() -> Toys:
    return Toys()


@pytest.mark.parametrize("index", [0, -1])
def test_an_exchange_that_was_not_made_is_said_not_to_be_there(index: int) -> None:
    with pytest.raises(IndexError, match=f"the journal holds 0 exchanges, there is none at {index}"):
        Cluster("elasticsearch").journal[index]


def test_an_entry_says_what_was_asked_and_answered(toys: Toys) -> None:
    entry = toys.happened("PUT", "/_toy/doll/an%20na?wait&size=3", {"colour": "red"}, 201, {"ok": True})
    assert entry.shown() == {
        "number": 1,
        "at": "2026-01-01T00:00:00.001Z",
        "method": "PUT",
        "path": "/_toy/doll/an%20na",
        "query": {"wait": "", "size": "3"},
        "operation": "toy.put",
        "path_parameters": {"kind": "doll", "toy_id": "an na"},
        "body": {"colour": "red"},
        "status": 201,
        "answer": {"ok": True},
        "by": "fake",
        "fault": None,
        "unread": ["(body)"],
        "upstream": [],
    }
    assert repr(entry) == "<toy.put: PUT /_toy/doll/an%20na?wait=&size=3 -> 201>"


def test_a_request_that_led_nowhere_has_no_operation(toys: Toys) -> None:
    entry = toys.happened("GET", "/_tyo/x", status=400, answer={"error": "no handler found"})
    assert (entry.operation, entry.path_parameters) == (None, {})
    assert entry.reason == "no handler found"
    assert repr(entry) == "<no operation: GET /_tyo/x -> 400>"


def test_what_was_answered_in_front_of_the_fake_has_the_operation_it_was_meant_for(toys: Toys) -> None:
    entry = toys.happened("DELETE", "/_toy/anna", by="stub")
    assert (entry.operation, entry.path_parameters, entry.by) == ("toy.delete", {"toy_id": "anna"}, "stub")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (b"", None),
        (b"  \n", None),
        (b"[1, 2]", [1, 2]),
        (b'{"index": {}}\n{"a": 1}\n', [{"index": {}}, {"a": 1}]),
        (b"plain words", "plain words"),
        (b"\xff\xfe\x00", "<3 bytes>"),
        (gzip.compress(b'{"a": 1}'), {"a": 1}),
        (b'{"a": ' * 100_000, '{"a": ' * 100_000),
    ],
    ids=["empty", "blank", "json", "ndjson", "text", "bytes", "gzip", "too deep"],
)
def test_bodies_are_read_as_far_as_they_can_be(toys: Toys, sent: bytes, read: object) -> None:
    assert toys.happened("PUT", "/_toy/doll/anna", sent).body == read


def test_a_head_request_has_no_answer(toys: Toys) -> None:
    assert toys.happened("HEAD", "/_toy/anna", answer={"a": 1}).answer is None


def test_the_answer_of_a_stream_is_the_data_of_its_events() -> None:
    cluster = Cluster("elasticsearch")
    chunks = (b'event: message\ndata: {"delta": "He"}\n\n', b"data: [DONE]\n\n")
    cluster.journal.add(Exchange(cluster, Request("GET", "/")), Response(200, chunks=chunks))
    assert cluster.journal[0].answer == [{"delta": "He"}, "[DONE]"]


def test_yaml_is_read_too() -> None:
    cluster = Cluster("elasticsearch")
    headers = {"content-type": "application/yaml"}
    cluster.handle(Request.build("PUT", "/_x", headers, b"a:\n  api_key: sk-canary\n  b: 2\n"))
    assert cluster.journal[0].body == {"a": {"api_key": "***", "b": 2}}


def test_a_refusal_has_its_reason_with_causes(toys: Toys) -> None:
    answer = refusal("outer_exception", "no", caused_by={"type": "inner_exception", "reason": "because"})
    assert toys.happened("GET", "/_toy/x", status=404, answer=answer).reason == (
        "[outer_exception] no, caused by [inner_exception] because"
    )
    assert toys.happened("GET", "/_toy/x", status=404, answer={"found": False}).reason == '{"found": false}'
    assert toys.happened("GET", "/_toy/x", status=404, answer={}).reason is None
    assert toys.happened("GET", "/_toy/x", status=200, answer=answer).reason is None


def test_the_journal_is_a_sequence_oldest_first(toys: Toys) -> None:
    for name in "abcd":
        toys.happened("GET", f"/_toy/{name}")
    assert [entry.path[-1] for entry in toys.journal] == ["a", "b", "c", "d"]
    assert [entry.number for entry in toys.journal[-2:]] == [3, 4]
    assert toys.journal[-1].path == "/_toy/d"
    assert len(toys.journal) == 4
    with pytest.raises(IndexError):
        toys.journal[4]


def test_of_picks_by_pattern(toys: Toys) -> None:
    toys.happened("GET", "/_toy/a")
    toys.happened("DELETE", "/_toy/a")
    toys.happened("GET", "/nowhere", status=400)
    assert [entry.operation for entry in toys.journal.of("toy.*")] == ["toy.get", "toy.delete"]
    assert [entry.operation for entry in toys.journal.of("toy.delete", "toy.put")] == ["toy.delete"]
    assert toys.journal.of("toy.put") == []


def test_a_pattern_that_nothing_can_match_is_refused(toys: Toys) -> None:
    with pytest.raises(ValueError, match=r"has no operation 'toy\.delet'\. Did you mean 'toy\.delete', "):
        toys.journal.of("toy.get", "toy.delet")
    with pytest.raises(ValueError, match=r"inference\.update exists since 8\.16"):
        Cluster("elasticsearch", "8.15").journal.of("inference.update")


def test_the_oldest_are_forgotten(toys: Toys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "KEEP", 3)
    for name in "abcde":
        toys.happened("GET", f"/_toy/{name}")
    assert [(entry.number, entry.path) for entry in toys.journal] == [(3, "/_toy/c"), (4, "/_toy/d"), (5, "/_toy/e")]
    assert toys.journal.forgotten == 2


def test_long_bodies_push_older_exchanges_out(toys: Toys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "KEEP_BYTES", 1000)
    toys.happened("GET", "/_toy/a", b"x" * 400)
    toys.happened("GET", "/_toy/b", b"x" * 400, answer=b"y" * 400)
    assert [entry.path for entry in toys.journal] == ["/_toy/b"]
    toys.happened("GET", "/_toy/c", b"x" * 5000)
    assert [entry.path for entry in toys.journal] == ["/_toy/c"]


def test_clearing_counts_from_one_again(toys: Toys) -> None:
    toys.happened("GET", "/_toy/a")
    toys.journal.clear()
    assert len(toys.journal) == 0
    assert toys.happened("GET", "/_toy/b").number == 1


def test_its_repr_shows_the_newest(toys: Toys) -> None:
    for number in range(22):
        toys.happened("GET", f"/_toy/{number}")
    lines = repr(toys.journal).splitlines()
    assert lines[:3] == ["<Journal of 22>", "  ... 2 before", "  <toy.get: GET /_toy/2 -> 200>"]
    assert len(lines) == 22


def test_nothing_of_the_request_but_its_line_type_and_body_is_kept(toys: Toys) -> None:
    entry = toys.happened("GET", "/_toy/a")
    assert "canary-in-the-header" not in repr(vars(entry))


def test_keeping_an_exchange_takes_about_a_microsecond() -> None:
    cluster = Cluster("elasticsearch")
    exchange, response = Exchange(cluster, Request("GET", "/")), Response(200)
    journal = Journal(cluster.contract)
    best = min(timeit.repeat(lambda: journal.add(exchange, response), number=2000, repeat=9)) / 2000
    baseline = min(timeit.repeat(lambda: dict.fromkeys(range(20)), number=2000, repeat=9)) / 2000
    assert best < 8 * baseline, (best, baseline)
