"""Expectations in front of the fake, by pytest-httpserver's own API: what one matches it answers, all else goes on to the fake.

The package's server object is used without its server: requests reach its `dispatch` directly, so there is no second socket
and an expectation holds for every door. Imported, with werkzeug, when a test expects something.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from pytest_httpserver import HTTPServer
from pytest_httpserver.httpserver import Error, NoHandlerError
from werkzeug import Request as WerkzeugRequest
from werkzeug import Response as WerkzeugResponse
from werkzeug.exceptions import HTTPException

from ..pipeline import finish
from ..wire import Request, Response

if TYPE_CHECKING:
    from ..pipeline import Exchange


class Expectations(HTTPServer):
    """The expectations of one cluster. A request that none matches is not an error here: the fake answers it.

    Ordered expectations wait for their turn: only a request that a later one matches is out of order, and fails as it does
    in pytest-httpserver.
    """

    def __init__(self) -> None:
        super().__init__("fakeinfer.invalid", 0)
        self._goes_on = WerkzeugResponse()
        self._order_waits = False

    def respond(self, exchange: Exchange) -> Response | None:
        """The answer of the expectation that matches, with the product's headers; None when none does."""
        request = _werkzeug_request(exchange.request)
        try:
            answered = self.dispatch(request)
        except HTTPException as refusal:  # `abort(404)` in a handler
            answered = refusal.get_response(request.environ)
        except NoHandlerError as forgotten:
            self.add_assertion(f"{forgotten}: tell the expectation what to answer, e.g. .respond_with_json({{}})")
            answered = WerkzeugResponse(str(forgotten), 500)
        except Error:
            raise
        except Exception as failure:  # kept for check_assertions or check_handler_errors
            answered = WerkzeugResponse(f"the handler of an expectation failed: {type(failure).__name__}", 500)
        if answered is self._goes_on:
            return None
        self.log.append((request, answered))
        return _with_product_headers(exchange, answered)

    def dispatch(self, request: WerkzeugRequest) -> WerkzeugResponse:
        """Find and run the expectation for a request."""
        waiting = self.ordered_handlers
        if not waiting or self.permanently_failed or any(handler.matcher.match(request) for handler in waiting):
            return super().dispatch(request)
        self.ordered_handlers, self._order_waits = [], True
        try:
            return super().dispatch(request)
        finally:
            self.ordered_handlers, self._order_waits = waiting, False

    def _update_waiting_result(self) -> None:
        if not self._order_waits:
            super()._update_waiting_result()

    def respond_nohandler(self, request: WerkzeugRequest, extra_message: str = "") -> WerkzeugResponse:
        """Let the fake answer, unless the request came out of order."""
        return super().respond_nohandler(request, extra_message) if self.permanently_failed else self._goes_on

    def start(self) -> None:
        """There is nothing to start."""
        raise RuntimeError("expectations are answered by the fake's own doors")


def _werkzeug_request(request: Request) -> WerkzeugRequest:
    path, _, query = request.target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": request.target,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(request.body),
        "wsgi.input_terminated": True,
    }
    for name, values in request.headers.items():
        key = name.upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = values[0]
        elif key != "CONTENT_LENGTH":
            environ[f"HTTP_{key}"] = ",".join(values)
    made = WerkzeugRequest(environ)
    made.get_data()
    return made


def _with_product_headers(exchange: Exchange, answered: WerkzeugResponse) -> Response:
    """The answer as the product would send it; a header that the expectation sets itself stays the only one."""
    own = [(name, value) for name, value in answered.headers.items() if name.lower() != "content-length"]
    chunks = tuple(answered.iter_encoded()) if answered.is_streamed else None
    response = Response(answered.status_code, [], b"" if chunks is not None else answered.get_data(), chunks)
    finish(exchange, response)
    taken = {name.lower() for name, _ in own}
    response.headers = [header for header in response.headers if header[0].lower() not in taken] + own
    return response
