"""The command: serving as a process, and what it prints and refuses."""

from __future__ import annotations

import http.client
import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from fakeinfer import FakeElasticsearch
from fakeinfer.cli import main

SEED = 'PUT /_ingest/pipeline/seeded\n{"processors": []}\n'


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, arguments)
    return done.exit_code, done.output


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path, str]]:
    """A fake served by the command, its port file, and the line it printed."""
    (tmp_path / "setup.console").write_text(SEED)
    port_file = tmp_path / "port"
    command = [
        sys.executable,
        "-m",
        "fakeinfer",
        "serve",
        "--product",
        "opensearch",
        "--version",
        "2.19",
        "--port",
        "0",
        "--option",
        "skills=false",
    ]
    command += ["--port-file", str(port_file), "--seed-file", str(tmp_path / "setup.console")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process, port_file, process.stdout.readline()
        process.kill()


def test_a_served_fake_says_where_it_is_and_stops_cleanly(served: tuple[subprocess.Popen[str], Path, str]) -> None:
    process, port_file, line = served
    found = re.fullmatch(r"fakeinfer opensearch 2\.19\.1 at http://127\.0\.0\.1:(\d+)\n", line)
    assert found, line
    assert port_file.read_text() == found[1]
    connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)
    connection.request("GET", "/_ingest/pipeline/seeded")
    assert json.loads(connection.getresponse().read()) == {"seeded": {"processors": []}}
    connection.request("GET", "/_plugins/_ml/tools")
    assert "PPLTool" not in connection.getresponse().read().decode()
    code, printed = run("wait", "--port-file", str(port_file), "--timeout", "5")
    assert (code, printed) == (0, line)
    code, printed = run("env", "--product", "opensearch", "--port-file", str(port_file))
    assert printed.splitlines()[0] == f"export OPENSEARCH_URL=http://127.0.0.1:{found[1]}"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0
    assert not port_file.exists()
    connection.close()


def test_wait_gives_up_in_time(tmp_path: Path) -> None:
    code, printed = run("wait", "--port-file", str(tmp_path / "none"), "--timeout", "0.1")
    assert code == 1
    assert "no fake within 0.1 s" in printed


def test_routes_are_listed_for_a_version() -> None:
    code, printed = run("routes", "--product", "elasticsearch", "--version", "8.11")
    assert code == 0
    assert re.search(r"^GET    / +info$", printed, re.MULTILINE)


def test_a_line_that_is_not_out_says_so() -> None:
    code, printed = run("versions")
    assert code == 0
    assert re.search(r"^9\.5 +9\.5\.\d+ +default$", printed, re.MULTILINE)
    assert re.search(r"^9\.6 +9\.6\.0 +unreleased: ", printed, re.MULTILINE)
    code, printed = run("routes", "--version", "9.6")
    assert code == 0
    assert "elasticsearch 9.6 is unreleased: " in printed
    assert "unreleased" not in run("routes")[1]


def test_an_openapi_document_is_printed() -> None:
    code, printed = run("openapi", "--product", "opensearch", "--version", "2.9")
    assert code == 0
    assert json.loads(printed)["info"]["version"] == "2.9.0"


def test_what_changed_between_two_versions() -> None:
    code, printed = run("diff", "3.6", "3.7", "--product", "opensearch")
    assert code == 0
    assert printed.splitlines()[:3] == ["opensearch 3.6.0 -> 3.7.0", "", "Fields of requests"]
    code, printed = run("diff", "9.5", "9.5")
    assert (code, printed) == (0, "elasticsearch 9.5.1 -> 9.5.1: nothing differs that fakeinfer knows of\n")
    code, printed = run("diff", "8.15", "9.0", "--json")
    assert code == 0
    assert json.loads(printed)["topics"]["Chunking strategies"]["came"][0] == {"item": ["sentence"], "about": ""}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("serve", "--version", "7.0"), "fakeinfer knows elasticsearch 8.11 to 9.5 and 9.6 (unreleased), not '7.0'"),
        (("serve", "--port", "70000"), "70000 is not in the range"),
        (("serve", "--setting", "nonsense"), "'nonsense' is not NAME=VALUE"),
        (("serve", "--disagreement", "nope=server"), "nope: no such disagreement"),
        (("serve", "--option", "nope=1"), "nope"),
        (("serve", "--seed-file", "absent.console"), "does not exist"),
        (("routes", "--version", "x"), "not 'x'"),
        (
            ("diff", "8.15", "7.17"),
            "Invalid value for NEW: fakeinfer knows elasticsearch 8.11 to 9.5 and 9.6 (unreleased), not '7.17'",
        ),
    ],
)
def test_a_bad_value_refuses_to_start(arguments: tuple[str, ...], message: str) -> None:
    code, printed = run(*arguments)
    assert code != 0
    assert message in " ".join(printed.split())


def test_tls_without_its_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trustme", None)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    done = CliRunner().invoke(main, ["serve", "--port", "0", "--tls"])
    assert done.exit_code == 1
    assert done.output == ("Error: serving https needs a package that is not installed: pip install 'fakeinfer[tls]'\n")


def test_a_refused_seed_refuses_to_start(tmp_path: Path) -> None:
    file = tmp_path / "bad.console"
    file.write_text("GET /no/such/route\n")
    code, printed = run("serve", "--port", "0", "--seed-file", str(file))
    assert code == 1
    assert "bad.console:1: GET /no/such/route was refused" in "".join(printed.splitlines())


def test_a_seed_is_sent_to_a_running_server(tmp_path: Path) -> None:
    file = tmp_path / "seed.console"
    file.write_text('PUT /_ingest/pipeline/one\n{"processors": []}\n\nGET /_ingest/pipeline/two\n')
    with FakeElasticsearch() as fake:
        code, printed = run("seed", str(file), "--url", fake.url)
        assert (code, list(fake.cluster.state.store["pipelines"])) == (1, ["one"])
        assert "seed.console:4: GET /_ingest/pipeline/two was refused: 404" in "".join(printed.splitlines())
        file.write_text("GET /\n")
        assert run("seed", str(file), str(file), "--url", fake.url) == (0, f"{file}: 1 requests\n" * 2)


def test_a_seed_for_nobody_says_so(tmp_path: Path) -> None:
    file = tmp_path / "seed.console"
    file.write_text("GET /\n")
    with FakeElasticsearch() as fake:
        url = fake.url
    code, printed = run("seed", str(file), "--url", url)
    assert code == 1
    assert "no answer from the server" in printed
