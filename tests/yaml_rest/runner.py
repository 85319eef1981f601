"""Running a suite: each test on an empty server, setup before it, teardown after it. Start reading here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakeinfer.cluster import Cluster
from fakeinfer.contract import Contract, contract_for
from fakeinfer.emptying import EMPTY
from fakeinfer.verify import RemoteServer
from tests.yaml_rest.outcomes import FAILED, PASSED, SKIPPED, UNSUPPORTED, Failed, Outcome, Skipped, Unsupported
from tests.yaml_rest.steps import Run, Send
from tests.yaml_rest.suite import Case, Step, Suite, files_in, read_file


@dataclass(frozen=True, slots=True)
class Server:
    """Whom tests ask, and how it is emptied between them."""

    send: Send
    contract: Contract
    empty: Callable[[], None]


def in_process(version: str | None = None, **options: Any) -> Server:
    """A fake in this process."""
    cluster = Cluster("elasticsearch", version, **options)

    def empty() -> None:
        if cluster.bugs:
            raise cluster.bugs[0]
        cluster.reset()

    return Server(cluster.handle, cluster.contract, empty)


@contextmanager
def at_url(url: str, credentials: str | None = None) -> Iterator[Server]:
    """A server, whose version says which operations it has. A fake is reset; what else answers there loses what it holds."""
    with RemoteServer(url, credentials) as remote:
        version: str = remote.ask("GET", "/")[1]["version"]["number"]
        is_fake = remote.ask("GET", "/_fakeinfer/health")[0] == 200

        def empty() -> None:
            if is_fake:
                remote.ask("POST", "/_fakeinfer/reset")
            else:
                EMPTY["elasticsearch"](remote.ask)

        line = ".".join(version.split(".")[:2])
        yield Server(remote.send, contract_for("elasticsearch", line), empty)


def run_paths(server: Server, paths: Iterable[Path]) -> Iterator[Outcome]:
    """Every test of these files and folders."""
    for path in paths:
        for file in files_in(path):
            yield from run_suite(server, read_file(file, path))


def run_suite(server: Server, suite: Suite) -> Iterator[Outcome]:
    """Every test of a file."""
    for case in suite.cases:
        result, why = _run(server, suite, case)
        yield Outcome(suite.name, case.name, result, why)


def _run(server: Server, suite: Suite, case: Case) -> tuple[str, str]:
    server.empty()
    run = Run(server.send, server.contract)
    result, why = _steps(run, suite.setup, "setup: ")
    if result == PASSED:
        result, why = _steps(run, case.steps)
    if result in (PASSED, FAILED):
        after = _steps(run, suite.teardown, "teardown: ")
        if result == PASSED:
            result, why = after
    return result, why


def _steps(run: Run, steps: Sequence[Step], where: str = "") -> tuple[str, str]:
    for number, (word, about) in enumerate(steps, 1):
        try:
            run.step(word, about)
        except Failed as problem:
            return FAILED, f"{where}step {number}, {word}: {problem}"
        except Skipped as problem:
            return SKIPPED, f"{where}{problem}"
        except Unsupported as problem:
            return UNSUPPORTED, f"{where}step {number}: {problem}"
    return PASSED, ""


def table(outcomes: Iterable[Outcome]) -> str:
    """How many tests of each file ended how."""
    results = (PASSED, FAILED, UNSUPPORTED, SKIPPED)
    counts: dict[str, dict[str, int]] = {}
    for outcome in outcomes:
        counts.setdefault(outcome.suite, dict.fromkeys(results, 0))[outcome.result] += 1
    total = {result: sum(one[result] for one in counts.values()) for result in results}
    width = max((len(name) for name in counts), default=0)
    lines = [f"{'':{width}}  " + "  ".join(f"{result:>11}" for result in results)]
    for name, one in (*counts.items(), ("", total)):
        lines.append(f"{name:{width}}  " + "  ".join(f"{one[result]:>11}" for result in results))
    return "\n".join(lines)
