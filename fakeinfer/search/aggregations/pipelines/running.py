"""Running aggregations over answers. What they refuse, they refuse when all shards have answered."""

from __future__ import annotations

from typing import Any

from ....errors import ApiError, illegal_argument, is_ours
from ....wire import Json
from ... import errors
from ..reading import INSIDE, Aggregation, Around


def run_beside(aggregation: Aggregation, answers: dict[str, Json], around: Around) -> None:
    """Put the answer of one beside those it looks at."""
    try:
        answer = aggregation.does.beside(answers)
    except ApiError as refused:
        raise _failed(refused, around) from None
    _put(aggregation, answer, answers, around)


def run_inside(aggregation: Aggregation, answer: dict[str, Any], around: Around) -> None:
    """Run those inside of an aggregation over its buckets, one after the other."""
    for one in aggregation.inner:
        if one.kind in INSIDE:
            try:
                _run(one, aggregation, answer, around)
            except ApiError as refused:
                raise _failed(refused, around) from None


def _run(one: Aggregation, outer: Aggregation, answer: dict[str, Any], around: Around) -> None:
    held = answer.get("buckets")
    if held is None:
        raise errors.no_buckets(outer.kind)
    if isinstance(held, dict):
        names = {id(bucket): name for name, bucket in held.items()}
        answer["buckets"] = {names[id(bucket)]: bucket for bucket in one.does.inside(one.name, list(held.values()))}
    else:
        answer["buckets"] = one.does.inside(one.name, held)
    if one.meta is not None or around.typed:
        for bucket in answer["buckets"].values() if isinstance(held, dict) else answer["buckets"]:
            if one.name in bucket:
                _put(one, bucket.pop(one.name), bucket, around)


def _put(one: Aggregation, answer: Json, answers: dict[str, Json], around: Around) -> None:
    name = f"{one.does.prefix()}#{one.name}" if around.typed else one.name
    answers[name] = {"meta": one.meta, **answer} if one.meta is not None else answer


def _failed(refused: ApiError, around: Around) -> ApiError:
    if is_ours(refused) or refused.type == "search_phase_execution_exception":
        return refused
    product = around.views[0].state.contract.product.name if around.views else ""
    if product == "elasticsearch" and refused.type == "aggregation_execution_exception":
        refused = illegal_argument(refused.reason or "")
    return errors.failed_reduce(refused)
