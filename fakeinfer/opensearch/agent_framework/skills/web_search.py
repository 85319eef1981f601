"""`WebSearchTool` (3.0): the pages that a search engine finds. Nothing leaves the machine.

Engines and pages on loopback are read where the cluster's option `passthrough` lets them be; every other engine is one that no
name server knows, and every other page one that cannot be read, which the tool tells as null.
`opensearch-project/skills:src/main/java/org/opensearch/agent/tools/WebSearchTool.java`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ....errors import ApiError, illegal_argument, not_implemented, status_error
from ....wire import Json
from ...ml.errors import illegal_state
from ...remote import gson, jsonpath, passthrough
from ...remote.rendering import RemoteRequest
from ..outputs import Value
from ..toolbox import Kind

if TYPE_CHECKING:
    from ....cluster import State

ENDPOINTS = {
    "google": "https://customsearch.googleapis.com/customsearch/v1",
    "bing": "https://api.bing.microsoft.com/v7.0/search",
    "duckduckgo": "https://duckduckgo.com/html",
    "custom": None,
}
PAGE = 10
TIMEOUT = 3.0
AGENT = "OpenSearchWebCrawler/1.0"
_ROBOT_CHECKS = ("verify you are human", "g-recaptcha", "h-captcha", "data-sitekey")
_UNSEEN = ("script", "style", "noscript", "template")


def fits(parameters: Mapping[str, str]) -> bool:
    """Whether an engine is named with all that it wants, and something is asked."""
    engine = parameters.get("engine", "")
    if not engine or not parameters.get("query", parameters.get("question")):
        return False
    if not parameters.get("endpoint", _default_endpoint(engine) or ""):
        return False
    wanted = {"google": ("engine_id", "api_key"), "custom": ("custom_api", "custom_res_url_jsonpath")}
    if engine.lower() == "bing":
        return not parameters.get("api_key")  # the wrong way round, as in the plugin
    return all(parameters.get(name) for name in wanted.get(engine.lower(), ()))


def run(state: State, made_with: Mapping[str, str], parameters: Mapping[str, str]) -> Value:
    """Pages with their texts, and where the next ones are."""
    query = parameters.get("query", parameters.get("question"))
    if query is None:
        raise failed('Cannot invoke "String.replaceAll(String, String)" because the return value of "java.util.Map.getOrDefault(Object, Object)" is null')  # fmt: skip
    engine = parameters.get("engine", "google")
    try:
        endpoint = parameters.get("endpoint", _default_endpoint(engine) or "null")
    except ApiError as error:
        raise failed(str(error.reason)) from None
    if engine.lower() == "duckduckgo":
        if _target(state, endpoint) is None:
            raise unknown_host(endpoint)
        raise not_implemented("reading pages of duckduckgo")
    url, following = _urls(engine.lower(), endpoint, query.replace(" ", "+"), parameters)
    headers = {"bing": {"Ocp-Apim-Subscription-Key": "api_key"}, "custom": {"Authorization": "Authorization"}}
    sent = {name: parameters.get(held, "") for name, held in headers.get(engine.lower(), {}).items()}
    target = _target(state, url)
    if target is None:
        raise unknown_host(url)
    answer = passthrough.send(RemoteRequest("GET", url, sent, None), target, TIMEOUT)
    if not 200 <= answer.status <= 300:
        raise status_error(answer.status, f"Failed to fetch results from endpoint: {endpoint}")
    authorization = parameters.get("Authorization") if engine.lower() == "custom" else None
    found = _links(engine.lower(), answer.text, parameters)
    return gson.text({"next_page": following, "items": [_page(state, link, authorization) for link in found]})


def _default_endpoint(engine: str) -> str | None:
    if engine.lower() not in ENDPOINTS:
        raise illegal_argument(f"Unsupported search engine: {engine}")
    return ENDPOINTS[engine.lower()]


def _urls(engine: str, endpoint: str, query: str, parameters: Mapping[str, str]) -> tuple[str, str]:
    """What is asked for, and where the next page is."""
    offset = parameters.get("offset_key", "offset")

    def url(start: int) -> str:
        if engine == "google":
            id, key = parameters.get("engine_id"), parameters.get("api_key")
            return f"{endpoint}?q={query}&cx={id}&key={key}&start={start}"
        if engine == "bing":
            return f"{endpoint}?q{query}&textFormat=HTML&count={PAGE}&offset={start}"
        asked, limit = parameters.get("query_key", "q"), parameters.get("limit_key", "limit")
        return f"{endpoint}?{asked}={query}&{offset}={start}&{limit}={PAGE}"

    page = parameters.get("next_page")
    if page is None:
        return url(0), url(PAGE)
    mark = {"google": "start", "bing": "offset"}.get(engine, offset)
    rest = page.partition(f"&{mark}=")[2].partition("&")[0]
    return page, url((int(rest) if rest.isdigit() else 0) + PAGE)


def _links(engine: str, text: str, parameters: Mapping[str, str]) -> list[str]:
    """Where the pages are, in an engine's answer."""
    try:
        answer = gson.read(text)
        if engine == "google":
            return [str(item["link"]) for item in answer["items"]]
        if engine == "bing":
            return [str(item["url"]) for item in answer["webPages"]["value"]]
        found = jsonpath.read(answer, parameters.get("custom_res_url_jsonpath", "$"))
        return [gson.parameter(link) for link in found] if isinstance(found, list) else []
    except (gson.NotJson, KeyError, TypeError):
        raise illegal_state(f"Not a JSON Object: {text}") from None


def _page(state: State, url: str, authorization: str | None) -> Json:
    """The text of a page; null for one that cannot be read, or wants to know whether somebody is there."""
    target = _target(state, url)
    if target is None:
        return None
    headers = {"User-Agent": AGENT, **({"Authorization": authorization} if authorization else {})}
    try:
        answer = passthrough.send(RemoteRequest("GET", url, headers, None), target, TIMEOUT)
    except ApiError:
        return None
    if answer.status != 200 or any(mark in answer.text.lower() for mark in _ROBOT_CHECKS):
        return None
    reader = _Reader()
    reader.feed(answer.text)
    reader.close()
    return {"url": url, "title": _plain(reader.titles), "content": _plain(reader.texts)}


def _target(state: State, url: str) -> str | None:
    option = state.options.get("passthrough")
    try:
        return passthrough.target_of(url, option) if option else None
    except ValueError:
        return None


def _plain(pieces: list[str]) -> str:
    return re.sub(r"\s+", " ", "".join(pieces)).strip()


class _Reader(HTMLParser):
    """What is to be seen of a page's body, and the titles inside of it."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.titles: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in (*_UNSEEN, "head", "title"):
            self.open.append(tag)
        elif tag == "body":
            self.open.clear()
        self.texts.append(" " if tag in ("br", "p", "div", "li", "tr", "td", "h1", "h2", "h3") else "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.remove(tag)

    def handle_data(self, data: str) -> None:
        if "title" in self.open and "head" not in self.open:
            self.titles.append(data)
        if not {"head", *_UNSEEN} & set(self.open):
            self.texts.append(data)


def failed(problem: str) -> ApiError:
    """The tool could not even begin."""
    return illegal_state(f"Web search failed: {problem}")


def unknown_host(url: str) -> ApiError:
    """An engine that is not to be reached."""
    host = urlsplit(url).hostname or url
    cause: Any = ApiError(500, "unknown_host_exception", f"{host}: Name or service not known")
    return ApiError(500, "runtime_exception", f"java.net.UnknownHostException: {cause.reason}", caused_by=cause)


KINDS: Mapping[str, Kind] = {"WebSearchTool": Kind(run, fits=fits)}
