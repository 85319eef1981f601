"""A part of PPL, the language of the SQL plugin, as tools of agents have it run.

`source=<index> | where … | fields … | sort … | head … | stats count()|sum|avg|min|max … by …`, with conditions that compare
fields with values (and `match`). What else PPL knows is refused by name (501), and so is what would have to be guessed: the types and orders
here are those of the source, no SQL plugin was at hand to ask. `opensearch-project/sql`.
"""

from __future__ import annotations

from .running import Answer, run

__all__ = ["Answer", "run"]
