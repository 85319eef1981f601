"""The names of the queries here. What reads them is imported when somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...search.query import query

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...search.query import Query, Reading
    from ...wire import Json


@query("knn")
def knn(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The documents whose vectors are nearest to one."""
    from . import knn

    return knn.read(body, place, reading)


@query("neural")
def neural(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """The documents nearest to what a model makes of a text."""
    from . import neural

    return neural.read(body, place, reading)


@query("neural_sparse", since="2.11")
def neural_sparse(body: dict[str, Json], place: Place, reading: Reading) -> Query:
    """Documents by the weights of their tokens."""
    from . import neural_sparse

    return neural_sparse.read(body, place, reading)


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
