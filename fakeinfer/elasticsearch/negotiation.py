"""How Elasticsearch reads `Accept`, `Content-Type` and `format`, and what it refuses before it looks for a handler.

See `elastic/elasticsearch:server/src/main/java/org/elasticsearch/rest/RestRequest.java`, `RestCompatibleVersionHelper.java`,
`AbstractRestChannel.java` there, and `libs/x-content/src/main/java/org/elasticsearch/xcontent/ParsedMediaType.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .. import media, negotiation
from ..compression import READABLE
from ..errors import ApiError, NoAnswer, PlainError, illegal_argument
from ..formats.escapes import BadEscape, decode
from ..media import Output
from ..operations import Bool
from . import errors

if TYPE_CHECKING:
    from ..pipeline import Exchange

_NAME = re.compile(r"[a-zA-Z0-9!#$%&'*+\-.^_`|~]+")
_VENDOR = "application/vnd.elasticsearch+"
_JSON = Output()


@dataclass(frozen=True, slots=True)
class MediaType:
    """A media type as it was sent, and taken apart."""

    sent: str
    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def format(self) -> str | None:
        """The format it names, if the server speaks it."""
        if self.name.startswith(_VENDOR):
            return media.FORMATS.get(f"application/{self.name.removeprefix(_VENDOR)}")
        return media.FORMATS.get(self.name)

    @property
    def speakable(self) -> bool:
        """Whether the server speaks it with these parameters."""
        charset = self.parameters.get("charset", "utf-8")
        return self.format is not None and charset == "utf-8"

    @property
    def canonical(self) -> str:
        """The name under which an answer in this format travels."""
        format = self.format or "json"
        return f"{_VENDOR}{format}" if self.name.startswith(_VENDOR) else f"application/{format}"

    @property
    def version(self) -> int | None:
        """The major version it asks to be compatible with. One that is no number is never answered."""
        text = self.parameters.get("compatible-with")
        if text is None:
            return None
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", text) or not -129 < int(text) < 128:
            raise NoAnswer(f"compatible-with={text} is no version")
        return int(text)


class Headers(NamedTuple):
    """What `Accept` and `Content-Type` say together."""

    output: Output = _JSON
    body_format: str | None = None
    parameters: str = ""
    """Parameters of `Accept`, as every content type of an answer repeats them."""


def read_request(exchange: Exchange) -> None:
    """Query string, headers and form of the answer. The first thing that cannot be read is refused, in plain JSON."""
    request = exchange.request
    coding = request.header("content-encoding")
    if coding and coding.lower() not in (*READABLE, "identity"):
        raise NoAnswer(f"nobody reads a body in {coding}")
    unreadable = negotiation.read_query_string(exchange)
    major = exchange.cluster.contract.version.major
    accept, content_type = request.headers.get("accept"), request.headers.get("content-type")
    headers, refused = _PLAIN, None
    if accept is not None or content_type is not None:
        try:
            headers = read_headers(major, accept, content_type, bool(request.body))
        except ApiError as error:
            refused = error
    exchange.body_format = headers.body_format
    unclear = negotiation.read_output(exchange, headers.output, lambda format: _printed_as(format, headers.parameters))
    if unreadable or refused or unclear or exchange.output.format not in ("json", "yaml"):
        negotiation.refuse(exchange, unreadable, refused, unclear)


_PLAIN = Headers()


@lru_cache(maxsize=256)
def read_headers(
    major: int, accept: tuple[str, ...] | None, content_type: tuple[str, ...] | None, has_body: bool
) -> Headers:
    """Both headers, or their refusal; pure, so that a client's usual pair is read once."""
    wanted = _parsed("Accept", accept)
    sent = _parsed("Content-Type", content_type)
    if (reason := _incompatible(major, wanted, sent, has_body)) is not None:
        raise errors.incompatible_media_types(reason)
    parameters = "".join(f";{name}={value}" for name, value in wanted.parameters.items()) if wanted else ""
    shape = wanted if wanted is not None and wanted.speakable else sent
    output = _JSON
    if shape is not None and shape.format is not None:
        output = Output(shape.format, shape.canonical + parameters, asked=shape is wanted)
    elif parameters:
        output = Output(content_type=f"application/json{parameters}")
    return Headers(output, sent.format if sent is not None else None, parameters)


def _parsed(header: str, values: tuple[str, ...] | None) -> MediaType | None:
    if values is None:
        return None
    if len(values) > 1:
        raise errors.bad_media_type(header, f"Incorrect header [{header}]. Only one value should be provided")
    if not values[0].strip():
        raise errors.bad_media_type(header, f"Header [{header}] cannot be empty.")
    try:
        return _media_type(values[0])
    except ValueError as bad:
        raise errors.bad_media_type(header, str(bad)) from None


def _media_type(text: str) -> MediaType | None:
    """A header's media type; None for lists and `*/*`, which count as no header. ValueError for what is none."""
    if "," in text or text.strip() == "*/*":
        return None
    name, *rest = text.lower().split(";")
    parts = [part.strip() for part in name.split("/")]
    if len(parts) != 2 or not all(_NAME.fullmatch(part) for part in parts):
        raise ValueError(f"invalid media-type [{text}]")
    parameters = {}
    for item in filter(str.strip, rest):
        key, equals, value = item.strip().partition("=")
        if not equals or not value or "=" in value:
            raise ValueError(f"invalid parameters for header [{text}]")
        parameters[key.strip()] = value.strip()
    return MediaType(text, "/".join(parts), parameters)


def _incompatible(major: int, accept: MediaType | None, content_type: MediaType | None, has_body: bool) -> str | None:
    """Why the two versions asked for do not go together, in the server's order of looking."""
    accept_version = accept.version if accept is not None else None
    content_version = content_type.version if content_type is not None else None
    accepted = major if accept_version is None else accept_version
    sent = major if content_version is None else content_version
    spoken = (major, major - 1)
    must_be = f"version must be either version {major} or {major - 1}, but found"
    accept_text = accept.sent if accept is not None else "null"
    content_text = content_type.sent if content_type is not None else "null"
    both = f"Accept={accept_text}, Content-Type={content_text}"
    if accepted not in spoken:
        return f"Accept {must_be} {accepted}. Accept={accept_text}"
    if not has_body:
        return None
    if sent not in spoken:
        return f"Content-Type {must_be} {sent}. Content-Type={content_text}"
    needed = (
        "A compatible version is required on both Content-Type and Accept headers if either one has requested a "
        "compatible version"
    )
    if sent != accepted:
        return f"{needed} and the compatible versions must match. {both}"
    if (accept_version is None) != (content_version is None):
        return f"{needed}. {both}"
    return None


def _printed_as(format: str, parameters: str) -> Output | None:
    """`format` knows the short names only; it wins over `Accept`, whose parameters stay."""
    name = format.lower()
    if name not in media.FORMATS.values():
        return None
    return Output(name, f"application/{name}{parameters}", asked=True)


def refuse_bad_path(exchange: Exchange) -> None:
    """A bad escape anywhere in the path, on unknown routes too."""
    if "%" in exchange.request.target:
        try:
            decode(exchange.request.path)
        except BadEscape as bad:
            raise illegal_argument(str(bad)) from None


def refuse_two_opaque_ids(exchange: Exchange) -> None:
    """`X-Opaque-Id` sent twice with different values; equal ones are fine."""
    if negotiation.different_values(exchange, "x-opaque-id"):
        raise illegal_argument("multiple values for single-valued header [X-Opaque-Id].")


def refuse_unclear_error_trace(exchange: Exchange) -> None:
    """`error_trace` is looked at before the route and refused in the plain shape."""
    if "error_trace" in exchange.raw_query:
        try:
            Bool().read("error_trace", exchange.raw_query["error_trace"])
        except ApiError as refused:
            raise PlainError(400, str(refused.reason)) from None
