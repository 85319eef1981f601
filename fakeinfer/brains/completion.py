"""Completions without a model: an answer that says what it was asked, so that a test can see its prompt arrive."""

from __future__ import annotations

from .tokens import cut_to_tokens

SHOWN = 2000
"""Longer prompts are shown from their end, where the question usually is."""


def complete(prompt: str, max_tokens: int | None = None) -> str:
    """The answer to `prompt`, at most `max_tokens` long."""
    shown = prompt.strip()
    if len(shown) > SHOWN:
        shown = "…" + shown[-SHOWN:]
    answer = f"This is a made-up answer to: {shown}" if shown else "This is a made-up answer to an empty prompt."
    return answer if max_tokens is None else cut_to_tokens(answer, max_tokens)
