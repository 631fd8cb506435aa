"""Our web server: what platforms post comes in here, and `/healthz` says how we are."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from bot.chat.settings import WebSettings
from bot.model import Value

_LAST_ANSWERS = 5  # seconds for what is being answered when it stops


class Health(Value):
    """How each part does: a sentence where something is wrong, None where it is well."""

    parts: dict[str, str | None]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not any(self.parts.values())


def application(routes: Sequence[BaseRoute], health: Callable[[], Health]) -> Starlette:
    """The platforms' routes and `/healthz`, which answers 503 while something is wrong."""

    def healthz(_: Request) -> JSONResponse:
        now = health()
        return JSONResponse({"ok": now.well, "parts": now.parts}, status_code=200 if now.well else 503)

    return Starlette(routes=[*routes, Route("/healthz", healthz)])


async def serve_web(app: Starlette, settings: WebSettings, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; raises OSError when the address cannot be taken."""
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=_LAST_ANSWERS,
        )
    )
    serving = asyncio.create_task(_served(server, settings))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        server.should_exit = True
        stopping.cancel()
        await serving


async def _served(server: "_Server", settings: WebSettings) -> None:
    try:
        await server.serve()
    except SystemExit as error:  # how uvicorn says that it could not bind
        message = f"the web server cannot listen on {settings.host} port {settings.port}: see the settings [web]"
        raise OSError(message) from error


class _Server(uvicorn.Server):
    """Leaves the signals to whoever runs us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch nothing."""
        yield
