"""What the assistant can do itself, by the id of the kind; a test holds it against the folders."""

from typing import get_args

from bot.model import Status
from bot.turn import Skills
from handlers.acts.approve import respond as approve
from handlers.acts.assign import respond as assign
from handlers.acts.cancel import respond as cancel
from handlers.acts.cancel.reminders import Cancelling
from handlers.acts.comment import respond as comment
from handlers.acts.complete import respond as complete
from handlers.acts.digest import respond as digest
from handlers.acts.help import respond as help_
from handlers.acts.list_tasks import respond as list_tasks
from handlers.acts.out_of_scope import respond as out_of_scope
from handlers.acts.pointing import Pointer
from handlers.acts.reject import respond as reject
from handlers.acts.remind import respond as remind
from handlers.acts.reopen import respond as reopen
from handlers.acts.smalltalk import respond as smalltalk
from handlers.acts.task_status import respond as task_status
from handlers.acts.tick import respond as tick
from handlers.requests.attendance import fulfil as attendance
from handlers.requests.payment_status import fulfil as payment_status
from handlers.requests.purchase_order import fulfil as purchase_order
from handlers.requests.quote import fulfil as quote
from handlers.requests.stock_check import fulfil as stock_check
from handlers.requests.supplier_registration import fulfil as supplier_registration

_ANY = frozenset(get_args(Status))

SKILLS = Skills(
    fulfilments={
        "quote": quote,
        "payment_status": payment_status,
        "purchase_order": purchase_order,
        "stock_check": stock_check,
        "supplier_registration": supplier_registration,
        "attendance": attendance,
        "tick": tick.Ticking(_ANY),
        "task_status": Pointer(_ANY),
        "assign": Pointer(),
        "complete": Pointer(),
        "cancel": Cancelling(),
        "reopen": Pointer(frozenset({"done", "cancelled", "rejected"})),
        "comment": Pointer(_ANY),
        "remind": remind.Reminding(optional=True),
        "list_tasks": Pointer(optional=True),
        "approve": Pointer(frozenset({"awaiting_approval"}), deciding=True),
        "reject": Pointer(frozenset({"awaiting_approval"}), deciding=True),
    },
    undo={"attendance": attendance.undo, "purchase_order": purchase_order.undo},
    approvals={"attendance": attendance.needs_approval, "purchase_order": purchase_order.needs_approval},
    carriers={
        "quote": quote.carry_out,
        "attendance": attendance.carry_out,
        "purchase_order": purchase_order.carry_out,
    },
    completions={"supplier_registration": supplier_registration.complete},
    remarks={"attendance": attendance.remarks},
    amendments={"attendance": attendance.amended},
    withdrawals={"attendance": attendance.withdraw},
    acts={
        "approve": approve.respond,
        "assign": assign.respond,
        "cancel": cancel.respond,
        "comment": comment.respond,
        "complete": complete.respond,
        "digest": digest.respond,
        "help": help_.respond,
        "list_tasks": list_tasks.respond,
        "out_of_scope": out_of_scope.respond,
        "reject": reject.respond,
        "remind": remind.respond,
        "reopen": reopen.respond,
        "smalltalk": smalltalk.respond,
        "task_status": task_status.respond,
        "tick": tick.respond,
    },
)
