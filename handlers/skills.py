"""What the assistant can do itself, by the id of the kind; a test holds it against the folders."""

from typing import get_args

from bot.model import Status
from bot.turn import Skills
from handlers.acts.approve import respond as approve
from handlers.acts.assign import respond as assign
from handlers.acts.cancel import respond as cancel
from handlers.acts.comment import respond as comment
from handlers.acts.complete import respond as complete
from handlers.acts.help import respond as help_
from handlers.acts.list_tasks import respond as list_tasks
from handlers.acts.out_of_scope import respond as out_of_scope
from handlers.acts.pointing import Pointer
from handlers.acts.reject import respond as reject
from handlers.acts.remind import respond as remind
from handlers.acts.reopen import respond as reopen
from handlers.acts.smalltalk import respond as smalltalk
from handlers.acts.task_status import respond as task_status
from handlers.requests.payment_status import fulfil as payment_status
from handlers.requests.quote import fulfil as quote
from handlers.requests.supplier_registration import fulfil as supplier_registration

SKILLS = Skills(
    fulfilments={
        "quote": quote,
        "payment_status": payment_status,
        "supplier_registration": supplier_registration,
        "task_status": Pointer(frozenset(get_args(Status))),
        "assign": Pointer(),
        "complete": Pointer(),
        "cancel": Pointer(),
        "reopen": Pointer(frozenset({"done", "cancelled", "rejected"})),
        "comment": Pointer(frozenset(get_args(Status))),
        "remind": remind.Reminding(optional=True),
        "list_tasks": Pointer(optional=True),
        "approve": Pointer(frozenset({"awaiting_approval"}), deciding=True),
        "reject": Pointer(frozenset({"awaiting_approval"}), deciding=True),
    },
    carriers={"quote": quote.carry_out},
    acts={
        "approve": approve.respond,
        "assign": assign.respond,
        "cancel": cancel.respond,
        "comment": comment.respond,
        "complete": complete.respond,
        "help": help_.respond,
        "list_tasks": list_tasks.respond,
        "out_of_scope": out_of_scope.respond,
        "reject": reject.respond,
        "remind": remind.respond,
        "reopen": reopen.respond,
        "smalltalk": smalltalk.respond,
        "task_status": task_status.respond,
    },
)
