"""Cluster: one fake server's contract and state. `handle(Request) -> Response`, no I/O. Start reading here.

The steps of a request are in `pipeline.py`, what a product can do in its package, how it is reached in the doors
(`doors/`, `transports/`). `testing/fake.py` puts a pleasant face on it for tests.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from .brains.scripts import Scripts
from .clock import Clock
from .contract import Contract, contract_for
from .faults import Faults
from .ids import Ids
from .journal import Journal
from .nearness import near_names
from .pipeline import answer
from .store import Collections, Store
from .upstream_calls import UpstreamCall
from .wire import Request, Response

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from .auth import Guard


@dataclass(slots=True)
class State:
    """What one cluster holds while it runs; thrown away per test."""

    contract: Contract
    switched_on: frozenset[str]
    """Changes and documented sides that hold, see `Call.has`."""
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What the cluster was started with (`tasks`, `settings`, ...)."""
    store: Store = field(default_factory=Store)
    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    faults: Faults = field(default_factory=Faults, repr=False)
    """What was declared to go wrong; never part of a snapshot, cleared by a reset."""
    scripts: Scripts = field(default_factory=Scripts, repr=False)
    """What was laid down about single endpoints; never part of a snapshot, cleared by a reset."""
    upstream_calls: list[UpstreamCall] = field(default_factory=list, repr=False)
    """What the exchange that is being answered sent to model services; the journal takes it."""
    memo: dict[str, Any] = field(default_factory=dict, repr=False)
    """Caches that answers depend on only through their inputs; never part of a snapshot."""
    features: frozenset[str] = frozenset()
    """What it was started with that brings routes of its own (`Operation.feature`); set by the product's `prepare`."""
    guard: Guard | None = field(default=None, repr=False)
    """Who tells users apart and says what each may do; None lets everybody do everything."""
    user: Any = field(default=None, repr=False)
    """Who sent the request that is being answered, if users are told apart."""

    @property
    def cluster_name(self) -> str:
        """What the cluster is called."""
        return str(self.options.get("cluster_name", "fakeinfer"))

    @property
    def node_name(self) -> str:
        """What its only node is called."""
        return str(self.options.get("node_name", "fakeinfer-1"))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A cluster's whole state at one moment; restoring it any number of times is fine."""

    collections: Collections = field(repr=False)
    clock: Clock
    ids: Ids


_OPTIONS_OF_EVERY_PRODUCT = ("version", "follow", "disagreements", "seed", "settings")


class Cluster:
    """A fake cluster of `product` at `version`.

    `follow` is "documented" or "server": which side to take where the two disagree; `disagreements` sets single ones by
    name. `seed` feeds ids and embeddings: same seed and same calls, same bytes. `settings` are cluster settings put in place
    at once, `options` are the product's own (`Product.options`). ValueError for a version or name that does not exist,
    TypeError for an option that does not.
    """

    def __init__(
        self,
        product: str,
        version: str | None = None,
        *,
        follow: str | None = None,
        disagreements: Mapping[str, str] | None = None,
        seed: str = "fakeinfer",
        settings: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.contract = contract_for(product, version)
        _refuse_unknown(options, self.contract)
        self.contract = self.contract.product.contract_for_options(self.contract, options)
        self.follow = follow
        self.seed = seed
        self._switched_on = self.contract.switched_on(follow, disagreements or {})
        self._options = {**options, "settings": dict(settings or {})}
        self.lock = threading.RLock()
        self.journal = Journal(self.contract)
        self.bugs: list[BaseException] = []
        """Exceptions of ours that became a 500; the plugin raises them in the test that caused them."""
        self.stubs: Any = None
        """Expectations in front of the fake, see `testing/stubs.py`; None costs nothing."""
        self.kept: dict[str, Snapshot] = {}
        """Snapshots kept by name for `/_fakeinfer/restore`; they outlive a reset."""
        self.state = self._fresh()
        self.trie = self.contract.trie_with(self.state.features)
        self._beginning = self.snapshot()

    def _fresh(self) -> State:
        state = State(self.contract, self._switched_on, self._options, ids=Ids(self.seed))
        self.contract.product.prepare(state)
        return state

    def handle(self, request: Request) -> Response:
        """Answer one request. Never raises: a bug of ours is a 500 and is kept in `bugs`."""
        with self.lock:
            return answer(self, request)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """A cluster is a WSGI application too: mount it anywhere."""
        from .doors.wsgi import WsgiApp

        return WsgiApp(self)(environ, start_response)

    def reset(self) -> None:
        """Back to the beginning: state, clock, ids, journal, faults, scripts, bugs."""
        with self.lock:
            self.restore(self._beginning)
            self.journal.clear()
            self.bugs.clear()
            self.state.faults.clear()
            self.state.scripts.clear()
            self.stubs = None

    def snapshot(self) -> Snapshot:
        """The state now, in microseconds."""
        with self.lock:
            state = self.state
            return Snapshot(state.store.copied(), replace(state.clock), replace(state.ids))

    def restore(self, snapshot: Snapshot) -> None:
        """Put a snapshot's state back; the journal goes on."""
        with self.lock:
            state = self.state
            state.store = Store({name: dict(records) for name, records in snapshot.collections.items()})
            state.clock = replace(snapshot.clock)
            state.ids = replace(snapshot.ids)

    def __repr__(self) -> str:
        return f"<Cluster {self.contract.product.name} {self.contract.version}>"


def _refuse_unknown(options: Mapping[str, Any], contract: Contract) -> None:
    for name in options:
        if name not in contract.product.options:
            known = ", ".join(contract.product.options) or "none"
            near = near_names(name, [*_OPTIONS_OF_EVERY_PRODUCT, *contract.product.options])
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"{contract.product.name} takes no option {name!r}{hint}; its own options are: {known}")
