"""What each release line says about itself: versions of Lucene, compatibility, build hashes.

Build hashes are observed where a release was; others are made up, the same every time.
See `elastic/elasticsearch:build-tools-internal/version.properties` on the lines' branches.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..versions import Span, Version

if TYPE_CHECKING:
    from ..contract import Contract

LUCENE = {
    "8.11": "9.8.0", "8.12": "9.9.2", "8.13": "9.10.0", "8.14": "9.10.0", "8.15": "9.11.1", "8.16": "9.12.0",
    "8.17": "9.12.0", "8.18": "9.12.1", "8.19": "9.12.2", "9.0": "10.1.0", "9.1": "10.2.2", "9.2": "10.3.2",
    "9.3": "10.3.2", "9.4": "10.4.0", "9.5": "10.5.1", "9.6": "10.5.1",
}  # fmt: skip
COMPATIBILITY = (
    (Span(until="9.0"), "7.17.0", "7.0.0"),
    (Span("9.0", "9.1"), "8.18.0", "8.0.0"),
    (Span("9.1"), "8.19.0", "8.0.0"),
)
"""Oldest versions whose nodes and whose indices a server works with."""
BUILD_HASHES = {
    "8.19.0": "93788a8c2882eb5b606510680fac214cff1c7a22",
    "9.2.0": "25d88452371273dd27356c98598287b669a03eae",
    "9.5.0": "8d4246a64bc255212407b1b313fe402391299c88",
}


def build_hash(version: Version) -> str:
    """40 hexadecimal digits that name a build."""
    known = BUILD_HASHES.get(str(version))
    return known or hashlib.sha1(f"elasticsearch {version}".encode(), usedforsecurity=False).hexdigest()


def compatibility(version: Version) -> tuple[str, str]:
    """The oldest wire and index versions."""
    return next((wire, index) for span, wire, index in COMPATIBILITY if version in span)


def warning_agent(contract: Contract) -> str:
    """Who signs a `Warning` header."""
    return f"Elasticsearch-{contract.version}-{build_hash(contract.version)}"


INDEX_VERSIONS = {"8.19": "8536000", "9.2": "9039001", "9.5": "9107000"}
"""`index.version.created` of lines where it was observed."""


def index_version(version: Version) -> str:
    """The version that indices created by a release carry; made up, the same every time, where none was observed."""
    return INDEX_VERSIONS.get(version.line) or str(version.major * 1_000_000 + 500_000 + version.minor * 1000)


TRANSPORT_VERSIONS = {"8.19": 8841064, "9.2": 9185002, "9.5": 9458002}
"""What nodes call the protocol between them, of lines where it was observed."""


def transport_version(version: Version) -> int:
    """The protocol between nodes of a release; made up, the same every time, where none was observed."""
    return TRANSPORT_VERSIONS.get(version.line) or version.major * 1_000_000 + version.minor * 91_000
