"""The analyzers of an index: what its settings define, and what every index has. Start at `analysis_of` and `check_analysis`.

Source: opensearch-project/OpenSearch:server/src/main/java/org/opensearch/index/analysis/AnalysisRegistry.java and
`CustomAnalyzerProvider.java`; texts observed: opensearch 2.19.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ApiError, illegal_argument, is_ours, not_implemented
from ...wire import Json
from . import components, languages
from .chains import GAP, Chain
from .options import Options
from .tokens import CharFilter, Filter, Token, Tokenizer

if TYPE_CHECKING:
    from ...cluster import State

PREFIX = "index.analysis."
WHEN_USED = ("edge_ngram", "edgeNGram", "synonym", "synonym_graph", "length", "snowball", "ngram", "nGram", "shingle")
"""Filters whose settings are looked at when an analyzer uses them."""
EAGER = ("ngram", "nGram", "shingle")
"""... and of which the sizes are checked anyway."""


class Analysis:
    """What the settings of one index say, parts made when first asked for."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.defined: dict[str, dict[str, dict[str, Json]]] = {}
        for key, value in settings.items():
            if key.startswith(PREFIX):
                kind, _, rest = key.removeprefix(PREFIX).partition(".")
                name, _, option = rest.partition(".")
                self.defined.setdefault(kind, {}).setdefault(name, {})[option] = value
        self._analyzers: dict[str, Chain] = {}
        self._normalizers: dict[str, Chain] = {}

    def names(self, kind: str) -> list[str]:
        """What is defined of a kind."""
        return sorted(self.defined.get(kind, ()))

    def has_analyzer(self, name: str) -> bool:
        """Whether there is an analyzer of that name."""
        known = name in languages.ANALYZERS or name in languages.OTHERS
        return known or name in self.defined.get("analyzer", ())

    def analyzer(self, name: str) -> Chain | None:
        """An analyzer by name; None where there is none."""
        found = self._analyzers.get(name)
        if found is None:
            own = self.defined.get("analyzer", {}).get(name)
            found = languages.analyzer(name, Options(name, {})) if own is None else self._of_definition(name, own)
            if found is None:
                return None
            found = self._analyzers[name] = found._replace(gap=GAP)
        return found

    def normalizer(self, name: str) -> Chain | None:
        """A normalizer by name; None where there is none."""
        found = self._normalizers.get(name)
        if found is None:
            own = self.defined.get("normalizer", {}).get(name)
            if own is None and name == "lowercase":
                own = {"filter": ["lowercase"]}
            if own is None:
                return None
            found = self._normalizers[name] = self._normalizer(name, own)
        return found

    def _normalizer(self, name: str, own: dict[str, Json]) -> Chain:
        options = Options(name, own, self.settings)
        strips = [(one, self._char_filter(one, name)) for one in options.texts("char_filter") or ()]
        filters: list[tuple[str, Filter]] = []
        for one in options.texts("filter") or ():
            made = self._filter(one, name, filters, _whole, strips)
            if self._type_of("filter", one) not in components.NORMALIZING:
                raise illegal_argument(f"Custom normalizer [{name}] may not use filter [{one}]")
            filters.append((one, made))
        return Chain(_whole, tuple(filters), tuple(strips), GAP, custom=True, tokenizer_name="keyword")

    def _of_definition(self, name: str, own: dict[str, Json]) -> Chain:
        options = Options(name, own, self.settings)
        kind = options.text("type")
        if kind is None and "tokenizer" not in own:
            raise illegal_argument(f"analyzer [{name}] must specify either an analyzer type, or a tokenizer")
        if kind is not None and kind != "custom":
            found = languages.analyzer(kind, options)
            if found is None:
                raise components.unknown("analyzer", kind, name)
            return found
        return self._custom(name, options)

    def _custom(self, name: str, options: Options) -> Chain:
        cut_by = options.text("tokenizer")
        if cut_by is None:
            raise illegal_argument(f"Custom Analyzer [{name}] must be configured with a tokenizer")
        cut = self.tokenizer(cut_by)
        if cut is None:
            raise illegal_argument(f"Custom Analyzer [{name}] failed to find tokenizer under name [{cut_by}]")
        strips = [(one, self._char_filter(one, name)) for one in options.texts("char_filter") or ()]
        filters: list[tuple[str, Filter]] = []
        for one in options.texts("filter") or ():
            filters.append((one, self._filter(one, name, filters, cut, strips)))
        return Chain(cut, tuple(filters), tuple(strips), GAP, custom=True, tokenizer_name=cut_by)

    def tokenizer(self, name: str) -> Tokenizer | None:
        """A tokenizer by name; None where there is none."""
        own = self.defined.get("tokenizer", {}).get(name)
        if own is None:
            return components.tokenizer(name, Options(name, {}))
        kind = self._kind("tokenizer", name, own)
        made = components.tokenizer(kind, Options(name, own, self.settings))
        if made is None:
            raise components.unknown("tokenizer", kind, name)
        return made

    def char_filter(self, name: str) -> CharFilter | None:
        """A character filter by name; None where there is none."""
        own = self.defined.get("char_filter", {}).get(name)
        if own is None:
            if name in ("mapping", "pattern_replace"):
                raise components.settings_required()
            return components.char_filter(name, Options(name, {}))
        kind = self._kind("char_filter", name, own)
        made = components.char_filter(kind, Options(name, own, self.settings))
        if made is None:
            raise components.unknown("char_filter", kind, name)
        return made

    def token_filter(self, name: str, analyze: Any = lambda text: []) -> Filter | None:
        """A token filter by name; None where there is none."""
        own = self.defined.get("filter", {}).get(name)
        if own is None:
            return components.preconfigured_filter(name)
        kind = self._kind("filter", name, own)
        made = components.token_filter(kind, Options(name, own, self.settings), analyze)
        if made is None:
            raise components.unknown("filter", kind, name)
        return made

    def _char_filter(self, name: str, around: str) -> CharFilter:
        found = self.char_filter(name)
        if found is None:
            raise illegal_argument(f"Custom Analyzer [{around}] failed to find char_filter under name [{name}]")
        return found

    def _filter(
        self,
        name: str,
        around: str,
        before: Iterable[tuple[str, Filter]],
        cut: Tokenizer,
        strips: Iterable[tuple[str, CharFilter]],
    ) -> Filter:
        chain = Chain(cut, tuple(before), tuple(strips))
        found = self.token_filter(name, chain.tokens)
        if found is None:
            raise illegal_argument(f"Custom Analyzer [{around}] failed to find filter under name [{name}]")
        return found

    def _type_of(self, kind: str, name: str) -> str:
        own = self.defined.get(kind, {}).get(name)
        return name if own is None else self._kind(kind, name, own)

    def _kind(self, what: str, name: str, own: dict[str, Json]) -> str:
        kind = own.get("type")
        if kind is None:
            raise illegal_argument(f"{what} [{name}] must specify either an analyzer type, or a tokenizer")
        return str(kind)

    def check(self) -> None:
        """Refuse what cannot be made; what is not imitated is refused when it is used."""
        for name in self.names("char_filter"):
            _tried(self.char_filter, name)
        for name in self.names("tokenizer"):
            _tried(self.tokenizer, name)
        for name in self.names("filter"):
            kind = self._kind("filter", name, self.defined["filter"][name])
            if kind not in WHEN_USED or kind in EAGER:
                _tried(self.token_filter, name)
        for name in self.names("analyzer"):
            if name.startswith("_"):
                raise illegal_argument(f"analyzer name must not start with '_'. got \"{name}\"")
            _tried(self.analyzer, name)
        for name in self.names("normalizer"):
            _tried(self.normalizer, name)


def _tried(make: Any, name: str) -> None:
    try:
        make(name)
    except ApiError as refused:
        if not is_ours(refused):
            raise


def _whole(text: str) -> list[Token]:
    return [Token(text, 0, len(text), "word", 0)]


def defines_any(settings: Mapping[str, Any]) -> bool:
    """Whether an index has parts of its own."""
    return any(key.startswith(PREFIX) for key in settings)


def check_analysis(settings: Mapping[str, Any]) -> None:
    """Refuse settings of analysis that no index can have."""
    if defines_any(settings):
        Analysis(settings).check()


def analysis_of(state: State, index: str) -> Analysis:
    """What an index cuts texts with, read once for its settings."""
    record = state.store.get("indices", index)
    settings: Mapping[str, Any] = record["settings"] if record else {}
    cache: dict[str, tuple[Any, Analysis]] = state.memo.setdefault("analysis", {})
    cached = cache.get(index)
    if cached is None or cached[0] is not settings:
        cached = cache[index] = (settings, Analysis(settings))
    return cached[1]


def untold(name: str) -> ApiError:
    """An analyzer that is not imitated."""
    return not_implemented(f"the analyzer [{name}]")
