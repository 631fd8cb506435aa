# What the assistant says in chat. Every language has the same messages with the same variables (a test checks it).
# Values arrive ready for the language: amounts, dates, names; numbers that choose a plural arrive as numbers.

## Conversation
empty-message = There was nothing in that message. Tell me what you need, or write “help”.
message-was-empty = There was nothing in that message.
message-was-long = That was long ({ $length } characters): I read the first { $read }. The whole message is kept.
did-you-mean = I am not sure I understood. Is it one of these?
say-it-differently = All right. Tell me in other words what you need, or write “help” for examples.
open-what = Gladly. What is it about? Write it as you would to a colleague, such as “the printer on the second floor does not print” or “quote for Rossi: 20 chairs”.
another-type = All right, then: { $what }.
task-stays = { $reference } ({ $title }) stays open as it is. If it is not wanted, write “cancel { $reference }”.
nothing-to-resume = Nothing is waiting to be continued. What can I do for you?
never-mind = All right, nothing to do then. I am here when you need something.
nothing-open = I have no open question just now. What can I do for you?
nothing-open-sent = I have no open question just now: { $reference } was sent already, on { $at }.
day-gone = { $day } is over already, so I have changed nothing. Which day shall it be, or shall I go ahead as it stands?
noted = Noted: { $what }.
noted-field = { $label } { $value }
noted-gone = no { $label }
noted-words = “{ $name }”
back-to = Back to { $what }:
next-in-line = I have noted { $what } as well; we will come to it next.
left-aside = If “{ $words }” is a request of its own, please send it to me separately.
about = the { $what } ({ $main })
about-nothing = the { $what }
nothing-cancelled = All right, nothing is cancelled.
dropped = Dropped: { $what }.
put-aside = I have put { $what } aside. Say “continue” when you want to go on.
kept-until-known = No problem, I am keeping { $what } as it is. Say “continue” when you know more.
could-not-read = I could not make that out. { $hint }
ask-again = I could not make that out. { $question } { $hint }
what-to-change = What should I change? For example “30 instead of 20”, “no discount”, or “cancel” to drop it.
confirm-unclear = I did not get that, so I have changed nothing. Shall I go ahead? Answer yes, tell me what to change, or say cancel.
confirm-again = Shall I go ahead? Answer yes, tell me what to change, or say cancel.
choice-unclear = Which one do you mean? A number is enough.
choice-not-read = I did not get that. Which of these do you mean? A number is enough.
choose-hint = Pick the nearest by its number; you can change it before anything is sent.
quantity-hint = A number is enough, for example 12.
unknown-person = I do not know you as { $name }. Ask an administrator to add you to the people of the company.
put-into-quarantine = Something went wrong on my side with this message. Nothing is lost: it is kept as no. { $number } and an administrator can run it again.
button-yes = Yes
button-change = Change
button-cancel = Cancel

## On chat platforms
button-take = I'll take it
button-complete = Done
button-accepted = Customer accepted
button-approve = Approve
button-reject = Reject
button-snooze = Remind me tomorrow
button-old = That button belongs to an earlier question, so I have done nothing. { $now }
button-now-asked = This is what I am asking now:
button-now-nothing = Nothing is open here; just write what you need.
standing-task = { $reference } is { $status }
standing-task-by = { $reference } is { $status } ({ $name }, { $at })
standing-corrected = changed since
standing-accepted = accepted by the customer
button-outdated = { $reference } has changed since that message, so I have decided nothing. It stands now as follows:
    { $fields }
not-now-by = { $reference } is { $status } since { $at } ({ $name }): that cannot be done to it now.
answered-privately = I have answered you in private, since not everybody here may see it.
answered-directly = The answer is in our direct messages.
chat-unsupported = I can read text, photos and documents, not this. Please write what you need in a few words.
chat-unknown-person = I do not know who you are here. Ask an administrator for a code (pratica people link) and send it to me, or write from an account whose address is on your company's list.
chat-linked = Hello { $name }, this account is yours now. Write what you need as to a colleague, for example: { $example }
chat-wrong-code = That code is not valid: it may have been used, or its ten minutes are over. Ask for a new one.
chat-file-missing = I could not take the file { $name }: it is too large, or it is no longer there. Please send it another way.
lang-set = From now on I write to you in English.
lang-which = Which language? { $names }
link-code = Your code is { $code }. Within { $minutes } minutes send /link { $code } from the other account; it works once.
new-which = What is it about?
edit-taken = I have taken your message as you changed it.
edit-too-late = You changed a message that { $reference } has come of. It stays as it is; write what should change in it.
edit-left = You changed a message that I have dealt with already, so nothing has changed. Please write what you want now.

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
taken-already = { $name } has { $reference } already.
not-yours = { $reference } belongs to { $team }; ask them or a manager.
own-request = You asked for { $reference } yourself: somebody else has to decide.
about-yourself = { $reference } is about you: somebody else has to decide.
not-a-manager = Only a manager can decide on { $reference }.
nothing-to-decide = Nothing is waiting for your approval.
swept = I delete nothing by the lot. What should go? A task is cancelled by its number (“cancel Q-0001”), and “my tasks” lists yours.
nothing-to-cancel = Nothing of yours is open that could be cancelled. What was done stays: “my tasks” lists what is open, and a finished task is opened again by its number (“reopen Q-0001”).
on-condition = That sets a condition or is a question, so I have changed nothing yet. { $question }
cancel-this = Shall I cancel { $reference }?
closed-not-corrected = { $reference } is { $status }, and a correction does not bring it back. If it is still needed, please ask for it anew.
invoices-not-listed = I cannot list unpaid invoices here, only tasks. I can say of one invoice or one customer how it stands (“has invoice 118 been paid?”), or pass a report on to administration (“a report of overdue invoices”).
reminder-kept = I will remind you on { $at }.
reminder-kept-for = I will remind { $name } on { $at }.
remind-which-day = Which day do you mean?
remind-past = { $at } is over already. When shall I remind you?
reminders-mine =
    { $count ->
        [0] You have no reminders to come.
        [one] One reminder is to come:
       *[other] { $count } reminders are to come:
    }
reminder-line = { $at }: { $words }
reminder-dropped = I will not remind you of this any more: { $reminder }
which-reminder =
    { $count ->
        [one] Is it this reminder that I shall cancel?
       *[other] Which reminder shall I cancel?
    }

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

## Parts, checklists, load
part = { $reference } ({ $title })
part-opened = · { $title } { $reference }, with { $team }
parts-first = { $reference } closes after its parts; still open: { $parts }.
parts-done-steps-left = All parts of { $title } { $reference } are done. What is left on its checklist: tick the steps, or say “done { $reference }”.
parts-all-done = { $title } { $reference } is done: all its parts and steps are closed.
step-done = ☑ { $step }
step-open = ☐ { $step }
checklist-head = { $reference }, checklist:
which-steps = Which steps of { $reference } do you mean?
no-checklist = { $reference } has no checklist.
all-ticked = All steps are ticked. Say “done { $reference }” to close it.
status-whole = part of: { $title } { $reference }
status-parts = waits for its parts: { $parts }
status-checklist = checklist:
event-part-closed = a part was closed
event-ticked = ticked
event-unticked = took a tick off
page =
    🚨 On call: { $title } { $reference }, from { $requester }. Please look at it now.
    { $details }
tasks-waiting =
    { $count ->
        [0] Nothing is stuck.
        [one] One task is waiting:
       *[other] { $count } tasks are waiting:
    }
load-none = { $team } has no open tasks that you can see.
load-head =
    { $count ->
        [one] { $team }: one open task, { $late } late, { $stuck } waiting for somebody.
       *[other] { $team }: { $count } open tasks, { $late } late, { $stuck } waiting for somebody.
    }
load-share = { $name } { $count }
load-free = not assigned { $count }
stuck-line = { $line } · { $whom } since { $since }
waits-for-requester = waiting for whoever asked
waits-for-supplier = waiting for the supplier
waits-for-approval = waiting for approval
paged = { $names } has been alerted and will look at it now.
steps-skipped =
    { $count ->
        [one] One step of its checklist was not ticked.
       *[other] { $count } steps of its checklist were not ticked.
    }
numbered = { $number }. { $line }

## Absences
leave-holiday = holiday
leave-sick = sick leave
leave-permit = permit
leave-parental = parental leave
leave-bereavement = bereavement leave
leave-reserve = reserve duty
leave-remote = working from home
leave-travel = business trip
leave-unpaid = unpaid leave
leave-clocking = clock-in correction
leave-other = absence
no-such-day = There is no { $words }. Which is the first day?
absence-over = These days are over already.
days-end-early = The last day ({ $end }) lies before the first ({ $start }). What is the last day?
absence-days = { $start } – { $end }
absence-overlaps = { $name } already has leave entered or asked for: { $days }. Cancel that first, or tell me other days.
absence-meanwhile = Away then too: { $name }, { $days }
absence-days-part = { $days } ({ $words })
absence-part = Only for a part of the day: { $words }.
absence-recorded =
    { $one ->
        [1] { $reference }: { $name } is away on { $start }. It is in the absence calendar; the calendar entry is here.
       *[other] { $reference }: { $name } is away from { $start } to { $end }. It is in the absence calendar; the calendar entry is here.
    }
absence-reported =
    { $one ->
        [1] { $name } is away on { $start }.
       *[other] { $name } is away from { $start } to { $end }.
    }
absence-approved =
    { $actor } has approved it.
    { $said }
absence-withdrawn = It is out of the absence calendar; this file takes it out of yours.
absences-not-for-you = Who is away is for HR and the managers to see; ask them.
nobody-away = Nobody I may tell you of is away, { $days }.
who-is-away = Away, { $days }:
away-line = · { $name }: { $days }
ask-anew = { $reference } stays closed. Tell me the days and I will ask for them anew.
clocking-noted = { $reference }: noted for { $day }, { $what }. { $team } will put it right.

## What colleagues are told
approval-needed = { $reference } is written up and needs a manager's approval first. I have asked { $approvers }.
please-approve =
    { $requester } needs your approval for { $title } { $reference }:
    { $details }
    Answer “approve { $reference }” or “reject { $reference }”.
new-for-team =
    New from { $requester }: { $title } { $reference }
    { $details }
changed-for-team =
    { $actor } has changed { $title } { $reference }:
    { $details }
assigned-to-you =
    { $actor } has given you { $title } { $reference }
    { $details }
told-done = { $actor } has finished { $title } { $reference }.
told-cancelled = { $actor } has cancelled { $title } { $reference }.
told-reopened = { $actor } has opened { $title } { $reference } again.
told-assigned = { $actor } has given { $title } { $reference } to { $name }.
told-approved = { $actor } has approved { $title } { $reference }.
told-unaccepted = { $actor } has taken back that { $customer } accepted { $reference }.
told-accepted = { $actor } has noted that { $customer } accepted { $reference }.
told-rejected = { $actor } has rejected { $title } { $reference }.
told-rejected-why = { $actor } has rejected { $title } { $reference }: { $why }
told-comment = { $actor } on { $title } { $reference }: { $comment }
approved-and-sent =
    { $actor } has approved it.
    { $sent }
mail-refused = The email of { $reference } to { $address } was refused: { $reason }. Check the address and tell me the right one.
mail-uncertain = I cannot tell whether the email of { $reference } reached { $address } ({ $reason }). Please check before it is sent again.
answer-not-sent = My message no. { $number } to { $name } ({ $address }) was not delivered: { $reason }. Check the address. To send it again: pratica quarantine --resend { $number }
answer-uncertain = I cannot tell whether my message no. { $number } reached { $name } ({ $address }): { $reason }. Please ask. To send it again: pratica quarantine --resend { $number }

readdress-ask = Shall I send the email of { $reference } to { $address } instead of { $before }?
readdress-send = Yes, send it
readdress-keep = Send it, and keep the address for { $name }
readdress-no = No, do not send it
readdress-sent = The email of { $reference } is on its way to { $address }.
readdress-kept = I write to { $name } at { $address } from now on.
readdress-left = Fine, I send nothing.
readdress-gone = That email has been dealt with meanwhile; I sent nothing.
readdress-one = One address only, please. Which of them is it: { $addresses }?
readdress-which = Which one do you mean? More than one of your emails came back: { $tasks }. Write the address with the number.
event-mail-refused = an email was refused
event-mail-readdressed = sent the email to another address

forward-what = You passed on a mail from { $name } (“{ $subject }”) without a word. What shall I do with it?
mail-what = What shall I do with the mail from { $name } (“{ $subject }”)?
forward-left = Fine, I have only kept the mail.

## Mail from outside
outsider-answered =
    { $name } has answered about { $title } { $reference }:
    “{ $words }”
came-along = With it came: { $files }
file-may-harm = Careful with { $name }: such a file can do harm. Open it only if you expected it.
proposed-head = In the answer I read:
proposed-line = · { $label }: { $value } (“{ $words }”)
proposed-ask = To take this over, answer “approve { $reference }”; to leave it, “reject { $reference }”.
also-said = It also says: { $words }
bank-details-by-mail = The mail names a bank account. Before anything is paid to it, call the supplier at a number that you already have.
proposed-not-now = { $reference } is { $status }: nothing of this can be taken over. The mail is kept with it.
proposals-shown = An answer about { $reference } proposes:
proposals-by-requester = With this { $reference } would go out anew, so only { $name }, who asked for it, can take it over.
account-on-record = { $name } has another account on record by now. That one stays; the one in the mail was not taken over.
proposals-taken = { $reference }: taken over.
proposal-taken = · { $label }: { $value }
proposals-left = { $reference }: left as it was. The answer stays with it.
told-proposals-taken = { $actor } has taken over what was answered about { $title } { $reference }.
mail-came-back = The mail about { $reference } did not reach { $address }: { $reason }. Write me the right address and I send it there, or call.
mail-delayed = The mail about { $reference } has not reached { $address } yet ({ $reason }). The mail server keeps trying.
mail-complained = The mail about { $reference } was reported as unwanted by whoever received it. I will send no more reminders by myself; it is better to speak to them.
outsider-away-until = { $name } is away and back on { $back } ({ $reference }).
outsider-away = { $name } is away; the automatic answer says no day ({ $reference }).
invoice-by-mail = An electronic invoice came by mail from { $name }. I opened { $reference } for it; please check it:
mail-too-large = Your mail “{ $subject }” ({ $megabytes } MB) is too large for me: I read only its first lines, and nothing was done. Please send it again without the large files.
answer-too-large = The mail ({ $megabytes } MB) was too large to be taken in whole; it is still in the mailbox.
button-mail-file = File on { $reference }
button-mail-new = New request
button-mail-spam = Spam
mails-filed = Mail no. { $number } is filed with { $reference }.
mails-dropped = Mail no. { $number } waits no longer. It stays kept.
mails-none = No such mail waits any more.
mails-which = Which mail do you mean? These wait: { $numbers }. Write for example “mail 12 spam”.
mails-not-yours = Unexpected mails are filed by those who look after them.
event-mail-filed = filed a mail here
mail-in-triage =
    Mail no. { $number } from { $name }: “{ $subject }”. { $why } { $about }
    Write “mail { $number } TASK” to file it with a task, “mail { $number } new” to make a request of it, or “mail { $number } spam”.
mail-in-quarantine =
    Mail no. { $number } from { $name } (“{ $subject }”) is set apart: nothing was done with it. { $why }
    To look at it: pratica mails show { $number }
mails-many = More mails wait than I tell of one by one. To see them: pratica mails list
mail-not-worked = I could not work mail no. { $number }. It is kept; whoever looks after me can see why: pratica quarantine
mail-about = It may be about { $tasks }.
mail-why-unproven = It says that it is from a colleague, and nothing proves it.
mail-why-limit = The sender has written very much within an hour.
mail-why-busy-task = Very many mails about one task have come within an hour.
mail-why-token = It answers a mail of ours that went to somebody else.
mail-why-other-subject = It answers an old mail of ours, but has another subject.
mail-why-several = It may be about several tasks.
mail-why-unknown = I do not know the sender, or nothing proves who it is.
mail-why-number = The number in its subject does not tell me which task it is about.
mail-why-nothing-waits = No task waits for an answer of this sender.
mail-why-no-sender = It names no sender.
files-kept = I have kept what you sent. What shall I do with it?
files-with-it = I have kept what you sent with it.
event-accepted = noted that the customer accepted
event-acceptance-withdrawn = noted that the customer has not accepted after all
event-answered = answered by mail
event-proposals-taken = took over the answer
event-proposals-left = left the answer
event-mail-bounce = a mail came back
event-mail-out-of-office = is away (automatic answer)
event-mail-auto-reply = automatic answer
event-mail-receipt = receipt
event-mail-complaint = complaint about a mail
event-mail-list = mail of a list

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
quote-accepted = I have noted that { $customer } has accepted { $reference }.
quote-accepted-before = That { $reference } was accepted is noted already, on { $day }.
quote-accepted-none = { $reference } is not a quote that has been sent, so there is nothing to accept yet.
button-unaccepted = Take that back
quote-unaccepted = I have taken that back: { $reference } counts as not accepted.
quote-unaccepted-none = That { $reference } was accepted is not noted, so there is nothing to take back.
quote-accepted-ask = If the customer has accepted it, press the button or write “/accepted { $reference }”.
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
files-again =
    { $count ->
        [0] There is no file with { $reference }.
        [one] Here is the file of { $reference }.
       *[other] Here are the { $count } files of { $reference }.
    }
you-are-welcome = You are welcome.
who-i-am = I am a program, the assistant of the office: I take requests in, do what I can myself and pass the rest on to colleagues. Write “help” for examples.
at-your-service = I am here whenever you need something from the back office.
help-head = Write to me as you would to a colleague, in English, Italian or Hebrew. Your own words do as well as these.
help-ask = ASK FOR
help-for = { $team }:
help-line = · { $example }
help-own-line = · { $summary }: { $example }
help-sales = Sales
help-purchasing = Purchasing
help-accounting = Accounting
help-hr = People
help-it = Computers
help-administration = The office
help-management = Management
help-tasks = ABOUT TASKS
help-decide = DECIDE
help-settings = SETTINGS
help-set-digest = · digest daily 8:00, digest weekly sun 8:00, digest off
help-set-language = · /lang it (or en, he)
help-tail = “cancel” drops what we are doing, “later” puts it aside.
out-of-scope = That is outside what I can help with here: I look after the office's paperwork, such as quotes, payments and suppliers. Write “help” for examples.

## Purchase orders
order-odd-price = A price of zero or below needs a manager's approval first: { $things }.
order-unplaced-price = I could not tell which line this price is for, so it is on none: { $amounts }. Name the thing with it.
which-supplier = I know no supplier called exactly “{ $name }”. Do you mean one of these?
unknown-supplier = I find no supplier called “{ $name }”. Give me another name, or:
new-supplier = It is a new supplier
as-written = As I wrote it
order-register-first = I send orders only to suppliers on record, and { $name } is not there yet. Write “register { $name } as a supplier” with their email address; once that is done, say “continue” and I will go on with this order.
order-no-address = There is no email address on record for { $name }, so I cannot send them the order. Once purchasing has added one, say “continue”; or name another supplier.
order-which-supplier = These do not all come from one supplier. Whom should I order from?
order-one-currency = The prices are in { $currencies }, and an order has only one currency. Write the lines again, with prices in one of them; the rest goes into an order of its own.
order-to = Purchase order to { $supplier }, from { $company }
order-proposed = Nobody named a supplier: I took the one that supplies all of this.
order-line = { $quantity } × { $thing } at { $price } = { $net }
order-line-at-most = { $quantity } × { $thing }, price not known (by our own price list at most { $most })
order-line-unpriced = { $quantity } × { $thing }, price not known
order-total = Total without VAT: { $amount }
order-at-most = Without VAT at most { $amount }, counting our own price list where the price is not known
order-delivery = Delivery by { $day }
order-cost-center = Cost centre: { $name }
order-untranslated = This goes out in your words, untranslated: { $things }.
order-goes-to = It goes to { $address }, { $language }.
order-above-limit = An order above { $limit } needs a manager's approval first.
order-price-unknown = Nobody can say yet what this costs, so a manager's approval is needed first: { $things }.
order-tell-price = If you know the price of one, tell me.
order-supplier-unchecked = { $supplier } is on record but not checked yet, so a manager's approval is needed first.
order-send = Shall I send it?
order-sent = Purchase order { $reference } to { $supplier } is ready: { $total }, without VAT. The PDF is here and the email to { $address } is on its way. The task waits for their confirmation.
order-sent-unpriced = Purchase order { $reference } to { $supplier } is ready. The PDF is here and the email to { $address } is on its way. The task waits for their confirmation, with the prices.
order-still-out = { $supplier } still has { $reference } as it was last sent; I have written them nothing about this. Please tell them: { $address }.

## Stock
stock-more-orders = I counted { $count } open orders; there may be more that are not in these figures.
stock-product = { $product } ({ $sku })
stock-line = { $name }: { $free } free; { $stock } in stock, { $reserved } reserved
stock-overbooked = More is promised than there is: { $short } short.
stock-sold = Customers' orders: { $orders }
stock-coming = On order: { $orders }
stock-not-sent = To be ordered, not sent yet: { $orders }
stock-of-order = { $quantity } with { $reference }
stock-unsaid = Not counted, because they do not say how many: { $orders }
stock-level = Reorder level { $level } · { $supplier }
stock-below = Below the reorder level of { $level } · { $supplier }
stock-supplier = supplier: { $supplier }
stock-no-supplier = no supplier on record
stock-enough = Yes, enough: { $wanted } wanted, { $free } free.
stock-partly = Only in part: { $wanted } wanted, { $free } free, { $short } short.
stock-none = No: { $wanted } wanted, none free.
stock-enough-of = Yes, { $wanted } are free of each of these: { $products }.
stock-none-enough = No, there are not { $wanted } free of any of these.
stock-nearest = Nothing on our stock list is called exactly “{ $name }”. The nearest:
stock-low =
    { $count ->
        [0] Nothing is below its reorder level.
        [one] One product is below its reorder level:
       *[other] { $count } products are below their reorder level, the shortest first:
    }
stock-low-line = { $name }: { $free } free, reorder level { $level } · { $supplier }
stock-unknown = “{ $name }” is not on our stock list. What else is it called? Or say “as I wrote it”, and I will have purchasing look.
stock-handed-over = “{ $name }” is not on our stock list, so I have passed it on as { $reference } to { $team }.

# forms
form-new-request = New request
form-failed = That did not work on my side. Please try again in a moment.
form-message-note = Leave this as it is to send me the message as it stands.
form-type = Kind of request
form-type-hint = If none of them fits, take the general one and describe it in your own words.
form-task = { $title } { $reference }
form-next = Next
form-send = Send
form-close = Cancel
form-first-day = { $label }: first day
form-last-day = { $label }: last day
form-one-a-line = One item a line.
form-product = Product { $number }
form-product-hint = A few letters of its name, or its number in the price list.
form-quantity = How many of product { $number }
form-quantity-hint = A number, such as 20.
form-other-items = What is not in the price list
form-add-item = Add a product
form-reason = Reason
form-reason-hint = A sentence for the colleagues concerned; you can leave it empty.
form-as-written = “{ $name }” as written
form-pending = { $name } (not checked yet)
form-required = This is needed. { $hint }
form-one-of = At least one of these is needed: { $fields }.
form-past-day = { $day } is over; give today or a later day.
form-ends-early = The last day ({ $end }) lies before the first ({ $start }).
form-other-day = Give both days, or none.
form-too-long = That is too long: at most { $most } characters, please.
form-too-many-lines = At most { $most } lines, please.
form-line = I could not make out the line “{ $line }”. { $hint }
form-percent = A percentage lies between 0 and 100.
form-wrong-number = { $value } cannot be right as { $label }: { $reason }.
form-not-on-record = This is no longer in our records: search for it again, or write the name.
form-not-taken = { $label } “{ $value }”: { $why }
form-nothing-changed = Nothing has changed in { $reference }.
form-changed-meanwhile = { $reference } has been changed since you opened this form, so I have left it alone. Please open it again.
form-draft-gone = This request is no longer waiting: it has been finished or dropped since.
form-own-task-only = Only whoever asked for { $reference } can change it.
form-no-such-form = This form is no longer available. Tell me in your own words what you need.
form-too-much = This is too long for a form. Tell me in words what should change.
form-unknown-person = I do not know who you are here yet. Send me a direct message and I will tell you how to be let in.
home-title = { $name }’s page
home-new = New request
home-mine = My open tasks
home-mine-none = You have no open tasks.
home-decide = Waiting for my decision
home-decide-none = Nothing is waiting for your decision.
home-team = Not taken by anybody in my team
home-team-none = Somebody is on everything your team has.
home-drafts = Not finished
home-draft = I began { $what }
home-continue = Continue
home-standing = { $status }
home-standing-due = { $status } · due { $due }
home-standing-late = { $status } · was due { $due } (late)

## digest
digest-title-daily = Your day, { $day }
digest-title-weekly = Your week, as of { $day }
digest-decide = Waiting for your decision: { $count }
digest-answers = Waiting for your answer: { $count }
digest-overdue = Overdue: { $count }
digest-due = Due today: { $count }
digest-flow = New and done since { $since }
digest-waiting = Waiting for others: { $count }
digest-silent = Suppliers who have not answered: { $count }
digest-teams = By team
digest-money = Money
digest-troubles = For the administrator
digest-task = { $reference } · { $title } · { $main }
digest-task-plain = { $reference } · { $title }
digest-with = { $line } · { $note }
digest-days-late =
    { $days ->
        [one] one day late
       *[other] { $days } days late
    }
digest-asked-by =
    { $days ->
        [0] { $name }, today
        [one] { $name }, since yesterday
       *[other] { $name }, for { $days } days
    }
digest-for-days =
    { $days ->
        [0] since today
        [one] since yesterday
       *[other] for { $days } days
    }
digest-new = New: { $count }
digest-new-free = Not taken by anybody: { $count }
digest-new-line = Not taken: { $line }
digest-done = Done: { $count }
digest-asked-done = Done for you: { $count }
digest-before-daily = { $line } (the working day before: { $before })
digest-before-weekly = { $line } (the week before: { $before })
digest-waits-requester = For whoever asked: { $count }
digest-waits-supplier = For suppliers: { $count }
digest-waits-approval = For an approval: { $count }
digest-asked-open = What you asked for: { $open } open, { $late } overdue
digest-team = { $team }: { $open } open, { $late } overdue
digest-quotes = Quotes sent: { $count }
digest-quotes-sums = Quotes sent: { $count } ({ $sums })
digest-accepted = Quotes accepted: { $count }
digest-accepted-sums = Quotes accepted: { $count } ({ $sums })
digest-orders = Orders that came in: { $count }
digest-payable = To pay by { $day }: { $amount } ({ $count })
digest-payable-late = Overdue to suppliers: { $amount } ({ $count })
digest-receivable = Expected from customers by { $day }: { $amount } ({ $count })
digest-receivable-late = Overdue from customers: { $amount } ({ $count })
digest-debtor =
    { $days ->
        [one] { $party }: { $amount }, one day late
       *[other] { $party }: { $amount }, up to { $days } days late
    }
digest-quarantined = Messages set apart: { $count } (pratica quarantine)
digest-mails = Mails that somebody has to file: { $count } (pratica mails list)
digest-undelivered = Messages that could not be delivered: { $count } (pratica outbox)
digest-channel = Silent: { $name }
digest-button = { $act } { $reference }
digest-nothing = Nothing new for { $day }. Nothing is late, and nothing is waiting for you.
digest-chart-days = New and done by day. { $days }
digest-chart-day = { $day }: { $new } new, { $done } done
digest-chart-teams = Open and overdue by team. { $teams }
digest-chart-new = new
digest-chart-done = done
digest-chart-open = open
digest-chart-late = overdue
digest-list = Digest
digest-foot = You get this on working days. Write “digest weekly sun 8:00” for once a week, “digest off” for none.
digest-set = From now on your digest comes { $wish }.
digest-wish-daily = on every working day at { $at }
digest-wish-weekly =
    { $weekday ->
        [0] every Monday
        [1] every Tuesday
        [2] every Wednesday
        [3] every Thursday
        [4] every Friday
        [5] every Saturday
       *[6] every Sunday
    } at { $at }
digest-set-off = I will not send you a digest any more. Write “digest daily 8:00” to have it again.

# clock
clock-many = { $count } things need a look:
clock-item = • { $said }
clock-more =
    { $count ->
        [one] … and one more.
       *[other] … and { $count } more.
    }
clock-due-soon = { $reference } ({ $title }) is due on { $due }.
clock-due-today = { $reference } ({ $title }) is due today.
clock-overdue = { $reference } ({ $title }) was due on { $due } and is still open.
clock-overdue-manager = { $reference } ({ $title }), which { $name } has, was due on { $due } and is still open.
clock-overdue-nobody = { $reference } ({ $title }) was due on { $due }. It is still open, and nobody has taken it.
clock-supplier = { $name } has not answered about { $reference } ({ $title }) since { $since }. Shall I write to them again?
clock-supplier-no-address = { $name } has not answered about { $reference } ({ $title }) since { $since }. I have no address to write to.
clock-chased = { $name } had not answered about { $reference } ({ $title }) since { $since }, so I have written again to { $address }.
clock-requester = { $reference } ({ $title }) has been waiting for your answer since { $since }.
clock-approval = { $reference } ({ $title }), asked for by { $name }, has been waiting for your decision since { $since }.
clock-escalation = { $reference } ({ $title }), asked for by { $name }, has been waiting for a decision of { $first } since { $since }. You can decide it too.
clock-reminder = Reminder: “{ $words }”
clock-reminder-late = This reminder was for { $at } and comes late, because I was not running then: “{ $words }”
clock-reminder-task = Reminder: { $reference } ({ $title })
clock-reminder-task-late = This reminder was for { $at } and comes late, because I was not running then: { $reference } ({ $title })
clock-button-chase = Write to them again
clock-button-mute = No more reminders
clock-button-take = I'll take { $reference }
clock-muted = I will not remind you of { $reference } any more, unless it gets a new due date.
clock-chase-done = I have written to { $name } again about { $reference } ({ $address }).
clock-chase-not-now = { $reference } is no longer waiting for a supplier (it is { $status }), so I have written nothing.
clock-chase-not-yours = Only colleagues who work on { $reference } can write to its supplier.
clock-chase-no-address = I have no address of the supplier of { $reference }, so I have written nothing.
clock-silent = Nothing has been heard of “{ $name }” since { $since }. Please have a look at it.
clock-silent-problem = “{ $name }” has not been working since { $since }: { $problem }
clock-well-again = “{ $name }” works again.
clock-recurring-confirm = It comes again (“{ $words }”), next on { $first }. Shall I set that up? Yes, or “just once” to do it only now.
clock-recurring-kept = { $title } comes again by itself from now on, the first time on { $first }. To end it, say “stop { $id }”.
clock-reminding-confirm = It comes again (“{ $words }”), next on { $first }. Shall I set that up? Yes, or “just once” to be reminded only that time.
clock-reminding-kept = This reminder comes again by itself from now on, the first time on { $first }. To end it, say “stop { $id }”.
clock-recurring-opened = As agreed ({ $id }), for { $day }:
clock-recurring-never = By that rule it would never come, so I have kept nothing. When should it come again?
clock-recurring-none = You have no requests that come again by themselves.
clock-recurring-head =
    { $count ->
        [one] One request comes again by itself:
       *[other] { $count } requests come again by themselves:
    }
clock-recurring-line = { $id } · { $title } · next on { $next } · “{ $words }”
clock-recurring-stopped = { $title } ({ $id }) does not come again any more.
clock-recurring-unknown = I know of no such request that comes again and that you could stop.

# targets, and days off on the other side
sla-answer-soon = { $reference } ({ $title }) needs a first answer by { $by }.
sla-answer-missed = { $reference } ({ $title }) should have had a first answer by { $by }. Nobody has answered it yet.
sla-resolution-soon = { $reference } ({ $title }) should be resolved by { $by }.
sla-resolution-missed = { $reference } ({ $title }) should have been resolved by { $by } and is still open.
sla-answer-by = first answer by: { $by }
sla-answer-over = first answer still missing, { $late } late
sla-answer-late = first answer given { $late } late
sla-answer-stopped = first answer: the time does not run until { $name } answers; left of it: { $left }
sla-resolution-by = to be resolved by: { $by }
sla-resolution-over = not resolved in time, { $late } late
sla-resolution-late = resolved { $late } late
sla-resolution-stopped = to be resolved: the time does not run until { $name } answers; left of it: { $left }
sla-supplier = the supplier
sla-hours =
    { $hours ->
        [0] less than a working hour
        [one] one working hour
       *[other] { $hours } working hours
    }
sla-off-country = { $day } is a day off in { $country }.
sla-off-team = { $day } is a day off for { $team }.
sla-digest = Targets missed: { $count }
sla-digest-answer = no first answer in time
sla-digest-resolution = not resolved in time
event-answer-missed = saw the first answer overdue
event-resolution-missed = saw the resolution overdue
event-chased = wrote to the supplier again
event-escalated = asked a second approver
