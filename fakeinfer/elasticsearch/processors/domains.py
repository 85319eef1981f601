"""Elasticsearch's registered_domain, by the list of public suffixes that the package `publicsuffixlist` brings."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ...errors import illegal_argument, not_implemented
from ...ingest.declaring import Options, processor
from ...ingest.options import Bool, Config, Taken, Text
from ...ingest.running import Run


def _check_installed(config: Config, taken: Taken) -> None:
    if find_spec("publicsuffixlist") is None:
        told = "without the package that knows suffixes: pip install fakeinfer[registered_domain]"
        raise not_implemented(f"the ingest processor [registered_domain] {told}")


@lru_cache(maxsize=1)
def _suffixes() -> Any:
    return import_module("publicsuffixlist").PublicSuffixList(accept_unknown=False)


def _root(domain: str) -> str | None:
    """The registered part of a domain; its last label where no suffix is known, None for a suffix."""
    if domain.startswith("."):
        return None
    name = domain.lower()
    root: str | None = _suffixes().privatesuffix(name)
    if root is not None or _suffixes().publicsuffix(name) == name:
        return root
    return name.rpartition(".")[2]


@processor(
    "registered_domain",
    [Text("field"), Text("target_field", ""), Bool("ignore_missing", True)],
    prepare=_check_installed,
    source="elastic/elasticsearch:modules/ingest-common/src/main/java/org/elasticsearch/ingest/common/RegisteredDomainProcessor.java",
)
def registered_domain(run: Run, options: Options) -> None:
    """Take a domain apart: what was registered, what lies below and above."""
    document = run.document
    ignored = options.ignore_missing and not document.has(options.field)
    domain = None if ignored else document.text(options.field)
    parts = None if domain is None else _parts(domain)
    if parts is None:
        if options.ignore_missing:
            return
        raise illegal_argument("unable to set domain information for document")
    before = f"{options.target_field}." if options.target_field else ""
    for name, value in parts.items():
        if value is not None:
            document.set(before + name, value)


def _parts(domain: str) -> dict[str, str | None] | None:
    root = _root(domain)
    if root is None:
        if _root(domain.removeprefix(".")) is not None:
            return None
        return {"domain": domain, "top_level_domain": domain}
    if "." not in root:
        return None
    at = domain.rfind(f".{root}")
    return {
        "domain": domain,
        "registered_domain": root,
        "top_level_domain": root.partition(".")[2],
        "subdomain": domain[:at] if at > 0 else None,
    }
