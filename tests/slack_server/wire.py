"""The Web API over HTTP: tokens, scopes, bodies, limits and faults around the table of methods."""

import json
from collections import deque
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests.slack_server import chat, conversations, files, views
from tests.slack_server.methods import METHODS, Method, need
from tests.slack_server.things import Call, Json, Refused, Workspace
from tests.slack_server.world import World

MODULES = (chat, conversations, files, views)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_STRUCTURED = ("attachments", "blocks", "files", "metadata", "view")
Fault = tuple[str, dict[str, Any]]


class Wire:
    """The addresses of the double, and what goes wrong at them when a test asks for it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.faults: dict[str, deque[Fault]] = {}

    def plan(self, method: str, kind: str, **about: Any) -> None:
        """Let something happen at the next call of a method; several happen one after the other."""
        self.faults.setdefault(method, deque()).append((kind, about))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self.call),
            web.post("/upload/v1/{id}", self.upload),
            web.get("/files-pri/{id}/{rest:.*}", self.download),
            web.post("/response/{key}", self.respond),
        ]

    async def call(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        planned = self.faults.get(name)
        kind, about = planned.popleft() if planned else ("", {})
        if kind == "limit":
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(about["retry_after"])})
        if kind == "cut" and not about["after"]:
            return _cut(request)
        if kind == "fail" and about["status"]:
            return web.Response(status=about["status"], text="")
        answer, headers = await self._answered(request, name, error=about.get("error"))
        return _cut(request) if kind == "cut" else web.json_response(answer, headers=headers)

    async def _answered(self, request: web.Request, name: str, *, error: str | None) -> tuple[Json, dict[str, str]]:
        headers: dict[str, str] = {}
        try:
            method = _known(name)
            body = await _body(request)
            workspace = self._workspace(request, body, method)
            self.world.calls.append(Call(method=name, team=workspace.id, body=body))
            if method.token == "xoxb":
                headers = {"X-OAuth-Scopes": ",".join(sorted(workspace.scopes))}
                headers |= {"X-Accepted-OAuth-Scopes": ",".join(method.scopes)}
            need(workspace, *method.scopes)
            answer = {"error": error} if error else method.answer(self.world, workspace, body)
        except Refused as refused:
            return {"ok": False, "error": refused.error, **refused.more}, headers
        return {"ok": not error, **answer}, headers

    def _workspace(self, request: web.Request, body: Json, method: Method) -> Workspace:
        token = _bearer(request) or str(body.pop("token", ""))
        if not token:
            raise Refused("not_authed")
        for workspace in self.world.workspaces.values():
            if token in (workspace.bot_token, workspace.app_token):
                if not token.startswith(method.token):
                    raise Refused("not_allowed_token_type")
                return workspace
        raise Refused("invalid_auth")

    async def upload(self, request: web.Request) -> web.Response:
        file = self.world.files.get(request.match_info["id"])
        if file is None or file.whole:
            return web.Response(status=404, text="")
        if request.content_type == "multipart/form-data":
            parts = [value for value in (await request.post()).values() if isinstance(value, web.FileField)]
            file.content = parts[0].file.read() if parts else b""
        else:
            file.content = await request.read()
        file.whole = True
        return web.Response(text=f"OK - {len(file.content)}")

    async def download(self, request: web.Request) -> web.Response:
        """Without a good token the real platform shows its page for signing in, with status 200."""
        try:
            file = files.readable(self.world, request.match_info["id"], _bearer(request))
        except Refused as refused:
            if refused.error == "file_not_found":
                return web.Response(status=404, text="")
            return web.Response(
                text="<!DOCTYPE html><html><title>Sign in | Slack</title></html>", content_type="text/html"
            )
        named = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        saved = request.match_info["rest"].startswith("download/")
        return web.Response(body=file.content, content_type=file.mimetype, headers=named if saved else None)

    async def respond(self, request: web.Request) -> web.Response:
        try:
            chat.respond(self.world, request.match_info["key"], await request.json())
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.error, **refused.more}, status=404)
        return web.Response(text="ok")


def _known(name: str) -> Method:
    if name not in METHODS:
        raise Refused("unknown_method", req_method=name)
    return METHODS[name]


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""


def _cut(request: web.Request) -> web.StreamResponse:
    """End the connection without an answer."""
    if request.transport:
        request.transport.abort()
    return web.Response()


async def _body(request: web.Request) -> Json:
    """The arguments, out of the query, a form or JSON; what is structured comes as JSON inside forms."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            given |= await request.json()
        except (ValueError, TypeError):
            raise Refused("invalid_json") from None
    elif request.content_type in _FORMS:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    elif request.can_read_body and await request.read():
        raise Refused("invalid_post_type")
    return {name: _read(name, value) for name, value in given.items()}


def _read(name: str, value: Any) -> Any:
    if name not in _STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        wrong = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise Refused(wrong.get(name, "invalid_arguments")) from None
