"""`python -m benchmarks [--smoke] [--only WORD] [--markdown] [--check]`: measure, and print how it compares.

What is measured stands beside what it is compared with, both taken in the same run on the same machine; only the ratios mean
anything elsewhere.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks import clients, core, doors
from benchmarks.table import Row, as_markdown, as_text


def main() -> int:
    """Run what was asked for; 1 with `--check` when a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Speed of fakeinfer, as ratios.")
    parser.add_argument("--smoke", action="store_true", help="few repetitions: does everything still run?")
    parser.add_argument("--only", metavar="WORD", default="", help="benchmarks with WORD in their function's name")
    parser.add_argument("--markdown", action="store_true", help="print the README's table")
    parser.add_argument("--check", action="store_true", help="exit code 1 when a target is missed")
    options = parser.parse_args()
    rows: list[Row] = []
    for benchmark in (*core.BENCHMARKS, *doors.BENCHMARKS, *clients.BENCHMARKS):
        if options.only in benchmark.__name__:
            print(f"{benchmark.__name__} ..", file=sys.stderr)
            rows.extend(benchmark(options.smoke))
    print(as_markdown(rows) if options.markdown else as_text(rows))
    return int(options.check and any(not row.holds for row in rows))


if __name__ == "__main__":
    raise SystemExit(main())
