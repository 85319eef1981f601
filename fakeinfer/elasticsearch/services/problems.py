"""What the server says about settings it does not take: one function a sentence, an item of a `validation_exception`.

Source: elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/services/ServiceUtils.java
"""

from __future__ import annotations

from collections.abc import Sequence

from ...formats.javatext import class_name, double_text, to_text
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


def not_in_order(low: str, high: str) -> str:
    """Two limits that stand the wrong way round."""
    return f"[{low}] must not be larger than [{high}]"


def empty_map(name: str, scope: str) -> str:
    """An empty object where one with content is needed."""
    return f"[{scope}] Invalid value empty map. [{name}] must be a non-empty map"


def not_positive(name: str, scope: str, value: int, kind: str) -> str:
    """Zero or less; `kind` is `integer` or `long`."""
    return f"[{scope}] Invalid value [{value}]. [{name}] must be a positive {kind}"


def too_small(name: str, scope: str, value: float, least: float, *, article: bool = True) -> str:
    """Below the least value; the odd article is the server's, which has dropped it."""
    return (
        f"[{scope}] Invalid value [{double_text(float(value))}]. "
        f"[{name}] must be {'a ' if article else ''}greater than or equal to [{double_text(float(least))}]"
    )


def too_big(name: str, scope: str, value: float, most: float, *, article: bool = True) -> str:
    """Above the greatest value; the odd article is the server's, which has dropped it."""
    return (
        f"[{scope}] Invalid value [{double_text(float(value))}]. "
        f"[{name}] must be {'a ' if article else ''}less than or equal to [{double_text(float(most))}]"
    )


def not_among(name: str, scope: str, value: str, options: Sequence[str]) -> str:
    """Not one of the words there are."""
    return f"[{scope}] Invalid value [{value}] received. [{name}] must be one of [{', '.join(sorted(options))}]"


def not_expected(value: str, options: Sequence[str]) -> str:
    """The same where an object parser reads the word. elastic/elasticsearch:x-pack/plugin/inference/src/main/java/org/elasticsearch/xpack/inference/common/parser/EnumParser.java"""
    return f"Invalid value [{value}]; expected one of [{', '.join(options)}]"


def wrong_entry(name: str, entry: tuple[str, Json] | None, classes: Sequence[str]) -> str:
    """An entry of a map has a value of another class; `entry` is None where it must not be quoted."""
    told = ""
    whose = "Value type"
    if entry is not None:
        key, value = entry
        told, whose = f", [{key} => {to_text(value)}]", f"Value type of [{to_text(value)}]"
    return f"Map field [{name}] has an entry that is not valid{told}. {whose} is not one of [{', '.join(sorted(classes))}]."


def wrong_pair(name: str, scope: str, number: int, wrong: str) -> str:
    """An entry of a list of pairs is none."""
    return f"[{scope}] failed to parse tuple list entry [{number}] for setting [{name}], {wrong}"


def no_translation(key: str, value: Json) -> str:
    """A word is translated to something that is no text."""
    return (
        f"Input type translation value for key [{key}] must be a String that is not null and not empty, "
        f"received: [{to_text(value)}], type: [{'null' if value is None else class_name(value)}]."
    )


def not_translatable(key: str, known: Sequence[str]) -> str:
    """A word that is no input type of a request."""
    return f"Invalid input type translation for key: [{key}], is not a valid value. Must be one of [{', '.join(known)}]"


def bad_url(name: str, scope: str, url: str, reason: str) -> str:
    """Not a URI by Java's reading."""
    return f"[{scope}] Invalid url [{url}] received for field [{name}]. Error: {unparsable_url(url, reason)}"


def unparsable_url(url: str, reason: str) -> str:
    """The same, as it is said where nothing is collected."""
    return f"unable to parse url [{url}]. Reason: {reason}"


def bad_key(name: str, scope: str, reason: str) -> str:
    """Not the text of a private key; the key is not repeated."""
    return f"[{scope}] Invalid value for [{name}]. {reason}"


def not_allowed(name: str, scope: str) -> str:
    """A setting that the server knows and does not let a request have."""
    return f"[{scope}] does not allow the setting [{name}]"
