"""Dovecot out of Debian's package, started with a configuration of its own on free ports; only root can do that."""

import asyncio
import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.imap_server import CERTIFICATE, USER

PASSWORD = "dovecot-password"

_CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {owner}
default_login_user = {owner}
default_internal_group = {group}
first_valid_uid = 1
mail_location = maildir:{folder}/mail
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain xoauth2
auth_failure_delay = 0
imap_idle_notify_interval = 2 s
passdb {{
  driver = static
  mechanisms = plain
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={owner} gid={group} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""


class Dovecot:
    """A running server with the mailbox of `USER`."""

    def __init__(self, folder: Path, *, port: int, tls_port: int) -> None:
        self.folder = folder
        self.port = port
        self.tls_port = tls_port
        self._delivered = 0

    def make_folder(self, name: str) -> Path:
        """A new folder; its name is in modified UTF-7."""
        folder = self.folder / "mail" / f".{name}"
        for path in (folder, *(folder / part for part in ("cur", "new", "tmp"))):
            path.mkdir()
            _give(path)
        return folder

    def flags(self) -> set[str]:
        """The flags that some mail of the inbox bears."""
        return {letter for file in (self.folder / "mail" / "cur").iterdir() for letter in file.name.partition("2,")[2]}

    def deliver(self, *contents: bytes) -> None:
        """Put mails into the inbox, as a mail server does (cr.yp.to/proto/maildir.html)."""
        for content in contents:
            self._delivered += 1
            name = f"{1_795_000_000 + self._delivered}.M{self._delivered}P1.test"
            waiting = self.folder / "mail" / "tmp" / name
            waiting.write_bytes(content)
            _give(waiting)
            waiting.rename(self.folder / "mail" / "new" / name)

    async def number_anew(self) -> None:
        """Begin the list of UIDs anew, as when a mailbox is restored (doc.dovecot.org: "Maildir mailbox format").

        The server is stopped meanwhile: it would still be writing the old list for those who have just left.
        """
        await self.run("stop")
        for file in (self.folder / "mail").glob("dovecot*"):
            file.unlink()
        uids = self.folder / "mail" / "dovecot-uidlist"
        uids.write_text("3 V77 N1\n")
        _give(uids)
        await self.run()

    async def run(self, *command: str) -> None:
        """Start the server, which goes into the background once its ports are open, or give it a command."""
        running = await asyncio.create_subprocess_exec("dovecot", "-c", str(self.folder / "dovecot.conf"), *command)
        if await running.wait():
            raise RuntimeError(self.log())

    def log(self) -> str:
        """What the server wrote down."""
        return (self.folder / "log").read_text(errors="replace")


@asynccontextmanager
async def dovecot() -> AsyncIterator[Dovecot]:
    """The server, running until the end."""
    folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
    server = Dovecot(folder, port=_free_port(), tls_port=_free_port())
    tokens = await asyncio.start_server(_refuse_token, "127.0.0.1", 0)
    _prepare(server, token_port=tokens.sockets[0].getsockname()[1])
    await server.run()
    try:
        yield server
    finally:
        await server.run("stop")
        tokens.close()
        shutil.rmtree(folder, ignore_errors=True)


async def _refuse_token(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """What an issuer of tokens says of one that it never gave out."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


def _prepare(server: Dovecot, *, token_port: int) -> None:
    folder, owner = server.folder, pwd.getpwnam("nobody")
    folder.chmod(0o755)
    for name in ("home", "mail", "mail/cur", "mail/new", "mail/tmp"):
        (folder / name).mkdir()
        _give(folder / name)
    (folder / "log").touch()
    _give(folder / "log")
    (folder / "oauth2.conf").write_text(f"tokeninfo_url = http://127.0.0.1:{token_port}/?token=\n")
    configuration = _CONFIGURATION.format(
        folder=folder,
        owner=owner.pw_name,
        group="nogroup",
        certificate=CERTIFICATE,
        password=PASSWORD,
        port=server.port,
        tls_port=server.tls_port,
    )
    (folder / "dovecot.conf").write_text(configuration)


def _give(path: Path) -> None:
    owner = pwd.getpwnam("nobody")
    os.chown(path, owner.pw_uid, owner.pw_gid)


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port: int = plug.getsockname()[1]
        return port


__all__ = ["PASSWORD", "USER", "Dovecot", "dovecot"]
