"""Looking over an installation: each thing that can be in the way is found, with what to do about it."""

from __future__ import annotations

import socket
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from typing import Any

import pytest
from click.testing import CliRunner

from fakeinfer import doctor
from fakeinfer.cli import main
from fakeinfer.doctor import Finding, clients, examine, extras, loopback, options, plugin, proxies, usual_port

PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, "pytest_disable_plugin_autoload", "fakeinfer_version"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_a_sound_installation() -> None:
    assert [finding.what for finding in examine() if finding.state == "bad"] == []
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 0
    assert done.output.startswith("ok   fakeinfer ")


def test_what_is_in_the_way_is_told_with_advice_and_exit_code_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.test:3128")
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == 1
    assert "BAD  http_proxy is set, and clients that heed it look for 127.0.0.1 behind a proxy\n" in done.output
    assert "     export NO_PROXY=127.0.0.1,localhost" in done.output


@pytest.mark.parametrize(("without", "state"), [("", "bad"), ("127.0.0.1,localhost", "good"), ("example.org", "bad")])
def test_a_proxy_must_leave_this_machine_alone(monkeypatch: pytest.MonkeyPatch, without: str, state: str) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.test:3128")
    monkeypatch.setenv("no_proxy", without)
    (found,) = proxies()
    assert found.state == state


def test_no_proxy_at_all() -> None:
    assert [found.what for found in proxies()] == ["no proxy in the environment"]


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> Any:
        return None if name == "trustme" else find_spec(name)

    monkeypatch.setattr(doctor, "find_spec", find)
    found = {finding.what: finding for finding in extras()}
    assert found["tls: trustme is not there"] == Finding(
        "note", "tls: trustme is not there", "pip install 'fakeinfer[tls]'"
    )
    assert found["yaml: installed"].state == "good"


@pytest.mark.parametrize(("installed", "warned"), [("9.0.1", True), ("8.19.0", False)])
def test_the_newer_client_is_warned_of_older_servers(
    monkeypatch: pytest.MonkeyPatch, installed: str, warned: bool
) -> None:
    monkeypatch.setattr(doctor, "version", lambda name: installed)
    elasticsearch, opensearch = clients()
    assert bool(elasticsearch.advice) is warned
    assert not opensearch.advice


def test_an_absent_client_is_no_more_than_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(doctor, "version", version)
    assert {finding.state for finding in clients()} == {"note"}


def test_a_plugin_that_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [found.state for found in plugin()] == ["good"]
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (found,) = plugin()
    assert found.advice.startswith("run pytest with -p fakeinfer.pytest_plugin")
    monkeypatch.setattr(doctor, "entry_points", lambda group: [])
    (found,) = plugin()
    assert found.what == "pytest does not know the plugin"
    monkeypatch.setattr(doctor, "find_spec", lambda name: None)
    assert list(plugin()) == []


@pytest.mark.parametrize(
    ("name", "wanted", "state"),
    [
        ("FAKEINFER_VERSION", "2.19", "good"),
        ("FAKEINFER_VERSION", "1.0", "bad"),
        ("FAKEINFER_OPENSEARCH_VERSION", "9.2", "bad"),
        ("FAKEINFER_ELASTICSEARCH_VERSION", "9.2", "good"),
    ],
)
def test_a_version_in_the_environment_exists(
    monkeypatch: pytest.MonkeyPatch, name: str, wanted: str, state: str
) -> None:
    monkeypatch.setenv(name, wanted)
    (found,) = options()
    assert found.state == state
    assert found.what.startswith(f"{name}={wanted}")


def test_a_taken_port() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        assert usual_port(holder.getsockname()[1]).state == "note"
    assert usual_port(0).state == "good"


def test_a_machine_that_serves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert loopback().state == "good"

    def refuse(*_: Any, **__: Any) -> Any:
        raise OSError("no network here")

    monkeypatch.setattr("fakeinfer.doors.server.Server.start", refuse)
    assert loopback().what == "nothing can be served on 127.0.0.1: no network here"
