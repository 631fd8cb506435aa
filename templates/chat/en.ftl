# What the assistant says in chat. Every language has the same messages with the same variables (a test checks it).
# Values arrive ready for the language: amounts, dates, names; numbers that choose a plural arrive as numbers.

## Conversation
empty-message = There was nothing in that message. Tell me what you need, or write “help”.
message-was-long = That was long ({ $length } characters): I read the first { $read }. The whole message is kept.
did-you-mean = I am not sure I understood. Is it one of these?
say-it-differently = All right. Tell me in other words what you need, or write “help” for examples.
nothing-to-resume = Nothing is waiting to be continued. What can I do for you?
nothing-open = I have no open question just now. What can I do for you?
noted = Noted.
back-to = Back to { $what }:
next-in-line = I have noted { $what } as well; we will come to it next.
about = the { $what } ({ $main })
about-nothing = the { $what }
dropped = Dropped: { $what }.
put-aside = I have put { $what } aside. Say “continue” when you want to go on.
kept-until-known = No problem, I am keeping { $what } as it is. Say “continue” when you know more.
could-not-read = I could not make that out. { $hint }
what-to-change = What should I change? For example “30 instead of 20”, “no discount”, or “cancel” to drop it.
confirm-unclear = I did not get that, so I have changed nothing. Shall I go ahead? Answer yes, tell me what to change, or say cancel.
confirm-again = Shall I go ahead? Answer yes, tell me what to change, or say cancel.
choice-unclear = Which one do you mean? A number is enough.
choose-hint = Pick the nearest by its number; you can change it before anything is sent.
quantity-hint = A number is enough, for example 12.
unknown-person = I do not know you as { $name }. Ask an administrator to add you to the people of the company.
put-into-quarantine = Something went wrong on my side with this message. Nothing is lost: it is kept as no. { $number } and an administrator can run it again.
button-yes = Yes
button-change = Change
button-cancel = Cancel

## Choices
which-customer = I know no customer called exactly “{ $name }”. Do you mean one of these?
unknown-customer = I find no customer called “{ $name }”. Give me another name, or:
new-customer = It is a new customer
which-entity = Which of our companies makes the quote?
which-product =
    { $known ->
        [1] Which { $name }, for the { $quantity }?
       *[other] Which { $name }?
    }
unknown-product = I do not find “{ $name }” in the price list. What else is it called? Or:
leave-out = Leave it out
more-choices = Show me others
how-many = How many { $product }?
which-address = Which email address should the quote for { $name } go to?
which-invoice = More than one invoice fits { $number }. Which one?
invoice-choice = { $number }, { $party }, { $amount }, { $issued }
no-such-invoice = I find no invoice { $number } in our books. Which number is it, or which customer or supplier?
which-party = Which one do you mean by “{ $name }”?
unknown-party = I find no customer or supplier called “{ $name }”. What are they called in our records, or what is the invoice number?
which-task = Which task?
no-such-task = I have no task { $reference } that you can see.
unknown-colleague = I do not know a colleague called { $name }.

## Tasks
field-line = { $label }: { $value }
task-opened =
    { $title } { $reference } is open and with { $team }, due { $due }.
    { $details }
task-line = { $reference } · { $title } · { $main } · { $status } · due { $due }
task-line-late = { $reference } · { $title } · { $main } · { $status } · was due { $due } (late)
task-done = { $reference } is done. Thank you.
task-cancelled = { $reference } is cancelled.
task-reopened = { $reference } is open again.
task-assigned = Done: { $reference } is now with { $name }.
task-approved = { $reference } is approved.
task-rejected = { $reference } is rejected.
comment-added = Noted on { $reference }.
not-now = { $reference } is { $status }: that cannot be done to it now.
not-yours = { $reference } belongs to { $team }; ask them or a manager.
own-request = You asked for { $reference } yourself: somebody else has to decide.
not-a-manager = Only a manager can decide on { $reference }.
nothing-to-decide = Nothing is waiting for your approval.
reminder-kept = I will remind you on { $at }.
reminder-kept-for = I will remind { $name } on { $at }.
remind-past = { $at } is over already. When shall I remind you?

status-new = new
status-open = open
status-in_progress = in progress
status-waiting = waiting
status-waiting-requester = waiting for whoever asked
status-waiting-supplier = waiting for the supplier
status-awaiting_approval = waiting for approval
status-done = done
status-cancelled = cancelled
status-rejected = rejected
status-head = { $title } { $reference }: { $status }
status-requester = asked by: { $name }
status-assignee = assigned to: { $name }
status-team = with: { $team }
status-due = due: { $day }
event-line = { $at } · { $who } · { $what }
event-line-why = { $line }: { $why }
the-assistant = assistant
event-opened = opened it
event-corrected = changed it
event-assigned = assigned it
event-done = finished it
event-cancelled = cancelled it
event-reopened = opened it again
event-approved = approved it
event-rejected = rejected it
event-comment = commented
event-reminder = set a reminder
event-mail-queued = wrote an email

team-sales = the sales team
team-purchasing = purchasing
team-accounting = accounting
team-hr = HR
team-it = the IT team
team-administration = administration
team-management = management

tasks-mine =
    { $count ->
        [0] You have no open tasks.
        [one] You have one open task:
       *[other] Your { $count } open tasks:
    }
tasks-open =
    { $count ->
        [0] No task is open.
        [one] One task is open:
       *[other] { $count } tasks are open:
    }
tasks-overdue =
    { $count ->
        [0] Nothing is overdue.
        [one] One task is overdue:
       *[other] { $count } tasks are overdue:
    }
tasks-team =
    { $count ->
        [0] Your team has no open tasks.
        [one] Your team has one open task:
       *[other] Your team has { $count } open tasks:
    }
tasks-approvals =
    { $count ->
        [0] Nothing is waiting for your approval.
        [one] One task is waiting for your approval:
       *[other] { $count } tasks are waiting for your approval:
    }
tasks-of =
    { $count ->
        [0] { $name } has no open tasks.
        [one] { $name } has one open task:
       *[other] { $name } has { $count } open tasks:
    }
and-more = … and { $count } more.

## What colleagues are told
approval-needed = { $reference } is written up and needs a manager's approval before it goes out. I have asked { $approvers }.
please-approve =
    { $requester } needs your approval for { $title } { $reference }:
    { $details }
    Answer “approve { $reference }” or “reject { $reference }”.
new-for-team =
    New from { $requester }: { $title } { $reference }
    { $details }
assigned-to-you =
    { $actor } has given you { $title } { $reference }
    { $details }
told-done = { $actor } has finished { $title } { $reference }.
told-cancelled = { $actor } has cancelled { $title } { $reference }.
told-reopened = { $actor } has opened { $title } { $reference } again.
told-assigned = { $actor } has given { $title } { $reference } to { $name }.
told-approved = { $actor } has approved { $title } { $reference }.
told-rejected = { $actor } has rejected { $title } { $reference }.
told-rejected-why = { $actor } has rejected { $title } { $reference }: { $why }
told-comment = { $actor } on { $title } { $reference }: { $comment }
approved-and-sent =
    { $actor } has approved it.
    { $sent }
mail-refused = The email of { $reference } to { $address } was refused: { $reason }. Check the address and tell me the right one.
mail-uncertain = I cannot tell whether the email of { $reference } reached { $address } ({ $reason }). Please check before it is sent again.

## Quote
quote-for = Quote for { $customer }
quote-line = { $quantity } × { $product } at { $price } = { $net }
quote-discount = Discount { $percent }: { $amount }
quote-net = Net: { $amount }
quote-vat = VAT { $rate }: { $amount }
quote-total = Total: { $amount }
quote-deadline = Wanted by { $day }
quote-list-prices = Prices are those of the price list; a special price goes in as a discount.
quote-goes-to = It goes to { $address }, { $language }.
quote-above-limit = A discount above { $limit } needs a manager's approval first.
quote-send = Shall I send it?
quote-sent = Quote { $reference } for { $customer } is ready: { $total }, with VAT. The PDF is here and the email to { $address } is on its way.
in-en = in English
in-it = in Italian
in-he = in Hebrew

## Payments
is-paid = Yes, paid in full on { $day }.
is-partly-paid = Only in part: { $paid } so far.
is-not-paid = No, nothing has been paid yet.
invoice-receivable = Our invoice { $number } to { $party } of { $issued }, { $amount }.
invoice-payable = Invoice { $number } from { $party } of { $issued }, { $amount }.
payment-line = { $amount } on { $day }
rest-to-pay = Still open: { $rest }, due { $due }.
days-late =
    { $days ->
        [one] One day late.
       *[other] { $days } days late.
    }
days-left =
    { $days ->
        [0] Due today.
        [one] One day left.
       *[other] { $days } days left.
    }
no-invoices = I find no invoices of { $party } in our books.
party-open =
    { $count ->
        [0] { $party }: everything is paid.
        [one] { $party }: one invoice is open.
       *[other] { $party }: { $count } invoices are open.
    }
open-invoice = { $number }: { $rest } open, due { $due }
open-invoice-late =
    { $days ->
        [one] { $number }: { $rest } open, due { $due }, one day late
       *[other] { $number }: { $rest } open, due { $due }, { $days } days late
    }
last-payment = Last payment: { $amount } on { $day }, for { $number }.
payment-not-for-you = Payments are for accounting to see; I have passed your question on as { $reference }.

## Supplier registration
supplier-new = New supplier:
supplier-will-be-asked = I will write to { $address } { $language } and ask for: { $missing }.
supplier-go-ahead = Shall I register them?
supplier-asked = { $reference }: { $name } is registered as pending. I have written to { $address } for: { $missing }. The task waits for their answer.
supplier-complete = { $reference }: { $name } is registered as pending, with everything that is needed. { $team } will check it.
supplier-twin = We seem to have this supplier already: { $name } ({ $number }), with { $why }. Is it the same?
twin-tax-id = the same tax id
twin-iban = the same IBAN
twin-email = the same email address
twin-name = a very similar name
same-supplier = The same one, no need to register
other-supplier = Another one, go on
already-supplier = Good, then { $name } stays as it is and I have registered nothing.
wrong-tax-id = { $value } cannot be a tax id: { $reason }. What is the right one? Say skip and I will ask the supplier.
wrong-iban = { $value } cannot be an IBAN: { $reason }. What is the right one? Say skip and I will ask the supplier.
reason-length = it has the wrong number of characters
reason-checksum = the check digits do not match, so a character is wrong somewhere
reason-format = it does not have the form of such a number
reason-country = no country's IBANs begin like that
reason-characters = it has characters that do not belong there

## Help and small talk
hello = Hello { $name }! What can I do for you?
you-are-welcome = You are welcome.
at-your-service = I am here whenever you need something from the back office.
help-head = Write to me as you would to a colleague, in English, Italian or Hebrew. For example:
help-line = · { $summary }: “{ $example }”
help-tasks = And about tasks:
help-tail = Say “cancel” to drop what we are doing, “later” to put it aside.
out-of-scope = That is outside what I can help with here: I look after the office's paperwork, such as quotes, payments and suppliers. Write “help” for examples.
