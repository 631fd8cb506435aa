"""The sample company on a Tuesday morning, with work that is new, late, waiting and done: what digests are made of."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.digest.rendering import Chart
from bot.digest.settings import DigestSettings
from bot.model import Event, FieldValue, Person, Task
from bot.parts import Parts
from handlers.digests import Digests
from storage.digests import SqlDigests
from storage.engine import SqlStore

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
"""Eight o'clock in Milan and nine in Tel Aviv, on a Tuesday."""
TODAY = NOW.date()
_PREFIX = {"quote": "Q", "purchase_order": "PO", "it_support": "IT", "attendance": "HR", "order_entry": "SO"}
_TEAM = {
    "quote": "sales",
    "purchase_order": "purchasing",
    "it_support": "it",
    "attendance": "hr",
    "order_entry": "sales",
}


def weekdays(_: Person, day: date) -> bool:
    """Monday to Friday for everybody."""
    return day.weekday() < 5


class DigestOffice:
    """Adds tasks to a store, each with its events, and makes digests out of it."""

    def __init__(self, store: SqlStore, people: Iterable[Person]) -> None:
        self.store = store
        self.people = {person.email.partition("@")[0]: person for person in people}
        self._count = 0

    def id(self, name: str) -> str:
        return self.people[name].id

    def add(
        self, kind: str, asked_by: str, *, days_ago: float = 0, party: str | None = None, record: str | None = None,
        done: float | None = None, **more: Any,
    ) -> Task:  # fmt: skip
        """A task that somebody asked for so many days ago; `done`: so many days ago it was."""
        self._count += 1
        created = NOW - timedelta(days=days_ago)
        fields = {}
        if party:
            fields["customer"] = FieldValue(type="party", content=party, record=record)
        if "about" in more:
            about = more.pop("about")
            fields["employee"] = FieldValue(type="person", content=about, record=self.id(about))
        data = {
            "reference": f"{_PREFIX[kind]}-{self._count:04d}",
            "type": kind,
            "status": "done" if done is not None else "open",
            "fields": fields,
            "team": _TEAM[kind],
            "visibility": "private" if kind == "attendance" else "everyone",
            "requester_id": self.id(asked_by),
            "language": "it",
            "created_at": created,
            "updated_at": created if done is None else NOW - timedelta(days=done),
        }
        if more.get("assignee_id"):
            more["assignee_id"] = self.id(more["assignee_id"])
        task = Task.model_validate(data | more)
        with self.store.write() as uow:
            uow.tasks.add(task)
            self._note(uow, task, "opened", created, actor=task.requester_id)
            if done is not None:
                if kind == "quote":
                    sent = {"amount": f"{1_180 + 340 * self._count}.50", "currency": "EUR"}
                    self._note(uow, task, "mail_queued", task.updated_at, actor=None, data=sent)
                    if self._count % 2:
                        self._note(uow, task, "accepted", task.updated_at, actor=None, data=sent)
                self._note(uow, task, "done", task.updated_at, actor=task.assignee_id)
            uow.commit()
        return task

    def _note(self, uow: Any, task: Task, kind: str, at: datetime, *, actor: str | None, data: Any = None) -> None:
        happened = {"reference": task.reference, "kind": kind, "at": at, "actor_id": actor, "channel": "terminal"}
        uow.tasks.add_event(Event.model_validate(happened | {"data": data or {}}))

    def fill(self) -> None:
        """A morning with something of everything."""
        customers = ("Clinica San Marziale", "Hotel Belvedere", "מלון הכרמל", "Studio Legale Ferri", "Whitlock & Sons")
        for number, back in enumerate((6.1, 5.2, 4.3, 4.1, 3.9, 1.5, 1.2, 1.1, 0.9, 0.8, 0.7)):
            done = back - 0.4 if number % 3 else None
            self.add(
                "quote", "alessio.trevisan", days_ago=back, party=customers[number % 5], done=done,
                assignee_id="lorenza.bassi", due=TODAY + timedelta(days=number - 4),
            )  # fmt: skip
        for number in range(4):
            self.add(
                "purchase_order", "paolo.gentilini", days_ago=6 + number, party="Arredi Fiume S.r.l.", record="S-001",
                status="waiting", waiting_for="supplier", assignee_id="paolo.gentilini", due=TODAY + timedelta(days=3),
            )  # fmt: skip
        self.add("purchase_order", "paolo.gentilini", days_ago=1.2, party="נגריית כרמי", status="awaiting_approval")
        self.add("purchase_order", "lorenza.bassi", days_ago=2.2, party="Legnami Valsugana", status="awaiting_approval")
        self.add("purchase_order", "inbal.sharabi", days_ago=0.9, party="Legnami Valsugana", status="awaiting_approval")
        self.add("attendance", "rania.khoury", days_ago=1, status="awaiting_approval", about="rania.khoury")
        self.add("it_support", "hannah.whitlock", days_ago=3, assignee_id="denis.popescu", due=TODAY)
        self.add(
            "it_support", "hannah.whitlock", days_ago=8, assignee_id="denis.popescu", due=TODAY - timedelta(days=4)
        )
        self.add("it_support", "maayan.tzur", days_ago=0.5)
        self.add(
            "it_support", "hannah.whitlock", days_ago=2, assignee_id="denis.popescu", status="waiting",
            waiting_for="requester",
        )  # fmt: skip
        self.add("order_entry", "lorenza.bassi", days_ago=0.6, party="Hotel Belvedere", due=TODAY)

    def digests(self, parts: Parts, *, draw: Callable[[Chart], bytes] | None = None, **settings: Any) -> Digests:
        """What makes digests of this office."""
        return Digests(
            parts=parts,
            settings=DigestSettings.model_validate(settings),
            figures=lambda reading: SqlDigests(reading.work),  # type: ignore[attr-defined]  # the store's own reading
            works=lambda _: weekdays,
            draw=draw,
        )
