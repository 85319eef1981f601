"""What the server says about settings it does not take: one function a sentence, an item of a `validation_exception`.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java
"""

from __future__ import annotations

from collections.abc import Sequence

from ...javatext import double_text, to_text
from ...wire import Json


def missing(name: str, scope: str) -> str:
    """A required setting is absent."""
    return f"[{scope}] does not contain the required setting [{name}]"


def wrong_type(name: str, value: Json, *wanted: str) -> str:
    """The value's Java class is not the one that is read."""
    if len(wanted) > 1:
        return (
            f"field [{name}] is not of one of the expected types. "
            f"The value [{to_text(value)}] cannot be converted to one of [{', '.join(wanted)}]"
        )
    return f"field [{name}] is not of the expected type. The value [{to_text(value)}] cannot be converted to a [{wanted[0]}]"


def empty_text(name: str, scope: str) -> str:
    """An empty string where one with content is needed."""
    return f"[{scope}] Invalid value empty string. [{name}] must be a non-empty string"


def not_positive(name: str, scope: str, value: int, kind: str) -> str:
    """Zero or less; `kind` is `integer` or `long`."""
    return f"[{scope}] Invalid value [{value}]. [{name}] must be a positive {kind}"


def too_small(name: str, scope: str, value: float, least: float) -> str:
    """Below the least value; the odd article is the server's."""
    return (
        f"[{scope}] Invalid value [{double_text(float(value))}]. "
        f"[{name}] must be a greater than or equal to [{double_text(float(least))}]"
    )


def too_big(name: str, scope: str, value: float, most: float) -> str:
    """Above the greatest value; the odd article is the server's."""
    return (
        f"[{scope}] Invalid value [{double_text(float(value))}]. "
        f"[{name}] must be a less than or equal to [{double_text(float(most))}]"
    )


def not_among(name: str, scope: str, value: str, options: Sequence[str]) -> str:
    """Not one of the words there are."""
    return f"[{scope}] Invalid value [{value}] received. [{name}] must be one of [{', '.join(sorted(options))}]"


def bad_url(name: str, scope: str, url: str, reason: str) -> str:
    """Not a URI by Java's reading."""
    return f"[{scope}] Invalid url [{url}] received for field [{name}]. Error: unable to parse url [{url}]. Reason: {reason}"


def not_allowed(name: str, scope: str) -> str:
    """A setting that the server knows and does not let a request have."""
    return f"[{scope}] does not allow the setting [{name}]"
