"""Which tests are for this server: `skip` and `requires`.

Features of a cluster count as present, but for those that name a version (`gte_v9.1.0`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fakeinfer.versions import Version
from tests.yaml_rest.outcomes import Skipped, Unsupported

RUNNER_FEATURES = frozenset(
    {
        "headers", "close_to", "contains", "warnings", "warnings_regex", "allowed_warnings", "allowed_warnings_regex",
        "arbitrary_key", "node_selector", "stash_in_key", "stash_in_path", "stash_path_replace", "default_shards", "xpack",
        "capabilities", "embedded_stash_key", "yaml", "requires_replica",
    }
)  # fmt: skip
_SINCE = re.compile(r"gte_v(\d+)\.(\d+)\.(\d+)")


def has_feature(feature: str, version: Version) -> bool:
    """Whether a cluster of this version has the feature."""
    named = _SINCE.fullmatch(feature)
    return named is None or (version.major, version.minor, version.patch) >= tuple(map(int, named.groups()))


def check_skip(about: Mapping[str, Any], version: Version) -> None:
    """Leave the test out when it says so."""
    why = str(about.get("reason") or "it says so")
    for word in ("awaits_fix", "known_issues"):
        if about.get(word):
            raise Skipped(f"{word}: {why}")
    if "version" in about and _in_ranges(str(about["version"]), version):
        raise Skipped(why)
    if any(has_feature(feature, version) for feature in _words(about.get("cluster_features"))):
        raise Skipped(why)
    _need_runner_features(about.get("features"))


def check_requires(about: Mapping[str, Any], version: Version) -> None:
    """Leave the test out when something that it needs is missing."""
    why = str(about.get("reason") or "it needs what is not there")
    if not all(has_feature(feature, version) for feature in _words(about.get("cluster_features"))):
        raise Skipped(why)
    if "version" in about and not _in_ranges(str(about["version"]), version):
        raise Skipped(why)
    _need_runner_features(about.get("test_runner_features"))


def _need_runner_features(features: Any) -> None:
    missing = [feature for feature in _words(features) if feature not in RUNNER_FEATURES]
    if missing:
        raise Unsupported(f"the runner's feature {missing[0]}")


def _words(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _in_ranges(text: str, version: Version) -> bool:
    """`all`, or ranges such as ` - 8.14.99, 9.0.0 - `, both ends included."""
    if text.strip() == "all":
        return True
    here = (version.major, version.minor, version.patch)
    for part in text.split(","):
        low, dash, high = part.partition("-")
        first = _numbers(low) or (0, 0, 0)
        last = (_numbers(high) or (999, 0, 0)) if dash else first
        if first <= here <= last:
            return True
    return False


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text)[:3])
