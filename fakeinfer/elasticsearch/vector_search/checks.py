"""What a vector has to be for a field to take it, from a document or from a query.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/DenseVectorFieldMapper.java; texts
observed: elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...formats.singles import shortest, single
from ...mapping.options import java_text

UNIT = 1e-3
"""So far from 1 the square of a length may be that counts as 1."""
BYTES = range(-128, 128)
SHOWN = 5


def dims_of(vector: Sequence[float], element: str) -> int:
    """How many dimensions a vector has: of bits there are eight in a number."""
    return len(vector) * 8 if element == "bit" else len(vector)


def query_problem(vector: Sequence[float], element: str, dims: int, similarity: str) -> str | None:
    """What is wrong with the vector of a query."""
    size = None
    if dims_of(vector, element) != dims:
        size = (
            f"The query vector has a different number of dimensions [{dims_of(vector, element)}] than the document vectors"
            f" [{dims}]."
        )
    whole = element in ("byte", "bit")
    bounds = bounds_problem(vector, "byte" if whole else element, shown=preview(vector))
    first, second = (bounds, size) if whole else (size, bounds)
    return first or second or length_problem(vector, element, similarity)


def bounds_problem(vector: Sequence[float], element: str, *, shown: str = "") -> str | None:
    """Numbers that cannot be elements; `shown` is how the vector is shown, if it is."""
    whole = element in ("byte", "bit")
    if not whole and all(map(math.isfinite, vector)):
        return None
    ending = f" Preview of invalid vector: {shown}" if shown else ""
    for at, value in enumerate(vector):
        problem = None
        if math.isnan(value):
            problem = "do not support NaN values but found [NaN]"
        elif math.isinf(value):
            problem = f"do not support infinite values but found [{'-' if value < 0 else ''}Infinity]"
        elif whole and value % 1:
            problem = f"only support non-decimal values but found decimal value [{java_text(shortest(value))}]"
        elif whole and value not in BYTES:
            found = java_text(shortest(value)) if shown else java_text(int(value))
            problem = f"only support integers between [-128, 127] but found [{found}]"
        if problem is not None:
            return f"element_type [{element}] vectors {problem} at dim [{at}];{ending}"
    return None


def length_problem(vector: Sequence[float], element: str, similarity: str) -> str | None:
    """Vectors whose length does not suit a similarity."""
    if element == "bit" or similarity not in ("cosine", "dot_product"):
        return None
    length = math.hypot(*vector)
    square = single(length * length)
    if similarity == "cosine":
        if square > 0:
            return None
        shown = preview(vector, whole=element == "byte")
        reason = "The [cosine] similarity does not support vectors with zero magnitude."
        return f"{reason} Preview of invalid vector: {shown}"
    if element != "byte" and not is_unit(square):
        shown = preview(vector)
        reason = "The [dot_product] similarity can only be used with unit-length vectors."
        return f"{reason} Preview of invalid vector: {shown}"
    return None


def is_unit(square: float) -> bool:
    """Whether the square of a length is that of a vector as long as 1."""
    return abs(single(square - 1.0)) < UNIT


def preview(vector: Sequence[float], *, whole: bool = False) -> str:
    """The first numbers of a vector."""
    numbers = [java_text(int(value)) if whole else _shown(value) for value in vector[:SHOWN]]
    return f"[{', '.join(numbers)}{', ...' if len(vector) > SHOWN else ''}]"


def _shown(value: float) -> str:
    if math.isfinite(value):
        return java_text(shortest(value))
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
