"""Requests to AWS signed as its SDK does (`AWS4-HMAC-SHA256`): what a connector with the protocol `aws_sigv4` adds to its headers.

Source: opensearch-project/ml-commons:ml-algorithms/src/main/java/org/opensearch/ml/engine/algorithms/remote/ConnectorUtils.java
(`signRequest`); which headers are signed and sent, and in which order, observed: opensearch 2.19.1.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"
_KEPT = "-_.~"


class Signer(NamedTuple):
    """Who signs, for which service, and when."""

    access_key: str
    secret_key: str
    session_token: str | None
    region: str
    service: str
    millis: int

    def signed(self, method: str, url: str, headers: Mapping[str, str], body: str | None) -> dict[str, str]:
        """All headers of a request, the signature among them."""
        data = (body or "").encode("utf-8", "replace")
        moment = datetime.fromtimestamp(self.millis // 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
        own = {"Host": urlsplit(url).netloc, "Content-Length": str(len(data)), **headers, "X-Amz-Date": moment}
        if self.session_token is not None:
            own["X-Amz-Security-Token"] = self.session_token
        scope = f"{moment[:8]}/{self.region}/{self.service}/aws4_request"
        names = ";".join(sorted(name.lower() for name in own))
        text = f"{_ALGORITHM}\n{moment}\n{scope}\n{_digest(_canonical(method, url, own, names, data).encode())}"
        signature = hmac.new(self._key(moment[:8]), text.encode(), hashlib.sha256).hexdigest()
        told = f"{_ALGORITHM} Credential={self.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
        host = own.pop("Host")
        return {"Host": host, "Authorization": told, **own}

    def _key(self, day: str) -> bytes:
        key = f"AWS4{self.secret_key}".encode("utf-8", "replace")
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return key


def signer_of(parameters: Mapping[str, object], credential: Mapping[str, str], millis: int) -> Signer | None:
    """Who signs the requests of a connector; None where a role stands in for keys."""
    keys = (credential.get("access_key"), credential.get("secret_key"))
    if keys[0] is None or keys[1] is None:
        return None
    region, service = (str(parameters.get(name) or credential.get(name) or "") for name in ("region", "service_name"))
    return Signer(keys[0], keys[1], credential.get("session_token"), region, service, millis)


def masked(headers: Mapping[str, str], access_key: str, mask: str) -> dict[str, str]:
    """The same headers without what is secret, or made of it."""
    shown = dict(headers)
    signed, _, _ = shown["Authorization"].partition(", Signature=")
    shown["Authorization"] = (
        f"{signed.replace(f'Credential={access_key}/', f'Credential={mask}/', 1)}, Signature={mask}"
    )
    if "X-Amz-Security-Token" in shown:
        shown["X-Amz-Security-Token"] = mask
    return shown


def _canonical(method: str, url: str, headers: Mapping[str, str], names: str, data: bytes) -> str:
    """The request in the form that is signed."""
    parts = urlsplit(url)
    path = quote(parts.path or "/", safe=f"/{_KEPT}")
    query = "&".join(
        f"{quote(name, safe=_KEPT)}={quote(value, safe=_KEPT)}"
        for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
    )
    lines = "".join(
        f"{name}:{' '.join(value.split())}\n"
        for name, value in sorted((name.lower(), value) for name, value in headers.items())
    )
    return f"{method}\n{path}\n{query}\n{lines}\n{names}\n{_digest(data)}"


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
