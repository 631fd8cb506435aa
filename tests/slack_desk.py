"""A desk with a few forms and an inbox in memory, for the tests of what Slack wants on the spot."""

from bot.chat.forms import Asker, Form, FormField, Home, HomeSection, Option, Refusal, Submitted
from bot.messages import Button, InboundMessage, Reply
from tests.slack_server import TEAM

ROOM = "C0SALES"
NEW_FORM = Form(
    key="new",
    title="New request",
    submit="Next",
    close="Cancel",
    fields=(
        FormField(
            name="type",
            label="What is it about?",
            kind="choice",
            required=True,
            options=(
                Option(value="quote", label="Quote"),
                Option(value="general", label="Other"),
                Option(value="new:repair", label="Repair"),
            ),
        ),
    ),
)
QUOTE_FORM = Form(
    key="new:quote",
    title="A quote for a customer of ours",
    submit="Send",
    close="Cancel",
    note="Prices come from the list.",
    fields=(
        FormField(name="customer", label="Customer", kind="record", required=True),
        FormField(name="due", label="By when", kind="date", value="2026-12-01"),
        FormField(name="notes", label="Notes", kind="lines", hint="Whatever helps"),
    ),
)
REPAIR_FORM = Form(
    key="new:repair",
    title="Repair",
    submit="Send",
    close="Cancel",
    fields=(
        FormField(
            name="machine",
            label="Machine",
            kind="choice",
            options=tuple(Option(value=f"m{number}", label=f"Machine {number}") for number in range(150)),
        ),
    ),
)
REASON_FORM = Form(
    key="reason:reject:Q-0001",
    title="Why?",
    submit="Reject",
    close="Back",
    fields=(FormField(name="reason", label="Reason", kind="line", required=True),),
)
GENERAL_FORM = Form(
    key="new:general",
    title="Something else",
    submit="Send",
    close="Cancel",
    fields=(FormField(name="subject", label="What it is about", kind="lines", required=True),),
)
FORMS = {form.key: form for form in (NEW_FORM, QUOTE_FORM, REPAIR_FORM, REASON_FORM, GENERAL_FORM)}
TEXTS = {
    "form-failed": "That did not work.",
    "form-message-note": "Leave it open and the message is read as it stands.",
}


class Office:
    """A desk with five forms, two customers and one page."""

    def __init__(self) -> None:
        self.broken = False
        self.page: Home | Refusal = Home(
            title="Alice",
            buttons=(Button(value="new", label="New request", opens="new", look="primary"),),
            sections=(
                HomeSection(title="Mine", cards=(Reply(text="Q-0001 <b>*Rossi*</b>", standing="Open"),)),
                HomeSection(title="Waiting for me", empty="Nothing waits for you."),
            ),
        )

    def form(self, asker: Asker, key: str) -> Form | Refusal:
        if self.broken:
            raise OSError("the database is locked")
        return FORMS.get(key) or Refusal(text="This request is not there any more.")

    def errors(self, asker: Asker, submitted: Submitted) -> dict[str, str]:
        if submitted.values.get("due", "9") < "2026-11-23":
            return {"due": "This day is over.", "price": "No price is known."}
        return {}

    def suggest(self, asker: Asker, key: str, field: str, typed: str) -> tuple[Option, ...]:
        assert (key, field) == ("new:quote", "customer")
        known = (Option(value="id:1", label="Rossi Srl"), Option(value="id:2", label="Rosso SpA"))
        found = [option for option in known if typed.lower() in option.label.lower()]
        return (*found, Option(value=typed, label=f"“{typed}” as written"))

    def home(self, asker: Asker) -> Home | Refusal:
        if self.broken:
            raise OSError("the database is locked")
        return self.page

    def say(self, asker: Asker, text_id: str) -> str:
        return TEXTS[text_id]


class Box:
    """An inbox that keeps each message once, and can be out of order."""

    def __init__(self) -> None:
        self.kept: list[InboundMessage] = []
        self.broken = False

    def take(self, message: InboundMessage) -> bool:
        if self.broken:
            raise OSError("the database is locked")
        if any(one.external_id == message.external_id for one in self.kept):
            return False
        self.kept.append(message)
        return True

    def put_aside(self, message: InboundMessage, reason: str) -> None:
        raise AssertionError(reason)

    def knows(self, channel: str, place: str) -> bool:
        return False

    def about(self, channel: str, outside_id: str) -> str | None:
        return "Q-0001" if outside_id.startswith(f"{TEAM}/{ROOM}/") else None

    def left(self, channel: str, account: str, user: str) -> None:
        raise AssertionError(user)

    def moved(self, channel: str, before: str, after: str) -> None:
        raise AssertionError(after)
