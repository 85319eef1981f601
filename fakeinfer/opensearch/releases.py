"""What each release line says about itself: versions of Lucene, compatibility, build hashes.

Build hashes are observed where a release was; others are made up, the same every time.
See `opensearch-project/OpenSearch:gradle/libs.versions.toml` at the lines' tags.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from ..versions import Span, Version

if TYPE_CHECKING:
    from ..contract import Contract

LUCENE = {
    "2.9": "9.7.0", "2.10": "9.7.0", "2.11": "9.7.0", "2.12": "9.9.2", "2.13": "9.10.0", "2.14": "9.10.0",
    "2.15": "9.10.0", "2.16": "9.11.1", "2.17": "9.11.1", "2.18": "9.12.0", "2.19": "9.12.1", "3.0": "10.1.0",
    "3.1": "10.2.1", "3.2": "10.2.2", "3.3": "10.3.1", "3.4": "10.3.2", "3.5": "10.3.2", "3.6": "10.4.0",
    "3.7": "10.4.0", "3.8": "10.4.0",
}  # fmt: skip
COMPATIBILITY = ((Span(until="3.0"), "7.10.0", "7.0.0"), (Span("3.0"), "2.19.0", "2.0.0"))
"""Oldest versions whose nodes and whose indices a server works with."""
BUILD_HASHES = {
    "2.19.1": "2e4741fb45d1b150aaeeadf66d41445b23ff5982",
    "3.0.0": "dc4efa821904cc2d7ea7ef61c0f577d3fc0d8be9",
    "3.5.0": "bbc94f0bdc3a759011e6529ecfe52840856f91a3",
}


def build_hash(version: Version) -> str:
    """40 hexadecimal digits that name a build."""
    known = BUILD_HASHES.get(str(version))
    return known or hashlib.sha1(f"opensearch {version}".encode(), usedforsecurity=False).hexdigest()


def compatibility(version: Version) -> tuple[str, str]:
    """The oldest wire and index versions."""
    return next((wire, index) for span, wire, index in COMPATIBILITY if version in span)


def warning_agent(contract: Contract) -> str:
    """Who signs a `Warning` header."""
    return f"OpenSearch-{contract.version}-{build_hash(contract.version)}"
