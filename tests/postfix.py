"""Postfix out of Debian's package, started with a configuration of its own on a free port; only root can do that."""

import asyncio
import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.news import Noted, until
from tests.smtp_server import CERTIFICATE

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
maillog_file = /dev/stdout
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.norland.example
mydestination =
mynetworks =
alias_maps =
smtpd_relay_restrictions = reject_unauth_destination
smtpd_recipient_restrictions = check_recipient_access texthash:{folder}/etc/access
smtpd_tls_security_level = may
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {certificate}
message_size_limit = 200000
virtual_mailbox_domains = fornitura.example
virtual_mailbox_maps = texthash:{folder}/etc/mailboxes
virtual_mailbox_base = {folder}/mail
virtual_mailbox_limit = 0
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
proxymap unix - - n - - proxymap
postlog unix-dgram n - n - 1 postlogd
"""
MAILBOXES = "vendite@fornitura.example vendite/\nmagazzino@fornitura.example magazzino/\n"
ACCESS = "occupato@fornitura.example 450 4.7.1 Greylisted, come back in 00:03:00\n"


class Postfix:
    """The running server, and what it delivered."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder = folder
        self.port = port
        self.log: Noted[str] = Noted()
        """What it says it does; a mail lies in its mailbox by the time that this is said."""

    def delivered(self, mailbox: str = "vendite") -> list[bytes]:
        """The mails of a mailbox as they were delivered, headers of the server first."""
        return [path.read_bytes() for path in sorted((self._folder / "mail" / mailbox / "new").glob("*"))]

    async def until(self, count: int, mailbox: str = "vendite") -> list[bytes]:
        """The mails of a mailbox once there are so many."""
        await until(lambda: len(self.delivered(mailbox)) >= count, seconds=20)
        return self.delivered(mailbox)


@asynccontextmanager
async def postfix() -> AsyncIterator[Postfix]:
    """A running server for two mailboxes; raises RuntimeError with its log when it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="pratica-postfix-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    _configure(folder, port)
    server = Postfix(folder, port)
    process = await _postfix(folder, "start-fg")
    listening = asyncio.create_task(_listen(process, server.log))
    try:
        await until(lambda: listening.done() or any("daemon started" in line for line in server.log))
        if listening.done():
            raise RuntimeError("".join(server.log))
        yield server
    finally:
        await (await _postfix(folder, "stop")).communicate()
        await listening
        await process.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _listen(process: asyncio.subprocess.Process, log: Noted[str]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        log.append(line.decode())


def _configure(folder: Path, port: int) -> None:
    owner = pwd.getpwnam("postfix")
    folder.chmod(0o755)  # its processes are not root's
    for name in ("etc", "queue", "data", "mail"):
        (folder / name).mkdir()
    for name in ("data", "mail"):
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    values = {"folder": folder, "port": port, "certificate": CERTIFICATE, "uid": owner.pw_uid, "gid": owner.pw_gid}
    texts = {"main.cf": _MAIN, "master.cf": _MASTER, "mailboxes": MAILBOXES, "access": ACCESS}
    for name, text in texts.items():
        (folder / "etc" / name).write_text(text.format(**values).lstrip(), encoding="utf-8")


async def _postfix(folder: Path, command: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *("/usr/sbin/postfix", "-c", str(folder / "etc"), command),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
