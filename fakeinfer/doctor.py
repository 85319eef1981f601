"""Looking over an installation: what is there, what is in the way, and what to do about it. Start at `examine`."""

from __future__ import annotations

import http.client
import os
import platform
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from typing import Literal
from urllib.request import getproxies_environment, proxy_bypass_environment  # type: ignore[attr-defined]

from . import __version__
from .contract import PRODUCTS, contract_for

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "pytest": ("pytest", "pytest_httpserver"),
    "yaml": ("yaml",),
    "tls": ("trustme",),
    "cbor": ("cbor2",),
    "stemming": ("snowballstemmer",),
    "user_agent": ("ua_parser",),
    "registered_domain": ("publicsuffixlist",),
}
CLIENTS = ("elasticsearch", "opensearch-py")
USUAL_PORT = 9200
SIGNS = {"good": "ok  ", "note": "note", "bad": "BAD "}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `advice` says what to do, where something can be done."""

    state: Literal["good", "note", "bad"]
    what: str
    advice: str = ""

    def __str__(self) -> str:
        return f"{SIGNS[self.state]} {self.what}" + (f"\n     {self.advice}" if self.advice else "")


def examine() -> Iterator[Finding]:
    """Everything there is to find, in the order in which it matters."""
    yield Finding("good", f"fakeinfer {__version__}, Python {platform.python_version()}")
    yield from extras()
    yield from clients()
    yield from plugin()
    yield from options()
    yield from proxies()
    yield loopback()
    yield usual_port()


def extras() -> Iterator[Finding]:
    """Which extras are installed."""
    for extra, modules in EXTRAS.items():
        missing = [module for module in modules if find_spec(module) is None]
        if missing:
            yield Finding("note", f"{extra}: {', '.join(missing)} is not there", f"pip install 'fakeinfer[{extra}]'")
        else:
            yield Finding("good", f"{extra}: installed")


def clients() -> Iterator[Finding]:
    """Which of the vendors' clients are installed, and which servers they get along with."""
    for name in CLIENTS:
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding("note", f"{name}: not installed", f"pip install {name}, if your program uses it")
            continue
        picky = name == "elasticsearch" and int(found.partition(".")[0]) >= 9
        advice = "8.x servers refuse it, here as in reality: pip install 'elasticsearch<9' for those" if picky else ""
        yield Finding("good", f"{name}: {found}", advice)


def plugin() -> Iterator[Finding]:
    """Whether pytest finds the fixtures by itself."""
    if find_spec("pytest") is None:
        return
    if "fakeinfer" not in {point.name for point in entry_points(group="pytest11")}:
        yield Finding("bad", "pytest does not know the plugin", "install fakeinfer, instead of putting it on the path")
    elif os.environ.get("PYTEST_DISABLE_PLUGIN_AUTOLOAD"):
        advice = "run pytest with -p fakeinfer.pytest_plugin, or unset it"
        yield Finding("bad", "PYTEST_DISABLE_PLUGIN_AUTOLOAD is set: pytest loads no plugins", advice)
    else:
        yield Finding("good", "pytest loads the plugin")


def options() -> Iterator[Finding]:
    """Whether the versions that the environment asks for exist."""
    asked = {"FAKEINFER_VERSION": PRODUCTS, **{f"FAKEINFER_{name.upper()}_VERSION": (name,) for name in PRODUCTS}}
    for variable, products in asked.items():
        wanted = os.environ.get(variable)
        if wanted is not None:
            problems = [problem for product in products if (problem := _no_such_version(product, wanted))]
            if len(problems) == len(products):
                yield Finding("bad", f"{variable}={wanted}: {'; '.join(problems)}", "unset it, or ask for one of those")
            else:
                yield Finding("good", f"{variable}={wanted}")


def _no_such_version(product: str, wanted: str) -> str | None:
    try:
        contract_for(product, wanted)
    except ValueError as problem:
        return str(problem)
    return None


def proxies() -> Iterator[Finding]:
    """Whether clients would ask a proxy for what is on this machine."""
    found = [f"{scheme}_proxy" for scheme in sorted(getproxies_environment()) if scheme != "no"]
    if found and not proxy_bypass_environment("127.0.0.1"):
        what = f"{', '.join(found)} is set, and clients that heed it look for 127.0.0.1 behind a proxy"
        yield Finding("bad", what, "export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost")
    elif found:
        yield Finding("good", f"{', '.join(found)} is set, and leaves 127.0.0.1 alone")
    else:
        yield Finding("good", "no proxy in the environment")


def loopback() -> Finding:
    """Whether a fake can be served and asked on this machine."""
    from .cluster import Cluster
    from .doors.server import Server

    try:
        with Server(Cluster(PRODUCTS[0])) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/_fakeinfer/health")
            status = connection.getresponse().status
            connection.close()
    except OSError as problem:
        return Finding(
            "bad", f"nothing can be served on 127.0.0.1: {problem}", "in-process clients (`fake.client()`) work"
        )
    if status != 200:
        return Finding(
            "bad", f"a fake on 127.0.0.1 answers {status}", "something is between: look for a proxy or a filter"
        )
    return Finding("good", "a fake can be served on 127.0.0.1")


def usual_port(port: int = USUAL_PORT) -> Finding:
    """Whether `fakeinfer serve` finds its usual port free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return Finding(
                "note", f"port {port} is taken", "fakeinfer serve --port 0 --port-file port takes a free one"
            )
    return Finding("good", f"port {port} is free")
