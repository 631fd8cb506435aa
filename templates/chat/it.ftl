# What the assistant says in chat. Every language has the same messages with the same variables (a test checks it).
# Values arrive ready for the language: amounts, dates, names; numbers that choose a plural arrive as numbers.

## Conversation
empty-message = Il messaggio era vuoto. Dimmi che cosa ti serve, oppure scrivi “aiuto”.
message-was-empty = Il messaggio era vuoto.
message-was-long = Era un messaggio lungo ({ $length } caratteri): ho letto i primi { $read }. Il testo intero è conservato.
did-you-mean = Non so se ho capito bene. È una di queste cose?
say-it-differently = Va bene. Dimmi con altre parole che cosa ti serve, oppure scrivi “aiuto” per qualche esempio.
open-what = Volentieri. Di che cosa si tratta? Scrivilo come lo diresti a un collega, per esempio «la stampante al secondo piano non stampa» o «preventivo per Rossi: 20 sedie».
another-type = Va bene, allora: { $what }.
task-stays = { $reference } ({ $title }) resta aperta così com’è. Se non serve, scrivi «annulla { $reference }».
nothing-to-resume = Non c'è niente in sospeso da riprendere. Che cosa posso fare per te?
never-mind = Va bene, non c'è niente da fare. Quando serve qualcosa, sono qui.
nothing-open = Al momento non ho domande aperte. Che cosa posso fare per te?
nothing-open-sent = Al momento non ho domande aperte: { $reference } è già partita, { $at }.
day-gone = { $day } è già passato, quindi non ho cambiato niente. Che giorno metto, oppure procedo così?
noted = Segnato: { $what }.
noted-field = { $label } { $value }
noted-gone = senza { $label }
noted-words = «{ $name }»
back-to = Torniamo a noi: { $what }.
next-in-line = Ho preso nota anche di questo: { $what }. Ci arriviamo subito dopo.
left-aside = Se «{ $words }» è una richiesta a sé, mandamela a parte.
about = { $what } ({ $main })
about-nothing = { $what }
nothing-cancelled = Va bene, non annullo niente.
dropped = Ok, lascio perdere: { $what }.
put-aside = Metto da parte per dopo: { $what }. Quando vuoi riprendere, scrivi “continua”.
kept-until-known = Nessun problema, per ora resta in sospeso: { $what }. Quando ne sai di più, scrivi “continua”.
could-not-read = Questo non l'ho capito. { $hint }
ask-again = Questo non l'ho capito. { $question } { $hint }
what-to-change = Che cosa cambio? Ad esempio “30 invece di 20”, “senza sconto”, oppure “annulla” per lasciar perdere.
confirm-unclear = Questo non l'ho capito, quindi non ho cambiato niente. Procedo così? Rispondi “sì”, dimmi che cosa cambiare, oppure scrivi “annulla”.
confirm-again = Procedo? Rispondi “sì”, dimmi che cosa cambiare, oppure scrivi “annulla”.
choice-unclear = Quale intendi? Basta il numero.
choice-not-read = Questo non l'ho capito. Quale di queste voci intendi? Basta il numero.
choose-hint = Scegli con il numero la voce che ci va più vicino; prima dell'invio puoi sempre cambiare.
quantity-hint = Basta un numero, ad esempio 12.
unknown-person = Non ho nessuno registrato come { $name }. Chiedi a un amministratore di aggiungerti alle persone dell'azienda.
put-into-quarantine = Con questo messaggio ho avuto un problema io. Non si è perso niente: è conservato con il n. { $number } e un amministratore può farlo ripartire.
button-yes = Sì
button-change = Modifica
button-cancel = Annulla

## Sulle piattaforme di chat
button-take = La prendo io
button-complete = Fatto
button-accepted = Il cliente ha accettato
button-approve = Approva
button-reject = Rifiuta
button-snooze = Ricordamelo domani
button-old = Quel pulsante si riferiva a una domanda precedente, quindi non ho fatto nulla. { $now }
button-now-asked = Adesso ti sto chiedendo questo:
button-now-nothing = Qui non c'è niente in sospeso: scrivimi pure quello che ti serve.
standing-task = { $reference }: { $status }
standing-task-by = { $reference }: { $status } ({ $name }, { $at })
standing-corrected = modificata nel frattempo
standing-accepted = accettata dal cliente
button-outdated = { $reference } è cambiata dopo quel messaggio, quindi non ho deciso nulla. Adesso è così:
    { $fields }
not-now-by = { $reference } è { $status } da { $at } ({ $name }): adesso questo non si può fare.
answered-privately = Ti ho scritto in privato: la risposta non è per tutti i presenti.
answered-directly = La risposta è nei nostri messaggi diretti.
chat-unsupported = So leggere testi, foto e documenti, questo no. Scrivimi in due parole quello che ti serve.
chat-unknown-person = Non so chi sei su questo canale. Chiedi un codice a un amministratore (pratica people link) e mandamelo, oppure scrivimi da un account con il tuo indirizzo aziendale.
chat-linked = Ciao { $name }, questo account è collegato a te. Scrivimi come faresti in ufficio, per esempio: { $example }
chat-wrong-code = Il codice non è valido: forse è già stato usato o sono passati i dieci minuti. Chiedine uno nuovo.
chat-file-missing = Non è stato possibile scaricare il file { $name }: è troppo grande o non c'è più. Mandalo in un altro modo.
lang-set = D'ora in poi ti scrivo in italiano.
lang-which = Che lingua preferisci? { $names }
link-code = Il tuo codice è { $code }. Entro { $minutes } minuti manda /link { $code } dall'altro account; vale una volta sola.
new-which = Di che si tratta?
edit-taken = Ho preso il messaggio come l'hai modificato.
edit-too-late = Hai modificato un messaggio da cui è già nata { $reference }. La pratica resta com'è: scrivimi cosa va cambiato.
edit-left = Hai modificato un messaggio a cui ho già risposto, quindi non è cambiato nulla. Scrivimi ora cosa vuoi fare.

## Choices
which-customer = In anagrafica non ho nessun cliente che si chiami proprio “{ $name }”. È uno di questi?
unknown-customer = In anagrafica non trovo nessun cliente “{ $name }”. Dimmi un altro nome, oppure:
new-customer = È un cliente nuovo
which-entity = Quale delle nostre società fa l'offerta?
which-product =
    { $known ->
        [1] Quale articolo intendi con “{ $name }” (quantità: { $quantity })?
       *[other] Quale articolo intendi con “{ $name }”?
    }
unknown-product = Nel listino non trovo “{ $name }”. In quale altro modo si chiama? Oppure:
leave-out = Togli questa riga
more-choices = Mostrami altri articoli
how-many = { $product }: in che quantità?
which-address = A quale indirizzo e-mail mando l'offerta per { $name }?
which-invoice = Con il numero { $number } trovo più di una fattura. Quale intendi?
invoice-choice = { $number }, { $party }, { $amount }, { $issued }
no-such-invoice = In contabilità non trovo la fattura { $number }. Mi ridai il numero, oppure il nome del cliente o del fornitore?
which-party = Chi intendi con “{ $name }”?
unknown-party = Non trovo nessun cliente o fornitore “{ $name }”. Come risulta in anagrafica, oppure qual è il numero della fattura?
which-task = Quale pratica?
no-such-task = Tra le pratiche che puoi vedere non trovo { $reference }.
unknown-colleague = Non conosco nessun collega di nome { $name }.

## Tasks
field-line = { $label }: { $value }
task-opened =
    { $title } { $reference }: pratica aperta, se ne occupa { $team } entro { $due }.
    { $details }
task-line = { $reference } · { $title } · { $main } · { $status } · entro { $due }
task-line-late = { $reference } · { $title } · { $main } · { $status } · scadeva { $due } (in ritardo)
task-done = { $reference } è conclusa. Grazie!
task-cancelled = Ho annullato { $reference }.
task-reopened = { $reference } è di nuovo aperta.
task-assigned = Fatto: ora di { $reference } si occupa { $name }.
task-approved = { $reference } è approvata.
task-rejected = { $reference } è respinta.
comment-added = Nota aggiunta a { $reference }.
not-now = { $reference } è { $status }: adesso questo non si può fare.
taken-already = Di { $reference } si occupa già { $name }.
not-yours = Di { $reference } si occupa { $team }: chiedi lì o a un responsabile.
own-request = { $reference } l'hai chiesta tu: deve decidere qualcun altro.
about-yourself = { $reference } ti riguarda: deve decidere un'altra persona.
not-a-manager = Su { $reference } può decidere solo un responsabile.
nothing-to-decide = Nessuna pratica aspetta la tua approvazione.
swept = Non cancello niente in blocco. Che cosa va tolto? Una pratica si annulla con il suo numero («annulla Q-0001»); con «le mie pratiche» si vede quali ci sono.
nothing-to-cancel = Non risulta niente di aperto a tuo nome da annullare. Quello che è fatto resta: «le mie pratiche» mostra ciò che è aperto, e una pratica chiusa si riapre con il suo numero («riapri Q-0001»).
on-condition = Così c'è di mezzo una condizione o una domanda, quindi per ora non cambio niente. { $question }
cancel-this = Annullo { $reference }?
closed-not-corrected = Lo stato di { $reference } è «{ $status }»: una correzione non la rimette in moto. Se serve ancora, basta rifare la richiesta.
invoices-not-listed = L'elenco delle fatture scadute da qui non riesco a darlo: elenco solo le pratiche. Posso dire a che punto è una fattura o un cliente («la fattura 118 è stata pagata?»), oppure chiedere un riepilogo all'amministrazione («mi serve un riepilogo dello scaduto»).
reminder-kept = Segnato, te lo ricordo { $at }.
reminder-kept-for = Segnato, promemoria per { $name }: { $at }.
remind-which-day = Quale giorno intendi?
remind-past = Data già passata: { $at }. Per quando metto il promemoria?
reminders-mine =
    { $count ->
        [0] Non hai promemoria in programma.
        [one] Hai un promemoria in programma:
        [many] Hai { $count } di promemoria in programma:
       *[other] Hai { $count } promemoria in programma:
    }
reminder-line = { $at }: { $words }
reminder-dropped = Promemoria annullato: { $reminder }
which-reminder =
    { $count ->
        [one] Annullo questo promemoria?
        [many] Quale promemoria devo annullare?
       *[other] Quale promemoria devo annullare?
    }

status-new = nuova
status-open = aperta
status-in_progress = in lavorazione
status-waiting = in attesa
status-waiting-requester = in attesa di risposta da chi l'ha chiesta
status-waiting-supplier = in attesa del fornitore
status-awaiting_approval = in attesa di approvazione
status-done = conclusa
status-cancelled = annullata
status-rejected = respinta
status-head = { $title } { $reference }: { $status }
status-requester = chiesta da: { $name }
status-assignee = assegnata a: { $name }
status-team = se ne occupa: { $team }
status-due = scadenza: { $day }
event-line = { $at } · { $who } · { $what }
event-line-why = { $line }: { $why }
the-assistant = assistente
event-opened = l'ha aperta
event-corrected = l'ha modificata
event-assigned = l'ha assegnata
event-done = l'ha conclusa
event-cancelled = l'ha annullata
event-reopened = l'ha riaperta
event-approved = l'ha approvata
event-rejected = l'ha respinta
event-comment = ha aggiunto una nota
event-reminder = ha messo un promemoria
event-mail-queued = ha scritto un'e-mail

team-sales = l'ufficio commerciale
team-purchasing = l'ufficio acquisti
team-accounting = la contabilità
team-hr = l'ufficio personale
team-it = il reparto IT
team-administration = la segreteria
team-management = la direzione

tasks-mine =
    { $count ->
        [0] Non hai pratiche aperte.
        [one] Hai una pratica aperta:
        [many] Hai { $count } di pratiche aperte:
       *[other] Hai { $count } pratiche aperte:
    }
tasks-open =
    { $count ->
        [0] Non ci sono pratiche aperte.
        [one] C'è una pratica aperta:
        [many] Ci sono { $count } di pratiche aperte:
       *[other] Ci sono { $count } pratiche aperte:
    }
tasks-overdue =
    { $count ->
        [0] Niente in ritardo.
        [one] C'è una pratica in ritardo:
        [many] Ci sono { $count } di pratiche in ritardo:
       *[other] Ci sono { $count } pratiche in ritardo:
    }
tasks-team =
    { $count ->
        [0] Il tuo gruppo non ha pratiche aperte.
        [one] Il tuo gruppo ha una pratica aperta:
        [many] Il tuo gruppo ha { $count } di pratiche aperte:
       *[other] Il tuo gruppo ha { $count } pratiche aperte:
    }
tasks-approvals =
    { $count ->
        [0] Non c'è niente che aspetti la tua approvazione.
        [one] Una pratica aspetta la tua approvazione:
        [many] { $count } di pratiche aspettano la tua approvazione:
       *[other] { $count } pratiche aspettano la tua approvazione:
    }
tasks-of =
    { $count ->
        [0] { $name } non ha pratiche aperte.
        [one] { $name } ha una pratica aperta:
        [many] { $name } ha { $count } di pratiche aperte:
       *[other] { $name } ha { $count } pratiche aperte:
    }
and-more =
    { $count ->
        [one] … e un'altra.
       *[other] … e altre { $count }.
    }

## Parts, checklists, load
part = { $reference } ({ $title })
part-opened = · { $title } { $reference }, in carico a: { $team }
parts-first = { $reference } si chiude dopo le sue parti; ancora aperte: { $parts }.
parts-done-steps-left = Tutte le parti di { $title } { $reference } sono concluse. Resta la lista dei passaggi: spuntali, oppure scrivi «fatto { $reference }».
parts-all-done = { $title } { $reference } è conclusa: parti e passaggi sono tutti chiusi.
step-done = ☑ { $step }
step-open = ☐ { $step }
checklist-head = { $reference }, passaggi:
which-steps = Quali passaggi di { $reference }?
no-checklist = { $reference } non ha una lista di passaggi.
all-ticked = Tutti i passaggi sono spuntati. Scrivi «fatto { $reference }» per chiuderla.
status-whole = parte di: { $title } { $reference }
status-parts = aspetta le sue parti: { $parts }
status-checklist = passaggi:
event-part-closed = una parte è stata chiusa
event-ticked = ha spuntato
event-unticked = ha tolto la spunta
page =
    🚨 Reperibilità: { $title } { $reference }, da { $requester }. Serve che la guardi subito.
    { $details }
tasks-waiting =
    { $count ->
        [0] Non c'è niente di fermo.
        [one] C'è una pratica ferma:
        [many] Ci sono { $count } di pratiche ferme:
       *[other] Ci sono { $count } pratiche ferme:
    }
load-none = Per { $team } non vedo pratiche aperte.
load-head =
    { $count ->
        [one] Per { $team }: una pratica aperta, { $late } in ritardo, { $stuck } in attesa di qualcuno.
        [many] Per { $team }: { $count } di pratiche aperte, { $late } in ritardo, { $stuck } in attesa di qualcuno.
       *[other] Per { $team }: { $count } pratiche aperte, { $late } in ritardo, { $stuck } in attesa di qualcuno.
    }
load-share = { $name } { $count }
load-free = non assegnate { $count }
stuck-line = { $line } · { $whom } da { $since }
waits-for-requester = aspetta chi l'ha chiesta
waits-for-supplier = aspetta il fornitore
waits-for-approval = aspetta l'approvazione
paged = Ho avvisato subito: { $names }.
steps-skipped =
    { $count ->
        [one] Un passaggio della lista non è spuntato.
        [many] { $count } di passaggi della lista non sono spuntati.
       *[other] { $count } passaggi della lista non sono spuntati.
    }
numbered = { $number }. { $line }

## Absences
leave-holiday = ferie
leave-sick = malattia
leave-permit = permesso
leave-parental = congedo parentale
leave-bereavement = permesso per lutto
leave-reserve = richiamo in servizio
leave-remote = lavoro da casa
leave-travel = trasferta
leave-unpaid = aspettativa non retribuita
leave-clocking = timbratura mancata
leave-other = assenza
no-such-day = Il { $words } non esiste. Qual è il primo giorno?
absence-over = Sono giorni già passati.
days-end-early = L'ultimo giorno ({ $end }) viene prima del primo ({ $start }). Qual è l'ultimo giorno?
absence-days = { $start } – { $end }
absence-overlaps = { $name }: c'è già un'assenza, { $days }. Annulla prima quella, oppure dimmi altri giorni.
absence-meanwhile = Assente in quei giorni anche { $name }, { $days }
absence-days-part = { $days } ({ $words })
absence-part = Soltanto per una parte della giornata: { $words }.
absence-recorded =
    { $one ->
        [1] { $reference }: { $name }, assenza di { $start }. È nel calendario delle assenze; qui c'è l'evento da aggiungere al proprio.
       *[other] { $reference }: { $name }, assenza da { $start } a { $end }. È nel calendario delle assenze; qui c'è l'evento da aggiungere al proprio.
    }
absence-reported =
    { $one ->
        [1] { $name } è assente { $start }.
       *[other] { $name } è assente da { $start } a { $end }.
    }
absence-approved =
    { $actor } ha approvato.
    { $said }
absence-withdrawn = L'ho tolta dal calendario delle assenze; questo file la toglie anche dal tuo.
absences-not-for-you = Le assenze dei colleghi le vedono solo l'ufficio personale e i responsabili: chiedi a loro.
nobody-away = Nessuno assente tra quelli che posso dirti, { $days }.
who-is-away = Assenti, { $days }:
away-line = · { $name }: { $days }
ask-anew = { $reference } resta chiusa. Dimmi i giorni e faccio una nuova richiesta.
clocking-noted = { $reference }: { $what }, { $day }. Se ne occupa { $team }.

## What colleagues are told
approval-needed = { $reference } è pronta, ma prima serve l'approvazione di un responsabile. Ho avvisato { $approvers }.
please-approve =
    { $requester } aspetta la tua approvazione: { $title } { $reference }
    { $details }
    Rispondi “approva { $reference }” oppure “rifiuta { $reference }”.
new-for-team =
    Nuova pratica da { $requester }: { $title } { $reference }
    { $details }
changed-for-team =
    { $actor } ha modificato { $title } { $reference }:
    { $details }
assigned-to-you =
    { $actor } ti ha assegnato una pratica: { $title } { $reference }
    { $details }
told-done = { $title } { $reference }: { $actor } ha concluso la pratica.
told-cancelled = { $title } { $reference }: { $actor } ha annullato la pratica.
told-reopened = { $title } { $reference }: { $actor } ha riaperto la pratica.
told-assigned = { $title } { $reference }: ora se ne occupa { $name } (assegnata da { $actor }).
told-approved = { $title } { $reference }: { $actor } ha approvato la pratica.
told-unaccepted = { $actor } ha tolto l'annotazione: l'offerta { $reference } non risulta accettata da { $customer }.
told-accepted = { $actor } ha annotato che { $customer } ha accettato l'offerta { $reference }.
told-rejected = { $title } { $reference }: { $actor } ha respinto la pratica.
told-rejected-why = { $title } { $reference }: { $actor } ha respinto la pratica. Motivo: { $why }
told-comment = { $title } { $reference }, nota di { $actor }: { $comment }
approved-and-sent =
    { $actor } ha dato l'approvazione.
    { $sent }
mail-refused = L'e-mail per { $address } ({ $reference }) è stata rifiutata: { $reason }. Controlla l'indirizzo e dimmi quello giusto.
mail-uncertain = Non so dirti se l'e-mail per { $address } ({ $reference }) è arrivata: { $reason }. Prima di rimandarla, controlla.
answer-not-sent = Il mio messaggio n. { $number } per { $name } ({ $address }) non è stato consegnato: { $reason }. Controlla l'indirizzo. Per rimandarlo: pratica quarantine --resend { $number }
answer-uncertain = Non so dirti se il mio messaggio n. { $number } per { $name } ({ $address }) è arrivato: { $reason }. Senti se l'ha ricevuto. Per rimandarlo: pratica quarantine --resend { $number }

readdress-ask = Mando l'e-mail di { $reference } a { $address } invece che a { $before }?
readdress-send = Sì, mandala
readdress-keep = Mandala e tieni questo indirizzo per { $name }
readdress-no = No, non mandarla
readdress-sent = L'e-mail di { $reference } parte ora per { $address }.
readdress-kept = D'ora in poi scrivo a { $name } all'indirizzo { $address }.
readdress-left = Va bene, non mando nulla.
readdress-gone = Di quell'e-mail si è già occupato qualcuno: non ho mandato nulla.
readdress-one = Mi serve un solo indirizzo: quale tra { $addresses }?
readdress-which = Per quale pratica? Sono tornate indietro più e-mail: { $tasks }. Scrivi l'indirizzo insieme al numero.
event-mail-refused = un'e-mail è stata rifiutata
event-mail-readdressed = ha mandato l'e-mail a un altro indirizzo

forward-what = Mi hai inoltrato una mail di { $name } (“{ $subject }”) senza dirmi altro. Che cosa ne faccio?
mail-what = Che cosa faccio della mail di { $name } (“{ $subject }”)?
forward-left = Va bene, la mail resta solo archiviata.

## Mail from outside
outsider-answered =
    { $name } ha risposto per { $title } { $reference }:
    “{ $words }”
came-along = In allegato: { $files }
file-may-harm = Attenzione a { $name }: un file di questo tipo può fare danni. Aprilo solo se lo aspettavi.
proposed-head = Nella risposta leggo:
proposed-line = · { $label }: { $value } (“{ $words }”)
proposed-ask = Per riportarlo nella pratica rispondi “approva { $reference }”; per lasciar perdere, “rifiuta { $reference }”.
also-said = Dice anche: { $words }
bank-details-by-mail = Nella mail ci sono coordinate bancarie. Prima di pagare, telefona al fornitore a un numero che avete già.
proposed-not-now = { $reference } è { $status }: da questa mail non si può riportare nulla. La trovi allegata alla pratica.
proposals-shown = Per { $reference } una risposta propone:
proposals-by-requester = Con questi dati { $reference } andrebbe mandata di nuovo, perciò può riportarli solo { $name }, che l'ha chiesta.
account-on-record = Per { $name } nel frattempo è stato registrato un altro conto: resta quello, e il conto indicato nella mail non l'ho riportato.
proposals-taken = { $reference }: dati riportati nella pratica.
proposal-taken = · { $label }: { $value }
proposals-left = { $reference }: lasciata com'era. La risposta resta allegata alla pratica.
told-proposals-taken = { $title } { $reference }: { $actor } ha riportato nella pratica i dati della risposta.
mail-came-back = La mail per { $reference } non è arrivata a { $address }: { $reason }. Scrivimi l'indirizzo giusto e la rimando, oppure telefona.
mail-delayed = La mail per { $reference } non è ancora arrivata a { $address } ({ $reason }). Il server continua a provare.
mail-complained = La mail per { $reference } è stata segnalata come indesiderata da chi l'ha ricevuta. Non partiranno altri solleciti automatici: meglio sentirsi di persona.
outsider-away-until = { $name } non è in ufficio e rientra { $back } ({ $reference }).
outsider-away = { $name } non è in ufficio; la risposta automatica non dice fino a quando ({ $reference }).
invoice-by-mail = Da { $name } è arrivata per mail una fattura elettronica. Ho aperto { $reference }; per favore controllala:
mail-too-large = La tua mail “{ $subject }” ({ $megabytes } MB) è troppo grande: ne ho letto solo l'intestazione e non ho fatto nulla. Per favore rimandala senza gli allegati pesanti.
answer-too-large = La mail ({ $megabytes } MB) era troppo grande per prenderla intera; è ancora nella casella.
button-mail-file = Metti in { $reference }
button-mail-new = Nuova richiesta
button-mail-spam = Spam
mails-filed = La mail n. { $number } ora è nella pratica { $reference }.
mails-dropped = La mail n. { $number } non è più in attesa, ma resta conservata.
mails-none = Quella mail non è più in attesa.
mails-which = Quale mail? In attesa ci sono: { $numbers }. Scrivi per esempio “mail 12 spam”.
mails-not-yours = Le mail inattese le smista chi ne è incaricato.
event-mail-filed = ha messo qui una mail
mail-in-triage =
    Mail n. { $number } da { $name }: “{ $subject }”. { $why } { $about }
    Scrivi “mail { $number } PRATICA” per metterla in una pratica, “mail { $number } nuova” per farne una richiesta, oppure “mail { $number } spam”.
mail-in-quarantine =
    La mail n. { $number } da { $name } (“{ $subject }”) è stata messa da parte senza farne nulla. { $why }
    Per guardarla: pratica mails show { $number }
mails-many = Ci sono altre mail in attesa, troppe per elencarle una per una. Per vederle: pratica mails list
mail-not-worked = Non sono riuscito a lavorare la mail n. { $number }. È conservata; chi si occupa del sistema può vedere il motivo: pratica quarantine
mail-about = Potrebbe riguardare { $tasks }.
mail-why-unproven = Dice di essere di un collega, ma niente lo dimostra.
mail-why-limit = Il mittente ha scritto moltissimo nell'ultima ora.
mail-why-busy-task = Sulla stessa pratica sono arrivate moltissime e-mail in un'ora.
mail-why-token = Risponde a una nostra mail che era per qualcun altro.
mail-why-other-subject = Risponde a una nostra vecchia mail, ma con un altro oggetto.
mail-why-several = Potrebbe riguardare più pratiche.
mail-why-unknown = Non conosco il mittente, oppure niente dimostra chi sia.
mail-why-number = Il numero nell'oggetto non basta per capire di quale pratica si tratta.
mail-why-nothing-waits = Nessuna pratica aspetta una risposta da questo mittente.
mail-why-no-sender = Non indica alcun mittente.
files-kept = Ho conservato quello che hai mandato. Che cosa ne faccio?
files-with-it = Ho conservato con la richiesta quello che hai mandato.
event-accepted = ha annotato l'accettazione del cliente
event-acceptance-withdrawn = ha tolto l'accettazione del cliente
event-answered = ha risposto per mail
event-proposals-taken = ha riportato i dati della risposta
event-proposals-left = ha lasciato da parte i dati della risposta
event-mail-bounce = una mail è tornata indietro
event-mail-out-of-office = fuori ufficio (risposta automatica)
event-mail-auto-reply = risposta automatica
event-mail-receipt = ricevuta
event-mail-complaint = segnalazione su una mail
event-mail-list = mail di una lista

## Quote
quote-for = Offerta per { $customer }
quote-line = { $quantity } × { $product } a { $price } = { $net }
quote-discount = Sconto { $percent }: { $amount }
quote-net = Imponibile: { $amount }
quote-vat = IVA { $rate }: { $amount }
quote-total = Totale: { $amount }
quote-deadline = Da preparare entro { $day }
quote-list-prices = I prezzi sono quelli di listino; un prezzo speciale si mette come sconto.
quote-goes-to = La mando all'indirizzo { $address }, { $language }.
quote-above-limit = Sopra la soglia ({ $limit }) lo sconto va prima approvato da un responsabile.
quote-send = La mando?
quote-sent = L'offerta { $reference } per { $customer } è pronta: { $total }, IVA inclusa. Ti allego il PDF; l'e-mail per { $address } è in partenza.
quote-accepted = Ho annotato che { $customer } ha accettato l'offerta { $reference }.
quote-accepted-before = L'accettazione di { $reference } risulta già annotata il { $day }.
quote-accepted-none = { $reference } non è un'offerta già inviata: non c'è ancora niente da accettare.
button-unaccepted = Annulla l'annotazione
quote-unaccepted = Annotazione tolta: { $reference } non risulta accettata.
quote-unaccepted-none = Per { $reference } non c'è nessuna accettazione da togliere.
quote-accepted-ask = Se il cliente ha accettato l'offerta, premi il pulsante o scrivi «/accepted { $reference }».
in-en = in inglese
in-it = in italiano
in-he = in ebraico

## Payments
is-paid = Sì, saldata { $day }.
is-partly-paid = Solo in parte: finora { $paid }.
is-not-paid = No, per ora non risulta nessun pagamento.
invoice-receivable = Nostra fattura { $number } per { $party }, emessa { $issued }, { $amount }.
invoice-payable = Fattura { $number } di { $party }, emessa { $issued }, { $amount }.
payment-line = { $day }: { $amount }
rest-to-pay = Da saldare: { $rest }, scadenza { $due }.
days-late =
    { $days ->
        [one] Scaduta da un giorno.
        [many] Scaduta da { $days } di giorni.
       *[other] Scaduta da { $days } giorni.
    }
days-left =
    { $days ->
        [0] Scade oggi.
        [one] Scade domani.
        [many] Scade tra { $days } di giorni.
       *[other] Scade tra { $days } giorni.
    }
no-invoices = Per { $party } in contabilità non trovo nessuna fattura.
party-open =
    { $count ->
        [0] { $party }: tutto saldato.
        [one] { $party }: una fattura aperta.
        [many] { $party }: { $count } di fatture aperte.
       *[other] { $party }: { $count } fatture aperte.
    }
open-invoice = { $number }: da saldare { $rest }, scadenza { $due }
open-invoice-late =
    { $days ->
        [one] { $number }: da saldare { $rest }, scaduta da un giorno ({ $due })
        [many] { $number }: da saldare { $rest }, scaduta da { $days } di giorni ({ $due })
       *[other] { $number }: da saldare { $rest }, scaduta da { $days } giorni ({ $due })
    }
last-payment = Ultimo pagamento: { $amount }, { $day }, per la fattura { $number }.
payment-not-for-you = I pagamenti li può vedere solo la contabilità: ho girato lì la tua domanda, è la pratica { $reference }.

## Supplier registration
supplier-new = Nuovo fornitore:
supplier-will-be-asked = Scrivo { $language } all'indirizzo { $address } per chiedere: { $missing }.
supplier-go-ahead = Lo inserisco in anagrafica?
supplier-asked = { $reference }: { $name } è in anagrafica, in attesa di verifica. Ho scritto all'indirizzo { $address } per chiedere: { $missing }. La pratica aspetta la risposta del fornitore.
supplier-complete = { $reference }: { $name } è in anagrafica, in attesa di verifica, e i dati ci sono tutti. I controlli li fa { $team }.
supplier-twin = Questo fornitore mi sembra già in anagrafica: { $name } ({ $number }), con { $why }. È lo stesso?
twin-tax-id = la stessa partita IVA
twin-iban = lo stesso IBAN
twin-email = lo stesso indirizzo e-mail
twin-name = un nome molto simile
same-supplier = È lo stesso, non registrarlo
other-supplier = È un altro, vai avanti
already-supplier = Bene, allora { $name } resta com'è e non ho registrato niente.
wrong-tax-id = { $value } non può essere una partita IVA: { $reason }. Qual è quella giusta? Se scrivi “salta”, la chiedo al fornitore.
wrong-iban = { $value } non può essere un IBAN: { $reason }. Qual è quello giusto? Se scrivi “salta”, lo chiedo al fornitore.
reason-length = il numero di caratteri non torna
reason-checksum = le cifre di controllo non tornano, quindi c'è un carattere sbagliato
reason-format = il formato non è quello giusto
reason-country = nessun Paese ha IBAN che cominciano così
reason-characters = ci sono caratteri che non c'entrano

## Help and small talk
hello = Ciao { $name }! Che cosa posso fare per te?
files-again =
    { $count ->
        [0] Con { $reference } non c'è nessun file.
        [one] Ecco il file di { $reference }.
       *[other] Ecco i { $count } file di { $reference }.
    }
you-are-welcome = Figurati!
who-i-am = Sono un programma, l'assistente dell'ufficio: raccolgo le richieste, faccio da me quello che posso e passo il resto ai colleghi. Scrivi “aiuto” per qualche esempio.
at-your-service = Sono qui: quando ti serve qualcosa in ufficio, scrivimi.
help-head = Scrivimi come scriveresti a un collega, in italiano, inglese o ebraico. Vanno bene anche parole diverse da queste.
help-ask = PER CHIEDERE
help-for = { $team }:
help-line = · { $example }
help-own-line = · { $summary }: { $example }
help-sales = Vendite
help-purchasing = Acquisti
help-accounting = Contabilità
help-hr = Personale
help-it = Informatica
help-administration = Segreteria
help-management = Direzione
help-tasks = SULLE PRATICHE
help-decide = PER DECIDERE
help-settings = IMPOSTAZIONI
help-set-digest = · riepilogo giornaliero 8:00, riepilogo settimanale lun 8:00, basta riepilogo
help-set-language = · /lang it (oppure en, he)
help-tail = “annulla” lascia perdere quello che stiamo facendo, “più tardi” lo mette da parte.
out-of-scope = Con questo non ti so aiutare: io seguo le pratiche d'ufficio, ad esempio offerte, pagamenti e fornitori. Scrivi “aiuto” per qualche esempio.

## Purchase orders
order-odd-price = Un prezzo a zero o negativo va prima approvato da un responsabile: { $things }.
order-unplaced-price = Non so a quale riga va questo prezzo e non l'ho messo: { $amounts }. Riscrivilo con l'articolo.
which-supplier = Un fornitore che si chiami proprio “{ $name }” non lo trovo. È uno di questi?
unknown-supplier = Non trovo nessun fornitore “{ $name }”. Dammi un altro nome, oppure:
new-supplier = È un fornitore nuovo
as-written = Come l'ho scritto io
order-register-first = Gli ordini li mando solo a fornitori in anagrafica, e { $name } non c'è ancora. Scrivi “registra il fornitore { $name }” con il suo indirizzo e-mail; quando è fatto, scrivi “continua” e riprendo questo ordine.
order-no-address = In anagrafica non c'è l'e-mail di { $name }, quindi non posso mandare l'ordine. Quando l'ufficio acquisti l'ha inserita, scrivi “continua”; oppure dimmi un altro fornitore.
order-which-supplier = Queste cose non vengono tutte dallo stesso fornitore. Da chi ordino?
order-one-currency = I prezzi sono in { $currencies }, ma un ordine ha una sola valuta. Riscrivi le righe con i prezzi in una delle due; il resto va in un ordine a parte.
order-to = Ordine a { $supplier }, da parte di { $company }
order-proposed = Il fornitore non era indicato: ho messo quello che ci fornisce tutto questo.
order-line = { $quantity } × { $thing } a { $price } = { $net }
order-line-at-most = { $quantity } × { $thing }, prezzo non noto (a listino nostro al massimo { $most })
order-line-unpriced = { $quantity } × { $thing }, prezzo non noto
order-total = Totale IVA esclusa: { $amount }
order-at-most = IVA esclusa al massimo { $amount }, contando il nostro listino dove il prezzo non è noto
order-delivery = Consegna entro: { $day }
order-cost-center = Centro di costo: { $name }
order-untranslated = Questo parte con le tue parole, senza traduzione: { $things }.
order-goes-to = Lo mando all'indirizzo { $address }, { $language }.
order-above-limit = Sopra la soglia ({ $limit }) l'ordine va prima approvato da un responsabile.
order-price-unknown = Non si sa ancora quanto costa, quindi prima deve approvare un responsabile: { $things }.
order-tell-price = Se conosci il prezzo unitario, dimmelo.
order-supplier-unchecked = { $supplier } è in anagrafica ma non è ancora verificato, quindi prima deve approvare un responsabile.
order-send = Lo mando?
order-sent = L'ordine { $reference } a { $supplier } è pronto: { $total }, IVA esclusa. Ti allego il PDF; l'e-mail per { $address } è in partenza. La pratica aspetta la loro conferma.
order-sent-unpriced = L'ordine { $reference } a { $supplier } è pronto. Ti allego il PDF; l'e-mail per { $address } è in partenza. La pratica aspetta la loro conferma, con i prezzi.
order-still-out = { $supplier } ha ancora in mano { $reference } come gli è stato mandato; io non ho scritto niente. Avvisali tu: { $address }.

## Stock
stock-more-orders = Ho contato { $count } ordini aperti: potrebbero essercene altri che in queste cifre non ci sono.
stock-product = { $product } ({ $sku })
stock-line = { $name }: liberi { $free }; giacenza { $stock }, impegnati { $reserved }
stock-overbooked = Ne abbiamo promessi più di quanti ce ne siano: ne mancano { $short }.
stock-sold = Ordini dei clienti: { $orders }
stock-coming = In arrivo: { $orders }
stock-not-sent = Da ordinare, non ancora partiti: { $orders }
stock-of-order = { $quantity } con { $reference }
stock-unsaid = Non contati, perché non dicono quanti: { $orders }
stock-level = Scorta minima { $level } · { $supplier }
stock-below = Sotto la scorta minima ({ $level }) · { $supplier }
stock-supplier = fornitore: { $supplier }
stock-no-supplier = nessun fornitore in anagrafica
stock-enough = Sì, bastano: ne servono { $wanted }, liberi { $free }.
stock-partly = Solo in parte: ne servono { $wanted }, liberi { $free }, ne mancano { $short }.
stock-none = No: ne servono { $wanted } e non ce n'è nessuno libero.
stock-enough-of = Sì, ce ne sono { $wanted } liberi di ciascuno di questi: { $products }.
stock-none-enough = No, di nessuno di questi ce ne sono { $wanted } liberi.
stock-nearest = In magazzino non c'è niente che si chiami proprio “{ $name }”. I più simili:
stock-low =
    { $count ->
        [0] Niente è sotto la scorta minima.
        [one] Un articolo è sotto la scorta minima:
        [many] { $count } di articoli sono sotto la scorta minima, dal più scarso:
       *[other] { $count } articoli sono sotto la scorta minima, dal più scarso:
    }
stock-low-line = { $name }: liberi { $free }, scorta minima { $level } · { $supplier }
stock-unknown = “{ $name }” non è fra i nostri articoli. Come si chiama altrimenti? Oppure scrivi “come l'ho scritto” e faccio controllare all'ufficio acquisti.
stock-handed-over = “{ $name }” non è fra i nostri articoli: l'ho passata come pratica { $reference }, se ne occupa { $team }.

# forms
form-new-request = Nuova richiesta
form-failed = Non ha funzionato per un problema mio. Riprova tra un momento.
form-message-note = Se non scegli nulla, leggo il messaggio così com'è.
form-type = Tipo di richiesta
form-type-hint = Se nessuno va bene, scegli quello generico e descrivi la cosa a parole tue.
form-task = { $title } { $reference }
form-next = Avanti
form-send = Invia
form-close = Annulla
form-first-day = { $label }: dal
form-last-day = { $label }: al
form-one-a-line = Un articolo per riga.
form-product = Articolo { $number }
form-product-hint = Qualche lettera del nome, oppure il codice di listino.
form-quantity = Quantità dell'articolo { $number }
form-quantity-hint = Un numero, per esempio 20.
form-other-items = Fuori listino
form-add-item = Aggiungi un articolo
form-reason = Motivo
form-reason-hint = Una frase per i colleghi interessati; puoi anche lasciarlo vuoto.
form-as-written = “{ $name }” così com'è scritto
form-pending = { $name } (da verificare)
form-required = Questo dato serve. { $hint }
form-one-of = Serve almeno uno di questi dati: { $fields }.
form-past-day = { $day } è già passato: indica oggi o un giorno successivo.
form-ends-early = L'ultimo giorno ({ $end }) viene prima del primo ({ $start }).
form-other-day = Indica tutte e due le date, oppure nessuna.
form-too-long = È troppo lungo: al massimo { $most } caratteri.
form-too-many-lines = Al massimo { $most } righe, per favore.
form-line = Non ho capito la riga “{ $line }”. { $hint }
form-percent = Una percentuale va da 0 a 100.
form-wrong-number = { $value } non può andare bene come { $label }: { $reason }.
form-not-on-record = In anagrafica non risulta più: cercalo di nuovo, oppure scrivi il nome.
form-not-taken = { $label } “{ $value }”: { $why }
form-nothing-changed = In { $reference } non è cambiato nulla.
form-changed-meanwhile = { $reference } è stata modificata dopo che hai aperto il modulo, quindi l'ho lasciata com'era. Aprilo di nuovo, per favore.
form-draft-gone = Questa richiesta non è più in sospeso: nel frattempo è stata completata o annullata.
form-own-task-only = { $reference } può modificarla solo chi l'ha chiesta.
form-no-such-form = Questo modulo non è più disponibile. Scrivimi a parole tue che cosa ti serve.
form-too-much = È troppo lungo per un modulo: scrivimi a parole che cosa va cambiato.
form-unknown-person = Qui non so ancora chi sei. Scrivimi in privato e ti spiego come farti riconoscere.
home-title = La pagina di { $name }
home-new = Nuova richiesta
home-mine = Le mie pratiche aperte
home-mine-none = Non hai pratiche aperte.
home-decide = In attesa di una mia decisione
home-decide-none = Niente attende una tua decisione.
home-team = Del mio ufficio, non ancora prese in carico
home-team-none = Tutte le pratiche del tuo ufficio sono in mano a qualcuno.
home-drafts = Da completare
home-draft = In sospeso: { $what }
home-continue = Continua
home-standing = { $status }
home-standing-due = { $status } · entro { $due }
home-standing-late = { $status } · scadeva { $due } (in ritardo)

## digest
digest-title-daily = La tua giornata, { $day }
digest-title-weekly = La tua settimana, al { $day }
digest-decide = Aspettano una tua decisione: { $count }
digest-answers = Aspettano una tua risposta: { $count }
digest-overdue = In ritardo: { $count }
digest-due = In scadenza oggi: { $count }
digest-flow = Arrivate e concluse da { $since }
digest-waiting = In attesa di altri: { $count }
digest-silent = Fornitori che non rispondono: { $count }
digest-teams = Per reparto
digest-money = Soldi
digest-troubles = Per chi amministra il sistema
digest-task = { $reference } · { $title } · { $main }
digest-task-plain = { $reference } · { $title }
digest-with = { $line } · { $note }
digest-days-late =
    { $days ->
        [one] un giorno di ritardo
       *[other] { $days } giorni di ritardo
    }
digest-asked-by =
    { $days ->
        [0] { $name }, oggi
        [one] { $name }, da ieri
       *[other] { $name }, da { $days } giorni
    }
digest-for-days =
    { $days ->
        [0] da oggi
        [one] da ieri
       *[other] da { $days } giorni
    }
digest-new = Nuove: { $count }
digest-new-free = Non ancora prese in carico: { $count }
digest-new-line = Da prendere in carico: { $line }
digest-done = Concluse: { $count }
digest-asked-done = Concluse tra le tue richieste: { $count }
digest-before-daily = { $line } (il giorno lavorativo prima: { $before })
digest-before-weekly = { $line } (la settimana prima: { $before })
digest-waits-requester = Di chi ha fatto la richiesta: { $count }
digest-waits-supplier = Dei fornitori: { $count }
digest-waits-approval = Di un'approvazione: { $count }
digest-asked-open = Le tue richieste: { $open } aperte, { $late } in ritardo
digest-team = { $team }: { $open } aperte, { $late } in ritardo
digest-quotes = Offerte inviate: { $count }
digest-quotes-sums = Offerte inviate: { $count } ({ $sums })
digest-accepted = Offerte accettate: { $count }
digest-accepted-sums = Offerte accettate: { $count } ({ $sums })
digest-orders = Ordini ricevuti: { $count }
digest-payable = Da pagare entro { $day }: { $amount } ({ $count })
digest-payable-late = Scaduto verso i fornitori: { $amount } ({ $count })
digest-receivable = Da incassare entro { $day }: { $amount } ({ $count })
digest-receivable-late = Scaduto dai clienti: { $amount } ({ $count })
digest-debtor =
    { $days ->
        [one] { $party }: { $amount }, un giorno di ritardo
       *[other] { $party }: { $amount }, fino a { $days } giorni di ritardo
    }
digest-quarantined = Messaggi messi da parte: { $count } (pratica quarantine)
digest-mails = Mail da assegnare a mano: { $count } (pratica mails list)
digest-undelivered = Messaggi non consegnati: { $count } (pratica outbox)
digest-channel = Non dà segni di vita: { $name }
digest-button = { $act } { $reference }
digest-nothing = Niente di nuovo per { $day }. Niente in ritardo, niente che aspetti te.
digest-chart-days = Arrivate e concluse giorno per giorno. { $days }
digest-chart-day = { $day }: { $new } nuove, { $done } concluse
digest-chart-teams = Aperte e in ritardo per reparto. { $teams }
digest-chart-new = nuove
digest-chart-done = concluse
digest-chart-open = aperte
digest-chart-late = in ritardo
digest-list = Riepilogo
digest-foot = Ti arriva nei giorni lavorativi. Scrivi «riepilogo settimanale lun 8:00» per riceverlo una volta a settimana, «basta riepilogo» per non riceverlo più.
digest-set = D'ora in poi il tuo riepilogo arriva { $wish }.
digest-wish-daily = ogni giorno lavorativo alle { $at }
digest-wish-weekly =
    { $weekday ->
        [0] ogni lunedì
        [1] ogni martedì
        [2] ogni mercoledì
        [3] ogni giovedì
        [4] ogni venerdì
        [5] ogni sabato
       *[6] ogni domenica
    } alle { $at }
digest-set-off = Non ti mando più il riepilogo. Per riaverlo basta scrivere «riepilogo giornaliero 8:00».

# clock
clock-many = Ci sono { $count } cose da guardare:
clock-item = • { $said }
clock-more =
    { $count ->
        [one] … e un'altra.
        [many] … e altre { $count }.
       *[other] … e altre { $count }.
    }
clock-due-soon = { $reference } ({ $title }) scade { $due }.
clock-due-today = { $reference } ({ $title }) scade oggi.
clock-overdue = { $reference } ({ $title }) scadeva { $due } ed è ancora aperta.
clock-overdue-manager = { $reference } ({ $title }), in carico a { $name }, scadeva { $due } ed è ancora aperta.
clock-overdue-nobody = { $reference } ({ $title }) scadeva { $due }: è ancora aperta e nessuno l'ha presa in carico.
clock-supplier = Nessuna risposta da { $name } per { $reference } ({ $title }), da { $since }. Mando un sollecito?
clock-supplier-no-address = Nessuna risposta da { $name } per { $reference } ({ $title }), da { $since }. Non ho un indirizzo a cui scrivere.
clock-chased = Nessuna risposta da { $name } per { $reference } ({ $title }), da { $since }: ho mandato un sollecito a { $address }.
clock-requester = { $reference } ({ $title }) è ferma in attesa di una tua risposta, da { $since }.
clock-approval = { $reference } ({ $title }), richiesta da { $name }, aspetta la tua decisione da { $since }.
clock-escalation = { $reference } ({ $title }), richiesta da { $name }, aspetta da { $since } la decisione di { $first }. Puoi decidere anche tu.
clock-reminder = Promemoria: «{ $words }»
clock-reminder-late = Promemoria in ritardo, era per { $at } ma in quel momento non ero in funzione: «{ $words }»
clock-reminder-task = Promemoria: { $reference } ({ $title })
clock-reminder-task-late = Promemoria in ritardo, era per { $at } ma in quel momento non ero in funzione: { $reference } ({ $title })
clock-button-chase = Manda un sollecito
clock-button-mute = Basta promemoria
clock-button-take = Prendo io { $reference }
clock-muted = Va bene, niente più promemoria per { $reference }, a meno che non cambi la scadenza.
clock-chase-done = Sollecito inviato a { $name } per { $reference } ({ $address }).
clock-chase-not-now = { $reference } non è più in attesa del fornitore (stato: { $status }), quindi non ho scritto nulla.
clock-chase-not-yours = Solo chi lavora a { $reference } può scrivere al suo fornitore.
clock-chase-no-address = Non ho un indirizzo del fornitore di { $reference }, quindi non ho scritto nulla.
clock-silent = Nessun segnale da «{ $name }» da { $since }. Meglio dare un'occhiata.
clock-silent-problem = «{ $name }» non funziona da { $since }: { $problem }
clock-well-again = «{ $name }» funziona di nuovo.
clock-recurring-confirm = Si ripete («{ $words }»), la prossima volta { $first }. La imposto così? Rispondi sì, oppure «solo una volta» per farla soltanto adesso.
clock-recurring-kept = D'ora in poi { $title } si ripete da sola; la prima volta: { $first }. Per interromperla basta scrivere «stop { $id }».
clock-reminding-confirm = Si ripete («{ $words }»), la prossima volta { $first }. Lo imposto così? Rispondi sì, oppure «solo una volta» per riceverlo soltanto quel giorno.
clock-reminding-kept = Segnato: il promemoria si ripete, la prima volta { $first }. Per interromperlo basta scrivere «stop { $id }».
clock-recurring-opened = Come concordato ({ $id }), per { $day }:
clock-recurring-never = Con questa regola non capiterebbe mai, quindi non ho segnato nulla. Ogni quanto deve ripetersi?
clock-recurring-none = Non hai richieste che si ripetono da sole.
clock-recurring-head =
    { $count ->
        [one] Una richiesta si ripete da sola:
        [many] { $count } di richieste si ripetono da sole:
       *[other] { $count } richieste si ripetono da sole:
    }
clock-recurring-line = { $id } · { $title } · prossima: { $next } · «{ $words }»
clock-recurring-stopped = { $title } ({ $id }): non si ripete più.
clock-recurring-unknown = Non trovo nessuna richiesta ricorrente con questo numero che tu possa interrompere.

# targets, and days off on the other side
sla-answer-soon = Per { $reference } ({ $title }) serve una prima risposta entro { $by }.
sla-answer-missed = Per { $reference } ({ $title }) serviva una prima risposta entro { $by }, ma non ha ancora risposto nessuno.
sla-resolution-soon = { $reference } ({ $title }) va conclusa entro { $by }.
sla-resolution-missed = { $reference } ({ $title }) andava conclusa entro { $by } ed è ancora aperta.
sla-answer-by = prima risposta entro: { $by }
sla-answer-over = la prima risposta non è ancora arrivata: il ritardo è di { $late }
sla-answer-late = la prima risposta è arrivata con { $late } di ritardo
sla-answer-stopped = per la prima risposta si aspetta { $name }: intanto il tempo non corre (a disposizione: { $left })
sla-resolution-by = da concludere entro: { $by }
sla-resolution-over = la pratica andava già conclusa: il ritardo è di { $late }
sla-resolution-late = la pratica è stata conclusa con { $late } di ritardo
sla-resolution-stopped = per concludere si aspetta { $name }: intanto il tempo non corre (a disposizione: { $left })
sla-supplier = il fornitore
sla-hours =
    { $hours ->
        [0] meno di un'ora lavorativa
        [one] un'ora lavorativa
        [many] { $hours } di ore lavorative
       *[other] { $hours } ore lavorative
    }
sla-off-country = Attenzione: in { $country } { $day } non si lavora.
sla-off-team = Attenzione: per { $team } { $day } non è un giorno lavorativo.
sla-digest = Tempi non rispettati: { $count }
sla-digest-answer = prima risposta in ritardo
sla-digest-resolution = non conclusa in tempo
event-answer-missed = ha segnalato il ritardo della prima risposta
event-resolution-missed = ha segnalato il ritardo della conclusione
event-chased = ha sollecitato il fornitore
event-escalated = ha chiesto a un secondo approvatore
