"""The library's calls over aiohttp, which costs less than its own way over httpx; see decision 0021."""

from typing import Any
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

CALL_SECONDS = 20.0
"""How long a call may take to connect, and to be answered."""
UPLOAD_SECONDS = 60.0


class Request(BaseRequest):
    """`telegram.request.BaseRequest` for the API at `url`; raises `NetworkError`, with aiohttp's error as its cause.

    Of the library's time limits only the one for the answer counts; connecting may take `CALL_SECONDS`, with the wait
    for one of the `connections`. Certificates and proxies are those that httpx would go by.
    """

    def __init__(self, url: str, *, connections: int) -> None:
        self._url = URL(url)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return CALL_SECONDS

    async def initialize(self) -> None:
        """Make the session on the running loop, which keeps no cookies."""
        if self._session is None:
            trusted = httpx.create_ssl_context() if self._url.scheme == "https" else True
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=trusted),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                proxy=_proxy(self._url),
            )

    async def shutdown(self) -> None:
        """Close every connection; it can be initialized again."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and the body of the answer; aiohttp's own words are left out, for they may hold the token."""
        if self._session is None:
            raise RuntimeError("the request is not initialized")
        uploads = request_data is not None and request_data.contains_files
        seconds = read_timeout if isinstance(read_timeout, int | float) else CALL_SECONDS
        most = 2 * CALL_SECONDS + UPLOAD_SECONDS if uploads else None  # aiohttp has no limit for writing alone
        limits = aiohttp.ClientTimeout(total=most, connect=CALL_SECONDS, sock_read=seconds)
        given = _given(request_data) if request_data else {}
        try:
            async with self._session.request(method, url, timeout=limits, allow_redirects=False, **given) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:
            raise NetworkError(type(error).__name__) from error


def _given(data: RequestData) -> dict[str, Any]:
    """The body: JSON, or a form where there are files (core.telegram.org/bots/api#making-requests).

    The names of files stay as they are, for Telegram reads none that are encoded.
    """
    if not data.contains_files:
        return {"data": data.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (file, content, media_type) in data.multipart_data.items():
        form.add_field(name, content, filename=file, content_type=media_type)
    return {"data": form}


def _proxy(url: URL) -> str | None:
    """The proxy that the environment names for an address, looked up once and not at every call."""
    if url.host is None or proxy_bypass(url.host):
        return None
    named = getproxies()
    proxy = named.get(url.scheme) or named.get("all")
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy
