"""The names of the queries here. What reads them is imported when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...search.query import query

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...search.query import Query, Reading
    from ...wire import Json


@query("knn", since="8.12")
def knn(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The documents whose vectors are nearest to one."""
    from . import knn_query

    return knn_query.read(body, place, reading)


@query("sparse_vector", since="8.15")
def sparse_vector(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents by the weights of their tokens."""
    from . import sparse_vector

    return sparse_vector.read(body, place, reading)


@query("text_expansion")
def text_expansion(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The same, with the weights that a model gives a text's tokens."""
    from . import text_expansion

    return text_expansion.read(body, place, reading)


@query("weighted_tokens", since="8.13")
def weighted_tokens(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The same, with given weights."""
    from . import weighted_tokens

    return weighted_tokens.read(body, place, reading)


@query("rank_feature")
def rank_feature(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents by a number that they have."""
    from ...search.vectors import rank_feature

    return rank_feature.read(body, place, reading)


@query("script_score")
def script_score(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """What another query finds, scored by a script."""
    from . import script_score

    return script_score.read(body, place, reading)
