"""The `fakeinfer` command. Every flag has its environment twin (`FAKEINFER_SERVE_PORT`); a flag wins, a bad value refuses."""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from . import __version__

if TYPE_CHECKING:
    from .contract import Contract

PRODUCT = click.option(
    "--product", type=click.Choice(["elasticsearch", "opensearch"]), default="elasticsearch", show_default=True
)
VERSION = click.option(
    "--version", "version", metavar="VERSION", help="A release line or release; default: the newest that is out."
)


SWITCHES = {"true": True, "false": False}
"""Values of options that are no texts."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "FAKEINFER"})
@click.version_option(__version__, message="fakeinfer %(version)s")
def main() -> None:
    """A fake of the Elasticsearch inference API and OpenSearch ML Commons, for tests."""


def _contract(product: str, version: str | None, hint: str = "--version") -> Contract:
    from .contract import contract_for

    try:
        return contract_for(product, version)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint=hint) from problem


@main.command()
@PRODUCT
@VERSION
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=9200, show_default=True, help="0 takes a free one.")
@click.option(
    "--port-file", type=click.Path(dir_okay=False, path_type=Path), help="Holds the bare port once it accepts."
)
@click.option(
    "--seed-file",
    "seed_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Requests to send first: console text, YAML or JSON. May be given several times.",
)
@click.option("--seed", default="fakeinfer", show_default=True, help="Feeds ids and embeddings.")
@click.option("--follow", type=click.Choice(["documented", "server"]), help="Where documentation and servers disagree.")
@click.option("--disagreement", "disagreements", multiple=True, metavar="NAME=SIDE", help="One such place alone.")
@click.option(
    "--setting", "settings", multiple=True, metavar="KEY=VALUE", help="A cluster setting put in place at start."
)
@click.option(
    "--option", "options", multiple=True, metavar="NAME=VALUE", help="An option of the cluster: tasks=polls:2"
)
@click.option("--tls", is_flag=True, help="Serve https with a certificate made for the occasion.")
def serve(
    product: str,
    version: str | None,
    host: str,
    port: int,
    port_file: Path | None,
    seed_files: tuple[Path, ...],
    seed: str,
    follow: str | None,
    disagreements: tuple[str, ...],
    settings: tuple[str, ...],
    options: tuple[str, ...],
    tls: bool,
) -> None:
    """Serve one fake until SIGINT or SIGTERM; prints one line with its URL."""
    from .auth import own_headers
    from .cluster import Cluster
    from .doors.server import Server
    from .seed import SeedError, apply_seed

    contract = _contract(product, version)
    try:
        cluster = Cluster(
            product,
            version,
            follow=follow,
            disagreements=_pairs(disagreements, "--disagreement"),
            seed=seed,
            settings=_pairs(settings, "--setting"),
            **{name: SWITCHES.get(value, value) for name, value in _pairs(options, "--option").items()},
        )
        for file in seed_files:
            apply_seed(file, cluster.handle, own_headers(cluster.state))
    except (TypeError, ValueError, SeedError) as problem:
        raise click.ClickException(str(problem)) from problem
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    server = Server(cluster, host=host, port=port, tls=tls)
    try:
        server.start()
    except ModuleNotFoundError as missing:
        raise click.ClickException(missing.msg) from missing
    except OSError as problem:
        raise click.ClickException(f"cannot listen on {host}:{port}: {problem.strerror or problem}") from problem
    try:
        if port_file is not None:
            _write_at_once(port_file, str(server.port))
        click.echo(f"fakeinfer {product} {contract.version} at {server.url}")
        sys.stdout.flush()
        stopped.wait()
    finally:
        server.stop()
        if port_file is not None:
            port_file.unlink(missing_ok=True)


def _pairs(given: tuple[str, ...], flag: str) -> dict[str, Any]:
    pairs = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals:
            raise click.BadParameter(f"{item!r} is not NAME=VALUE", param_hint=flag)
        pairs[name] = value
    return pairs


def _write_at_once(file: Path, text: str) -> None:
    """So that a reader never sees half of it."""
    beside = file.with_name(file.name + ".new")
    beside.write_text(text)
    beside.replace(file)


@main.command()
@PRODUCT
def versions(product: str) -> None:
    """List the release lines there are, the newest release of each, and which is the default."""
    from .contract import product_named

    declared = product_named(product)
    for line, release in declared.releases.items():
        notes = f"unreleased: {declared.unreleased[line]}" if line in declared.unreleased else ""
        click.echo(f"{line:5} {release:8} {'default' if line == declared.lines[-1] else notes}".rstrip())


def _say_if_unreleased(contract: Contract) -> None:
    built_from = contract.product.unreleased.get(contract.version.line)
    if built_from is not None:
        click.echo(f"{contract.product.name} {contract.version.line} is unreleased: {built_from}", err=True)


@main.command()
@PRODUCT
@VERSION
def routes(product: str, version: str | None) -> None:
    """List the routes of a version with their operations."""
    contract = _contract(product, version)
    _say_if_unreleased(contract)
    rows = [
        (route.method, route.path, op.id)
        for op in contract.operations.values()
        for route in op.routes
        if contract.version in route.span
    ]
    width = max(len(path) for _, path, _ in rows)
    for method, path, op_id in sorted(rows, key=lambda row: (row[1], row[0])):
        click.echo(f"{method:6} {path:{width}}  {op_id}")


@main.command()
@click.argument("old")
@click.argument("new")
@PRODUCT
@click.option("--json", "as_json", is_flag=True, help="For programs: every item by itself.")
def diff(old: str, new: str, product: str, as_json: bool) -> None:
    """Print what changed between two versions: `fakeinfer diff 8.15 9.0`."""
    from .version_diff import compare

    found = compare(_contract(product, old, "OLD"), _contract(product, new, "NEW"))
    click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False) if as_json else found.as_text())


@main.command()
@PRODUCT
@VERSION
def openapi(product: str, version: str | None) -> None:
    """Print an OpenAPI 3.1 document of what a version implements."""
    from .openapi import document

    click.echo(json.dumps(document(_contract(product, version)), indent=2, ensure_ascii=False))


@main.command()
def doctor() -> None:
    """Look over the installation and say what is in the way; exit code 1 when something is."""
    from .doctor import examine

    states = set()
    for finding in examine():
        click.echo(str(finding))
        states.add(finding.state)
    sys.exit(1 if "bad" in states else 0)


URL = click.option(
    "--url", default=None, help="Where the fake is; default: 127.0.0.1 and the port of --port-file or 9200."
)
PORT_FILE = click.option("--port-file", type=click.Path(dir_okay=False, path_type=Path))


def _url(url: str | None, port_file: Path | None) -> str:
    if url:
        return url.rstrip("/")
    port = "9200"
    if port_file is not None:
        try:
            port = port_file.read_text().strip()
        except OSError as problem:
            raise click.ClickException(f"{port_file}: {problem.strerror}; is the fake running?") from problem
    return f"http://127.0.0.1:{port}"


@main.command()
@PRODUCT
@URL
@PORT_FILE
def env(product: str, url: str | None, port_file: Path | None) -> None:
    """Print the exports that point a program at the fake: `eval "$(fakeinfer env)"`."""
    base = _url(url, port_file)
    parts = urlsplit(base)
    name = product.upper()
    for key, value in (("URL", base), ("HOST", parts.hostname), ("PORT", parts.port)):
        click.echo(f"export {name}_{key}={value}")


@main.command()
@URL
@PORT_FILE
@click.option("--timeout", type=float, default=30, show_default=True, help="Seconds.")
def wait(url: str | None, port_file: Path | None, timeout: float) -> None:
    """Wait until a fake answers; exit code 1 when it does not in time."""
    from .verify import RemoteServer, Unverifiable

    deadline = time.monotonic() + timeout
    while True:
        try:
            base = _url(url, port_file)
            with RemoteServer(base, timeout=2) as server:
                status, health = server.ask("GET", "/_fakeinfer/health")
            if status == 200:
                click.echo(f"fakeinfer {health['product']} {health['version']} at {base}")
                return
        except (Unverifiable, click.ClickException) as problem:
            reason = str(problem)
        else:
            reason = f"status {status}"
        if time.monotonic() > deadline:
            raise click.ClickException(f"no fake within {timeout:g} s: {reason}")
        time.sleep(0.05)


USER = click.option("--user", metavar="NAME:PASSWORD", help="HTTP Basic credentials.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@URL
@PORT_FILE
@USER
def seed(files: tuple[Path, ...], url: str | None, port_file: Path | None, user: str | None) -> None:
    """Send the requests of seed files to a running server, fake or real; exit code 1 at the first that is refused."""
    from .seed import SeedError, apply_seed
    from .verify import RemoteServer, Unverifiable

    try:
        with RemoteServer(_url(url, port_file), user) as server:
            for file in files:
                click.echo(f"{file}: {apply_seed(file, server.send)} requests")
    except (SeedError, Unverifiable) as problem:
        raise click.ClickException(str(problem)) from problem


@main.command()
@click.option("--against", "url", required=True, help="The server to judge.")
@click.option("--wipe", is_flag=True, help="Let a real server be emptied before each fixture. DELETES WHAT IT HOLDS.")
@click.option("--only", multiple=True, metavar="PREFIX", help="Operations that begin so, e.g. ml. or inference.get")
@click.option("--follow", type=click.Choice(["documented", "server"]), default="server", show_default=True)
@click.option(
    "--having",
    multiple=True,
    type=click.Choice(["network", "plugins", "fresh"]),
    help="What a real server has: a network, all plugins (skills, percolator), a state nothing was ever written to.",
)
@USER
@click.option(
    "--product", type=click.Choice(["elasticsearch", "opensearch"]), help="What it is, if `GET /` does not say."
)
@VERSION
def verify(
    url: str,
    wipe: bool,
    only: tuple[str, ...],
    follow: str,
    having: tuple[str, ...],
    user: str | None,
    product: str | None,
    version: str | None,
) -> None:
    """Replay the fixtures against any server; exit code 1 when an answer differs."""
    from .verify import RemoteServer, Unverifiable
    from .verify import verify as judge

    try:
        with RemoteServer(url, user) as server:
            contract = _contract(product, version) if product else None
            verdict = judge(server, contract=contract, wipe=wipe, only=only, follow=follow, having=having)
    except (Unverifiable, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(verdict.table())
    sys.exit(1 if verdict.differing else 0)


@main.command()
@PRODUCT
@VERSION
def coverage(product: str, version: str | None) -> None:
    """Print the table of operations a version implements, with their fixtures."""
    from .coverage.operations import operations_table

    click.echo(operations_table(_contract(product, version)))
