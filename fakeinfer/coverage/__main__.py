"""`python -m fakeinfer.coverage` writes the pages; with `--check`, exit with 1 when they are not up to date."""

from __future__ import annotations

import sys

from .pages import check, write


def main() -> None:
    """Write or check, and say what no fixture shows."""
    problems = check() if "--check" in sys.argv else write()
    if problems:
        sys.exit("\n".join(problems))


if __name__ == "__main__":
    main()
