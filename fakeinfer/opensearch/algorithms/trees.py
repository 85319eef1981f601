"""Random cut trees: points in boxes that random cuts divide, and how strange a point is to them.

After Guha, Mishra, Roy, Schrijvers: "Robust random cut forest based anomaly detection on streams" (ICML 2016), with the
scoring of aws/random-cut-forest-by-aws. Where cuts fall is the draw of a generator of our own, so scores that depend on it are
near those of the server and not equal to them; where there is nothing to draw they are equal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from .splittable import SplittableRandom

Point = tuple[float, ...]


class _Node:
    """A box of points: a leaf (one point, perhaps several times), or a cut into two."""

    __slots__ = ("cut", "dimension", "high", "left", "low", "mass", "right")

    def __init__(self, point: Point) -> None:
        self.low = self.high = point
        self.mass = 1
        self.left: _Node | None = None
        self.right: _Node | None = None
        self.dimension = 0
        self.cut = 0.0


class RandomCutTree:
    """One tree over a sample of the points it was shown."""

    def __init__(self, sample_size: int, random: SplittableRandom) -> None:
        self._random = random
        self._size = sample_size
        self._sample: list[Point] = []
        self._shown = 0
        self._root: _Node | None = None

    def show(self, point: Point) -> None:
        """Take a point into the sample; in a full one it takes the place of another, the less likely the more were shown."""
        self._shown += 1
        if len(self._sample) >= self._size:
            place = self._random.next_int(self._shown)
            if place >= self._size:
                return
            self._root = _without(self._root, self._sample[place])
            self._sample[place] = point
        else:
            self._sample.append(point)
        self._root = self._with(self._root, point)

    def score(self, point: Point) -> float:
        """How strange a point is: about 1 for one like others, more for one that a cut would soon set apart."""
        if self._root is None:
            return 0.0
        return _score(self._root, point, 0, self._root.mass) * math.log2(self._root.mass + 1)

    def _with(self, node: _Node | None, point: Point) -> _Node:
        """The tree under `node` with one point more."""
        if node is None:
            return _Node(point)
        if node.left is None and node.low == point:
            node.mass += 1
            return node
        low = tuple(map(min, node.low, point))
        high = tuple(map(max, node.high, point))
        dimension, cut = self._draw_cut(low, high)
        apart = point[dimension] <= cut < node.low[dimension] or node.high[dimension] <= cut < point[dimension]
        if node.left is None or apart:
            return _parent(_Node(point), node, dimension, cut)
        node.low, node.high = low, high
        node.mass += 1
        if point[node.dimension] <= node.cut:
            node.left = self._with(node.left, point)
        else:
            node.right = self._with(node.right, point)
        return node

    def _draw_cut(self, low: Point, high: Point) -> tuple[int, float]:
        """A place on the edges of a box, all equally likely."""
        edges = [top - bottom for bottom, top in zip(low, high, strict=True)]
        place = self._random.next_double() * sum(edges)
        for dimension, edge in enumerate(edges):
            if edge > 0 and place < edge:
                return dimension, min(low[dimension] + place, math.nextafter(high[dimension], low[dimension]))
            place -= edge
        dimension = max(range(len(edges)), key=edges.__getitem__)
        return dimension, low[dimension]


class Forest:
    """Trees that were shown the same points, asked together."""

    def __init__(self, trees: int, sample_size: int, seed: int) -> None:
        random = SplittableRandom(seed)
        self._trees = [RandomCutTree(sample_size, random.split()) for _ in range(trees)]
        self.shown = 0

    def show(self, values: Sequence[float]) -> None:
        """Take a point."""
        self.shown += 1
        for tree in self._trees:
            tree.show(tuple(values))

    def score(self, values: Sequence[float]) -> float:
        """The mean of the trees' scores."""
        return sum(tree.score(tuple(values)) for tree in self._trees) / len(self._trees)


def _parent(leaf: _Node, other: _Node, dimension: int, cut: float) -> _Node:
    node = _Node(leaf.low)
    node.low = tuple(map(min, leaf.low, other.low))
    node.high = tuple(map(max, leaf.high, other.high))
    node.mass = leaf.mass + other.mass
    node.dimension, node.cut = dimension, cut
    node.left, node.right = (leaf, other) if leaf.low[dimension] <= cut else (other, leaf)
    return node


def _without(node: _Node | None, point: Point) -> _Node | None:
    """The tree under `node` with one of its points less."""
    if node is None:
        return None
    node.mass -= 1
    if node.left is None or node.right is None:
        return node if node.mass else None
    if point[node.dimension] <= node.cut:
        rest = _without(node.left, point)
        if rest is None:
            return node.right
        node.left = rest
    else:
        rest = _without(node.right, point)
        if rest is None:
            return node.left
        node.right = rest
    node.low = tuple(map(min, node.left.low, node.right.low))
    node.high = tuple(map(max, node.left.high, node.right.high))
    return node


def _score(node: _Node, point: Point, depth: int, everything: int) -> float:
    if node.left is None or node.right is None:
        if node.low != point:
            return 1.0 / (depth + 1)
        return (1.0 - node.mass / (2.0 * everything)) / (depth + math.log2(1.0 + node.mass))
    apart = _chance_apart(node, point)
    below = 0.0
    if apart < 1.0:
        child = node.left if point[node.dimension] <= node.cut else node.right
        below = _score(child, point, depth + 1, everything)
    return (1.0 - apart) * below + apart / (depth + 1)


def _chance_apart(node: _Node, point: Point) -> float:
    """How likely a cut of the box, grown to hold the point, has the point alone on one side."""
    grown = outside = 0.0
    for low, high, value in zip(node.low, node.high, point, strict=True):
        beyond = max(low - value, value - high, 0.0)
        outside += beyond
        grown += high - low + beyond
    return outside / grown if grown else 0.0
