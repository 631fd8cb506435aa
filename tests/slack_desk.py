"""A desk with a few forms and an inbox, for the tests of what Slack wants on the spot."""

from bot.chat.forms import Adding, Asker, Form, FormField, Home, HomeSection, Option, Refusal, Submitted
from bot.messages import Button, Reply
from tests.chat_intake import Kept
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


def order_form(rows: int) -> Form:
    """A form with a list of products, of which there may be five."""
    count = min(rows, 5)
    fields = [FormField(name="supplier", label="Supplier", kind="line", value="Fornitore & Figli")]
    for number in range(1, count + 1):
        fields.append(FormField(name=f"items.{number}.product", label=f"Product {number}", kind="record"))
        fields.append(FormField(name=f"items.{number}.quantity", label=f"Quantity {number}", kind="number"))
    fields.append(FormField(name="items", label="Others", kind="lines"))
    add = Adding(below=f"items.{count}.quantity", label="Add", rows=count + 1) if count < 5 else None
    return Form(key="new:order", title="Order", submit="Send", close="Cancel", fields=tuple(fields), add=add)


FORMS = {form.key: form for form in (NEW_FORM, QUOTE_FORM, REPAIR_FORM, REASON_FORM, GENERAL_FORM)}
TEXTS = {
    "answered-directly": "It is in our direct messages.",
    "form-failed": "That did not work.",
    "form-message-note": "Leave it open and the message is read as it stands.",
}


class Office:
    """A desk with five forms, two customers and one page."""

    def __init__(self) -> None:
        self.broken = False
        self.page: Home | Refusal = Home(
            person="P-ALICE",
            title="Alice",
            buttons=(Button(value="new", label="New request", opens="new", look="primary"),),
            sections=(
                HomeSection(title="Mine", cards=(Reply(text="Q-0001 <b>*Rossi*</b>", standing="Open"),)),
                HomeSection(title="Waiting for me", empty="Nothing waits for you."),
            ),
        )

    def form(self, asker: Asker, key: str, *, rows: int = 1) -> Form | Refusal:
        if self.broken:
            raise OSError("the database is locked")
        if key == "new:order":
            return order_form(rows)
        return FORMS.get(key) or Refusal(text="This request is not there any more.")

    def errors(self, asker: Asker, submitted: Submitted) -> dict[str, str]:
        if submitted.values.get("due", "9") < "2026-11-23":
            return {"due": "This day is over.", "price": "No price is known."}
        return {}

    def suggest(self, asker: Asker, key: str, field: str, typed: str) -> tuple[Option, ...]:
        if key == "new:order":
            return (Option(value=f"id:{typed.upper()}", label=f"The {typed} of row {field}"),)
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


class Box(Kept):
    """An inbox for which every message of ours in the room is about one task."""

    def about(self, channel: str, outside_id: str) -> str | None:
        return "Q-0001" if outside_id.startswith(f"{TEAM}/{ROOM}/") else None
