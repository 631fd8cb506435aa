"""Replies as messages of Slack: posted, changed in place, shown to one person, or as a file."""

from collections.abc import Callable

from bot.messages import Outcome, Permanent, Reply, Sent
from integrations.slack.blocks import shown
from integrations.slack.client import Workspace
from integrations.slack.files import share, upload
from integrations.slack.looking import EVENT, Place, TooMuch, carries, find
from integrations.slack.outcomes import TROUBLES, outcome_of
from integrations.slack.text import shortened

_COMMENT = 3_000  # characters beside a file
_NOT_FOUND: tuple[type[Exception], ...] = (TooMuch, *TROUBLES)


async def post(place: Place, key: str, reply: Reply) -> Sent:
    """A new message, which carries its key for whoever looks for it; raises what the call raises."""
    message = shown(reply)
    answer = await place.workspace.client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread,
        text=message.text,
        blocks=message.blocks,
        metadata={"event_type": EVENT, "event_payload": {"key": key}},
        mrkdwn=False,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Sent(outside_id=place.outside(answer["ts"]))


async def show(place: Place, user: str, reply: Reply) -> Sent:
    """A message that one person alone sees, until they load the page anew."""
    message = shown(reply)
    answer = await place.workspace.client.chat_postEphemeral(
        channel=place.channel, user=user, thread_ts=place.thread, text=message.text, blocks=message.blocks
    )
    return Sent(outside_id=place.outside(answer["message_ts"]))


async def change(workspace: Workspace, outside_id: str, reply: Reply) -> Sent:
    """The message of this outside id, as it is to be from now on; buttons that the reply lacks are gone."""
    message = shown(reply)
    _, channel, ts = outside_id.split("/")
    await workspace.client.chat_update(
        channel=channel, ts=ts, text=message.text, blocks=message.blocks, parse="none", link_names=False
    )
    return Sent(outside_id=outside_id)


async def send_file(
    place: Place, reply: Reply, content: bytes | None, *, since: float | None, brought: Callable[[str], None]
) -> Outcome:
    """Bring the reply's first file to Slack, then show it; as long as it is not shown, nothing has happened.

    `brought` is told the file's id before it is shown, by which it is found again.
    """
    (document, *_) = reply.files
    if not content:
        return Permanent(reason=f"the file {document.name} is no longer there, or empty")
    try:
        id_ = await upload(place.workspace, document.name, content)
    except TROUBLES as error:
        return outcome_of(error, repeatable=True)
    brought(id_)
    comment = shortened(reply.text.strip(), _COMMENT)
    await share(place.workspace, id_, title=document.name, channel=place.channel, thread=place.thread, comment=comment)
    return Sent(outside_id=place.outside(await _where(place, id_, since=since) or id_))


async def _where(place: Place, id_: str, *, since: float | None) -> str | None:
    """The ts of the message with the file; Slack shows it when it likes, and then it is known by its own id only."""
    try:
        return await find(place, since=since, matches=carries(place, id_))
    except _NOT_FOUND:
        return None
