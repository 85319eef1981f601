"""Judging a server by the fixtures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fakeinfer.cli import main
from fakeinfer.cluster import Cluster
from fakeinfer.doors.server import Server
from fakeinfer.fixtures import differences
from fakeinfer.verify import RemoteServer, Unverifiable, verify
from fakeinfer.wire import Request, Response


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(Cluster("opensearch", "2.19", follow="server")) as server:
        yield server


def write_case(folder: Path, operation: str, case: str, **document: object) -> None:
    file = folder / "opensearch" / operation / f"{case}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"about": "x", "source": "y", **document}))


def test_agreement_and_differences_are_told_by_operation(server: Server, tmp_path: Path) -> None:
    root = {"method": "GET", "path": "/?filter_path=tagline,version.number"}
    right = {"tagline": "The OpenSearch Project: https://opensearch.org/", "version": {"number": "2.19.1"}}
    write_case(tmp_path, "info", "right", request=root, response={"status": 200, "body": right})
    wrong = {"tagline": "You Know, for Search", "version": {"number": "$text", "flavour": "x"}}
    write_case(tmp_path, "info", "wrong", request=root, response={"status": 200, "body": wrong})
    write_case(tmp_path, "info", "newer", since="3.0", request=root, response={"status": 500})
    with RemoteServer(server.url) as remote:
        verdict = verify(remote, folder=tmp_path)
    assert verdict.by_operation() == {"info": (1, 2)}
    assert [outcome.differences for outcome in verdict.differing] == [
        [
            "tagline: 'You Know, for Search' expected, got 'The OpenSearch Project: https://opensearch.org/'",
            "version: 'flavour' is missing",
        ]
    ]
    assert "info/wrong: x" in verdict.table()


def test_what_only_a_starting_server_can_be_told_is_not_asked(server: Server, tmp_path: Path) -> None:
    root = {"method": "GET", "path": "/"}
    static = {"settings": {"plugins.ml_commons.multi_tenancy_enabled": True}}
    write_case(tmp_path, "info", "static", request=root, response={"status": 418}, options=static)
    with RemoteServer(server.url) as remote:
        assert verify(remote, folder=tmp_path).outcomes == []


def test_the_command_judges_a_fake_by_the_shipped_fixtures(server: Server) -> None:
    done = CliRunner().invoke(main, ["verify", "--against", server.url, "--only", "info"])
    assert done.exit_code == 0, done.output
    assert done.output.startswith("opensearch 2.19.1\n")


class RealServer(RemoteServer):
    """A server without the paths of a fake, that answers some paths differently the second time they are asked."""

    def __init__(self, url: str, later: dict[str, Response]) -> None:
        super().__init__(url)
        self.later = later
        self.asked: list[str] = []

    def send(self, request: Request) -> Response:
        self.asked.append(request.path)
        if request.path.startswith("/_fakeinfer"):
            return Response(404)
        if request.path in self.later and self.asked.count(request.path) > 1:
            return self.later[request.path]
        return super().send(request)


@pytest.mark.parametrize(("having", "seen"), [((), ["plain"]), (("network",), ["network", "plain"])])
def test_what_a_real_server_has_to_have_is_asked_for(
    server: Server, tmp_path: Path, having: tuple[str, ...], seen: list[str]
) -> None:
    root = {"request": {"method": "GET", "path": "/"}, "response": {"status": 200}}
    write_case(tmp_path, "info", "plain", **root)
    write_case(tmp_path, "info", "network", needs="network", **root)
    write_case(tmp_path, "info", "fresh", needs="fresh", **root)
    with RealServer(server.url, {}) as remote:
        verdict = verify(remote, folder=tmp_path, wipe=True, having=having)
    assert [outcome.fixture.case for outcome in verdict.outcomes] == seen


def test_a_step_waits_until_the_server_has_done_what_it_began(server: Server, tmp_path: Path) -> None:
    step = {"request": {"method": "GET", "path": "/_nodes"}, "until": {"done.state": "COMPLETED"}}
    write_case(
        tmp_path, "info", "waits", given=[step], request={"method": "GET", "path": "/"}, response={"status": 200}
    )
    later = {"/_nodes": Response(200, body=b'{"done": {"state": "COMPLETED"}}')}
    with RealServer(server.url, later) as remote:
        assert verify(remote, folder=tmp_path, wipe=True).differing == []
    assert remote.asked.count("/_nodes") == 2


def test_a_step_that_never_gets_there_is_told(server: Server, tmp_path: Path) -> None:
    step = {"request": {"method": "GET", "path": "/_cat/aliases?format=json"}, "until": {"0.alias": "a"}}
    write_case(
        tmp_path, "info", "waits", given=[step], request={"method": "GET", "path": "/"}, response={"status": 200}
    )
    with RemoteServer(server.url) as remote:
        (outcome,) = verify(remote, folder=tmp_path).differing
    assert outcome.differences == ["given[0]: 0.alias is not 'a' in b'[]'"]


def test_nobody_there_is_said(unused_tcp_port: int) -> None:
    remote = RemoteServer(f"http://127.0.0.1:{unused_tcp_port}")
    with remote, pytest.raises(Unverifiable, match="no answer from the server"):
        remote.contract()


@pytest.mark.parametrize("url", ["127.0.0.1:9200", "ftp://127.0.0.1", "http://"])
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(Unverifiable):
        RemoteServer(url)


@pytest.mark.parametrize(
    ("want", "got", "told"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0000001}, []),
        ({"a": True}, {"a": 1}, ["a: True expected, got 1"]),
        ({"a": "$id"}, {"a": "x"}, ["a: $id expected, got 'x'"]),
        ({"a": "$vector:2"}, {"a": [1, 0.5]}, []),
        ({"a": "$vector:3"}, {"a": [1, 0.5]}, ["a: a vector of 3 numbers expected, got [1, 0.5]"]),
        ([1, 2], [1], ["body: 2 entries expected, got 1: [1]"]),
        ({}, {"b": None}, ["body: 'b' is too many (None)"]),
    ],
)
def test_differences_are_field_level(want: object, got: object, told: list[str]) -> None:
    assert list(differences(want, got)) == told
