"""`pratica serve` between a real mailbox and a real mail server: from an employee's mail to the supplier's and back."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from tests.e2e.driver import ROOT
from tests.imap_server import PASSWORD, USER, ImapServer, imap_server
from tests.news import until
from tests.smtp_server import CERTIFICATE, MailServer, smtp_server

PAOLO = "Paolo Gentilini <paolo.gentilini@example.it>"
SUPPLIER = "Anna Rossi <anna@fornitura-rossi.example>"
_PATIENCE = 60.0  # seconds, on a machine that is busy with other tests

CONFIG = """
data_dir = "{data}"
mail_address = "{user}"
mail_servers = ["mx.example.it"]
mail_domains = ["example.it", "example.com", "example.co.il"]

[[mailboxes]]
name = "office"
host = "localhost"
port = {imap}
user = "{user}"
password_file = "{secret}"
ca_file = "{certificate}"
since = "all"
renew_seconds = 1

[smtp]
host = "localhost"
port = {smtp}
ca_file = "{certificate}"
"""


class Office:
    """The company's mail, and the assistant as a process of its own."""

    def __init__(self, box: ImapServer, server: MailServer, config: Path) -> None:
        self.box, self.server, self.config = box, server, config
        self._process: asyncio.subprocess.Process | None = None

    async def run(self, *command: str) -> tuple[int, str]:
        """Another command of the program, to its end: its exit code and what it wrote."""
        process = await self._start(*command)
        said, _ = await process.communicate()
        assert process.returncode is not None
        return process.returncode, said.decode()

    async def serve(self) -> None:
        self._process = await self._start("serve")

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> int | None:
        process = self._process
        assert process is not None
        process.send_signal(how)
        await process.communicate()
        self._process = None
        return process.returncode

    async def close(self) -> None:
        if self._process and self._process.returncode is None:
            await self.kill()

    async def _start(self, *command: str) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *command),
            cwd=ROOT,
            env={**os.environ, "PRATICA_CONFIG": str(self.config)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def arrives(self, mail: EmailMessage) -> None:
        await self.box.deliver(mail.as_bytes(policy=policy.SMTP))

    async def sent(self, count: int, *, to: str) -> EmailMessage:
        """The mail to somebody with this place among theirs, once it has left.

        What was sent before a kill and not noted is sent once more, as the same mail.
        """

        def theirs() -> list[EmailMessage]:
            contents = (one.content for one in self.server.taken)
            whole = (one if isinstance(one, bytes) else (one or "").encode() for one in contents)
            read = (message_from_bytes(one, EmailMessage, policy=policy.default) for one in whole)
            return list({str(mail["Message-ID"]): mail for mail in read if to in str(mail["To"])}.values())

        await until(lambda: len(theirs()) >= count, seconds=_PATIENCE)
        return theirs()[count - 1]


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    secret, config = folder / "secret", folder / "pratica.toml"
    secret.write_text(PASSWORD, encoding="utf-8")
    async with imap_server(tls=True) as box, smtp_server() as server:
        values = {"data": folder / "data", "imap": box.port, "smtp": server.port}
        config.write_text(CONFIG.format(user=USER, secret=secret, certificate=CERTIFICATE, **values), encoding="utf-8")
        running = Office(box, server, config)
        try:
            yield running
        finally:
            await running.close()


def letter(
    sender: str, text: str, *, subject: str, to: str = USER, answers: EmailMessage | None = None
) -> EmailMessage:
    """A mail as the company's server hands it over."""
    mail = EmailMessage()
    domain = sender.rpartition("@")[2].strip(">")
    mail["Authentication-Results"] = f"mx.example.it; dmarc=pass header.from={domain}"
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Date"] = "Fri, 20 Nov 2026 10:00:00 +0100"
    mail["Message-ID"] = make_msgid(domain=domain)
    if answers:
        mail["In-Reply-To"] = mail["References"] = str(answers["Message-ID"])
    mail.set_content(text)
    return mail


def answer(sender: str, text: str, to: EmailMessage) -> EmailMessage:
    """An answer as a mail client writes it, above what it answers."""
    body = to.get_body(("plain",))
    quoted = "\n".join(f"> {line}" for line in (body.get_content() if body else "").splitlines())
    said = f"{text}\n\nIl giorno ven 20 nov 2026 alle ore 10:00 {to['From']} ha scritto:\n{quoted}\n"
    return letter(sender, said, subject=f"R: {to['Subject']}", to=str(to["Reply-To"] or to["From"]), answers=to)


async def test_a_supplier_is_registered_by_mail_through_two_kills(tmp_path: Path) -> None:
    """From a clerk's mail to the supplier's answer and the finished task; the assistant is killed twice on the way."""
    async with office(tmp_path) as running:
        assert (await running.run("import", "--sample"))[0] == 0
        await running.serve()
        first = letter(
            PAOLO,
            "Ciao,\nper favore registra il nuovo fornitore Fornitura Rossi, mail anna@fornitura-rossi.example\n\nPaolo",
            subject="Nuovo fornitore",
        )
        await running.arrives(first)
        summary = await running.sent(1, to="paolo.gentilini")
        assert summary["In-Reply-To"] == first["Message-ID"]
        await running.kill()
        await running.arrives(answer(PAOLO, "sì", summary))
        await running.serve()
        asked = await running.sent(1, to="anna@fornitura-rossi.example")
        assert str(asked["Reply-To"]).startswith("ufficio+r-")
        await running.sent(2, to="paolo.gentilini")
        await running.kill()
        await running.arrives(
            answer(SUPPLIER, "Buongiorno,\nP.IVA IT00743110157, tel. 02 6599 1234.\nAnna Rossi", asked)
        )
        await running.serve()
        told = await running.sent(3, to="paolo.gentilini")
        said = told.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "00743110157" in said
        await running.arrives(answer(PAOLO, "approva SR-0001", told))
        taken = await running.sent(4, to="paolo.gentilini")
        assert "00743110157" in taken.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        await running.arrives(answer(PAOLO, "SR-0001 fatto", taken))
        await running.sent(5, to="paolo.gentilini")
        assert await running.kill(signal.SIGTERM) == 0
        _, listed = await running.run("tasks", "list")
        assert listed.count("SR-") == 1
        assert "done" in listed
        assert len([one for one in running.server.taken if "anna@fornitura-rossi.example" in one.rcpt_tos]) == 1


async def test_the_doctor_says_what_is_wrong_and_what_works(tmp_path: Path) -> None:
    async with office(tmp_path) as running:
        await running.run("import", "--sample")
        code, said = await running.run("doctor")
        assert code == 0, said
        assert "mailbox office" in said
        running.config.write_text(
            running.config.read_text(encoding="utf-8").replace('mail_servers = ["mx.example.it"]', ""), encoding="utf-8"
        )
        (tmp_path / "secret").write_text("wrong", encoding="utf-8")
        code, said = await running.run("doctor")
        assert code == 1
        assert "mail_servers" in said
        assert "password" in said
