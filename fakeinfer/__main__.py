"""`python -m fakeinfer` is the `fakeinfer` command."""

from __future__ import annotations

from .cli import main

if __name__ == "__main__":
    main()
