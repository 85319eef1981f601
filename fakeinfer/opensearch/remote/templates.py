"""`${parameters.x}` in texts, as Apache Commons' `StringSubstitutor` fills them.

Values are filled in turn, `:-` gives a default, `$$` keeps a placeholder as it is. What is not known stays.
Source: apache/commons-text:src/main/java/org/apache/commons/text/StringSubstitutor.java
"""

from __future__ import annotations

from collections.abc import Mapping

from . import errors


def filled(template: str, prefix: str, values: Mapping[str, str | None]) -> str:
    """The template with `${<prefix>.name}` replaced."""
    opening = f"${{{prefix}."
    return _filled(template, opening, values, (template,)) if opening in template else template


def substituted(template: str, values: Mapping[str, str | None]) -> str:
    """The template with `${name}` replaced."""
    return _filled(template, "${", values, (template,))


def _filled(template: str, opening: str, values: Mapping[str, str | None], within: tuple[str, ...]) -> str:
    """The same for a value; `within` is the whole template and the names that led here."""
    pieces: list[str] = []
    at = 0
    while (start := template.find(opening, at)) >= 0:
        end = template.find("}", start)
        if end < 0:
            break
        if start > at and template[start - 1] == "$":
            pieces += [template[at : start - 1], template[start : end + 1]]
        else:
            name, mark, default = template[start + len(opening) : end].partition(":-")
            value = values.get(name)
            if value is None and mark:
                value = default
            if value is None:
                value = template[start : end + 1]
            elif name in within[1:]:
                raise errors.endless_template(within)
            else:
                value = _filled(value, opening, values, (*within, name)) if opening in value else value
            pieces += [template[at:start], value]
        at = end + 1
    return "".join([*pieces, template[at:]])
