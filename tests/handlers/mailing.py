"""Mails that arrive at the sample company, and what becomes of them."""

from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.utils import format_datetime

from bot.mail.kept import Filed, KeptMail
from bot.mail.model import RawMail, ReceivedMail
from bot.mail.tokens import reply_address
from handlers.mailbox import PostTaker
from handlers.worker import Worker
from integrations.mail_reader.read import read_mail
from tests.handlers.talk import Talk

MX = "mx.office.test"
OFFICE = "info@example.it"


LORENZA = "Lorenza Bassi <lorenza.bassi@example.it>"
SUPPLIER = "anna@fornitura-rossi.example"
REGISTRATION = f"new supplier Fornitura Rossi, email {SUPPLIER}"


class Mailing:
    """A mailbox in front of a `Talk`; what is put into it is read, worked and delivered at once."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.taker = PostTaker(talk.store)
        self._uid = 0
        desk = talk.parts.mail
        assert desk is not None
        self.use(
            replace(
                desk,
                read=self._read,
                reply_to=lambda token: reply_address(token, OFFICE, dedicated=False),
                marker=True,
                sender=OFFICE,
            )
        )

    def use(self, desk: object) -> None:
        """Deal with mail like this from now on."""
        names = self.talk.worker._inbound._names
        self.talk.parts = replace(self.talk.parts, mail=desk, reach=("terminal", "mail"))  # type: ignore[arg-type]
        self.talk.worker = Worker(self.talk.parts)
        self.talk.worker._inbound._names = names

    def _read(self, content: bytes, today: date, kept: KeptMail) -> ReceivedMail:
        return read_mail(content, today=today, whole=kept.whole, size=kept.size, trusted=frozenset({MX}))

    def arrives(self, mail: EmailMessage | bytes, *, uidvalidity: int = 1, uid: int | None = None) -> Filed:
        """Put a mail into the mailbox; what became of it."""
        self._uid += 1
        content = mail if isinstance(mail, bytes) else mail.as_bytes()
        raw = RawMail(
            mailbox="office",
            folder="INBOX",
            uidvalidity=uidvalidity,
            uid=uid or self._uid,
            size=len(content),
            content=content,
        )
        assert self.taker.take(raw)
        self.talk.finish()
        with self.talk.store.read() as reading:
            kept = reading.mail.get(self._uid)
        assert kept is not None
        assert kept.filed is not None, self.talk._troubles()
        return kept.filed

    def letter(
        self,
        sender: str,
        text: str,
        *,
        subject: str = "",
        to: str = OFFICE,
        proven: bool = True,
        message_id: str | None = None,
        in_reply_to: str | None = None,
    ) -> EmailMessage:
        """A mail as the company's server hands it over; `proven`: it says that the sender was authenticated."""
        mail = EmailMessage()
        domain = sender.rpartition("@")[2].strip("<>")
        verdict = f"dmarc=pass header.from={domain}" if proven else "dmarc=fail"
        mail["Authentication-Results"] = f"{MX}; {verdict}"
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Date"] = format_datetime(self.talk.parts.clock())
        mail["Message-ID"] = message_id or f"<{self._uid + 1}.{abs(hash(text))}@{domain}>"
        if in_reply_to:
            mail["In-Reply-To"] = mail["References"] = in_reply_to
        mail.set_content(text)
        return mail

    def answer(
        self, sent: EmailMessage, text: str, *, sender: str | None = None, subject: str | None = None, **headers: str
    ) -> EmailMessage:
        """The answer to a mail of ours, as a mail client writes it."""
        quoted = "\n".join(f"> {line}" for line in _text(sent).splitlines())
        body = f"{text}\n\nOn Fri, 20 Nov 2026 at 10:00, {sent['From']} wrote:\n{quoted}\n"
        subject = subject or f"Re: {sent['Subject']}"
        to = str(sent["Reply-To"] or sent["From"])
        who = sender or str(sent["To"])
        mail = self.letter(who, body, subject=subject, to=to, in_reply_to=str(sent["Message-ID"]))
        return _with(mail, headers)


def _with(mail: EmailMessage, headers: dict[str, str]) -> EmailMessage:
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def registered(post: Mailing) -> str:
    """The number of a registration that waits for its supplier's answer."""
    reference = post.talk.says("Paolo", REGISTRATION, "yes").task
    assert post.talk.task(reference).waiting_for == "supplier"
    return reference
