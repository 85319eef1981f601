"""`python -m tests.yaml_rest`: which server, which files; the table at the end, and 1 when something failed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from fakeinfer.verify import Unverifiable
from tests.yaml_rest.outcomes import FAILED, UNSUPPORTED, Outcome
from tests.yaml_rest.runner import at_url, in_process, run_paths, table
from tests.yaml_rest.suite import BadSuite


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.yaml_rest", description=__doc__)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--url", help="a server; one that is no fake is emptied: IT LOSES WHAT IT HOLDS")
    where.add_argument("--in-process", action="store_true", help="a fake in this process, with the test services")
    parser.add_argument("--user", metavar="NAME:PASSWORD", help="credentials for --url")
    parser.add_argument("--version", help="of the fake in this process")
    parser.add_argument(
        "--option", action="append", default=[], metavar="NAME=VALUE", help="of the fake in this process"
    )
    parser.add_argument("--quiet", action="store_true", help="the table alone")
    parser.add_argument("path", nargs="+", type=Path, help="files or folders of tests")
    asked = parser.parse_args(arguments)
    options = dict(option.split("=", 1) for option in asked.option)
    in_this_process = partial(in_process, asked.version, **{"test_services": True, **options})
    try:
        with nullcontext(in_this_process()) if asked.in_process else at_url(asked.url, asked.user) as server:
            outcomes = list(_told(run_paths(server, asked.path), quiet=asked.quiet))
    except (Unverifiable, BadSuite) as problem:
        parser.error(str(problem))
    print(table(outcomes))
    return 1 if any(outcome.result == FAILED for outcome in outcomes) else 0


def _told(outcomes: Iterable[Outcome], *, quiet: bool) -> Iterator[Outcome]:
    """The same, with those that did not pass printed as they come."""
    for outcome in outcomes:
        if not quiet and outcome.result in (FAILED, UNSUPPORTED):
            print(f"{outcome.result}: {outcome.suite}: {outcome.case}\n    {outcome.why}")
        yield outcome


if __name__ == "__main__":
    sys.exit(main())
