"""`pruning_config` of queries for tokens, as its parser reads it by hand.

Source: elastic/elasticsearch:server/src/main/java/org/elasticsearch/index/mapper/vectors/TokenPruningConfig.java; texts observed:
elasticsearch 8.19.0, 9.2.0, 9.5.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import illegal_argument
from ...formats.singles import shortest, single
from ...mapping.options import java_text
from ...object_parser import Path, Source, Unreadable
from ...search.errors import parsing
from ...search.values import truth_of
from ...search.vectors.parsing import read_float, read_int
from .knn_query import place_of
from .weights import Pruning

if TYPE_CHECKING:
    from ...search.locate import Place
    from ...wire import Json


def read(value: dict[str, Json], source: Source, path: Path) -> Pruning:
    """The field of an object parser."""
    place = place_of(source, path)
    known = ("tokens_freq_ratio_threshold", "tokens_weight_threshold", "only_score_pruned_tokens")
    for name in value:
        if name not in known:
            at = (place / name).key()
            raise Unreadable(parsing(f"[pruning_config] unknown token [{name}]", at), path, position=str(at))
    usual = Pruning()
    ratio = float(_number(value, known[0], usual.ratio, place, whole=True))
    weight = _number(value, known[1], usual.weight, place)
    if not 1 <= ratio <= 100:
        shown = java_text(shortest(ratio))
        reason = f"[tokens_freq_ratio_threshold] must be between [1] and [100], got {shown}"
        raise Unreadable(illegal_argument(reason), path, "end")
    if not 0 <= weight <= 1:
        raise Unreadable(illegal_argument("[tokens_weight_threshold] must be between 0 and 1"), path, "end")
    return Pruning(ratio, single(weight), truth_of(value.get(known[2], False)) is True)


def _number(value: dict[str, Json], name: str, default: float, place: Place, *, whole: bool = False) -> float:
    given = value.get(name)
    if isinstance(given, bool) or not isinstance(given, int | float | str):
        if name not in value:
            return default
        at = (place / name).value()
        reason = f"[pruning_config] unknown token [{name}]"
        raise Unreadable(parsing(reason, at), (), position=str(at))
    return (read_int if whole else read_float)(given, place / name)
