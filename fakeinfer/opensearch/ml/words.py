"""Names and descriptions since 3.1: letters, digits, blanks and basic punctuation; nothing was checked before.

`opensearch-project/ml-commons:common/src/main/java/org/opensearch/ml/common/utils/StringUtils.java`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from ...operations import Call
from .. import changes
from . import errors as ml_errors

_PUNCTUATION = frozenset(" \t\n\x0b\f\r.,!?():@-_/'\"")


def check_words(call: Call, texts: Iterable[tuple[str, str | None]], required: str | None = None) -> None:
    """Refuse texts, given as (label, text) in the order the server lists them; `required` is the label that must not be blank."""
    if not call.has(changes.WORDS_ARE_CHECKED):
        return
    problems = []
    for label, text in texts:
        if label == required and not (text and text.strip()):
            problems.append(f"{label} is required and cannot be null or blank")
        elif text is not None and not all(map(_allowed, text)):
            problems.append(
                f"{label} can only contain letters, numbers, spaces, and basic punctuation (.,!?():@-_'/\")"
            )
    if problems:
        raise ml_errors.words_not_allowed(*problems)


def _allowed(character: str) -> bool:
    return character in _PUNCTUATION or unicodedata.category(character)[0] in "LN"
