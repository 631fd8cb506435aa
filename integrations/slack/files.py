"""Files up and down (docs.slack.dev/messaging/working-with-files)."""

import asyncio
import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.messages import Attached
from integrations.slack import reading
from integrations.slack.blocks import sections
from integrations.slack.client import Workspace
from integrations.slack.outcomes import TROUBLES, code_of
from integrations.slack.reading import BY_ID
from integrations.slack.text import escaped

LARGEST = 25_000_000  # bytes
_SECONDS = aiohttp.ClientTimeout(total=120, sock_connect=10)
_HOSTS = ("slack.com", "slack-files.com")
_MEND = "the app lacks the scope files:read, or is not where the file was shared"


async def fetch(workspace: Workspace, attached: Attached) -> bytes:
    """A file's content; raises OSError when it can be tried again, ValueError when it never will be had.

    Whoever may not read a file is shown a page to log in, with 200 or by another address, in place of it.
    """
    if (attached.size or 0) > LARGEST:
        raise ValueError(f"the file is larger than {LARGEST // 1_000_000} MB")
    try:
        address = await _address(workspace, attached)
        headers = {"Authorization": f"Bearer {workspace.client.token}"}
        async with workspace.session.get(
            address, headers=headers, timeout=_SECONDS, allow_redirects=False, proxy=workspace.client.proxy
        ) as response:
            _check(response, attached)
            return await _content(response)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise OSError(f"the file could not be fetched ({type(error).__name__})") from error


async def named(workspace: Workspace, attached: Attached) -> Attached:
    """A file of another company's workspace with its name and address, of which its event gives the id only.

    Where Slack does not tell in time it stays as it is: it can still be fetched by its id.
    """
    if not attached.ref.startswith(BY_ID):
        return attached
    try:
        async with asyncio.timeout(1):  # Slack waits three seconds for its acknowledgement
            return reading.attached((await workspace.client.files_info(file=attached.ref.removeprefix(BY_ID)))["file"])
    except TROUBLES:
        return attached


async def upload(workspace: Workspace, name: str, content: bytes) -> str:
    """Bring a file to Slack, where nobody sees it before it is shared; its id."""
    ticket = await workspace.client.files_getUploadURLExternal(filename=name, length=len(content))
    address, proxy = ticket["upload_url"], workspace.client.proxy
    async with workspace.session.post(address, data=content, timeout=_SECONDS, proxy=proxy) as response:
        response.raise_for_status()
    return str(ticket["file_id"])


async def share(workspace: Workspace, id_: str, *, title: str, channel: str, thread: str | None, comment: str) -> None:
    """Show a file that was brought in a conversation.

    The comment is mrkdwn; one that holds what could be markup goes as a block, which notifications do not show.
    """
    more = {"channel_id": channel, "thread_ts": thread}
    if set(comment) & set("*_~`"):
        more["blocks"] = json.dumps(sections(comment))
    else:
        more["initial_comment"] = escaped(comment)
    files = json.dumps([{"id": id_, "title": title}])
    await workspace.client.api_call(
        "files.completeUploadExternal",
        data={"files": files, **{key: value for key, value in more.items() if value}},
    )


async def _address(workspace: Workspace, attached: Attached) -> str:
    """Where the file is; the token goes to Slack's own hosts only."""
    address = attached.ref
    if address.startswith(BY_ID):
        address = await _asked(workspace, address.removeprefix(BY_ID))
    parts, ours = urlsplit(address), urlsplit(str(workspace.settings.url))
    host = parts.hostname or ""
    slack = parts.scheme == "https" and any(host == known or host.endswith("." + known) for known in _HOSTS)
    if not slack and (parts.scheme, parts.netloc) != (ours.scheme, ours.netloc):
        raise ValueError("the file does not lie with Slack")
    return address


async def _asked(workspace: Workspace, id_: str) -> str:
    try:
        file: dict[str, Any] = (await workspace.client.files_info(file=id_))["file"]
    except SlackApiError as error:
        if code_of(error) in {"file_not_found", "file_deleted", "missing_scope"}:
            raise ValueError(f"the file cannot be read ({code_of(error)})") from error
        raise OSError(f"the file could not be asked for ({code_of(error)})") from error
    return str(file.get("url_private_download") or file.get("url_private") or "")


def _check(response: aiohttp.ClientResponse, attached: Attached) -> None:
    if response.status == 429 or response.status >= 500:
        raise OSError(f"Slack answered {response.status}")
    if response.status in {301, 302, 303, 307, 308, 401, 403}:
        raise ValueError(_MEND)
    if response.status != 200:
        raise ValueError(f"the file is gone ({response.status})")
    page = response.content_type == "text/html" and "attachment" not in response.headers.get("Content-Disposition", "")
    if page and attached.media_type != "text/html":
        raise ValueError(_MEND)
    if (response.content_length or 0) > LARGEST:
        raise ValueError(f"the file is larger than {LARGEST // 1_000_000} MB")


async def _content(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(65_536):
        content += chunk
        if len(content) > LARGEST:
            raise ValueError(f"the file is larger than {LARGEST // 1_000_000} MB")
    return bytes(content)
