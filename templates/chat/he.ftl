# What the assistant says in chat. Every language has the same messages with the same variables (a test checks it).
# Values arrive ready for the language: amounts, dates, names; numbers that choose a plural arrive as numbers.
# A date begins with the word for "day", so a prefix grows onto it; before any other value stands a maqaf or a whole word.

## Conversation
empty-message = ההודעה הגיעה ריקה. מה צריך? אפשר גם לכתוב ״עזרה״.
message-was-empty = ההודעה הגיעה ריקה.
message-was-long = ההודעה ארוכה ({ $length } תווים), אז קראתי את { $read } הראשונים. ההודעה המלאה נשמרה.
did-you-mean = לא הבנתי עד הסוף. הכוונה לאחד מאלה?
say-it-differently = בסדר. אפשר להסביר במילים אחרות מה צריך, או לכתוב ״עזרה״ כדי לראות דוגמאות.
open-what = בשמחה. במה מדובר? אפשר לכתוב כמו לקולגה, למשל ״המדפסת בקומה השנייה לא מדפיסה״ או ״הצעת מחיר לרוסי: 20 כיסאות״.
another-type = בסדר, אז { $what }.
task-stays = { $reference } ({ $title }) נשארת פתוחה כמו שהיא. אם אין בה צורך, אפשר לכתוב ״לבטל את { $reference }״.
nothing-to-resume = אין כרגע משהו להמשיך בו. במה אפשר לעזור?
never-mind = בסדר גמור, אין מה לעשות. אפשר לכתוב לי בכל עניין.
nothing-open = אין כרגע שאלה פתוחה. במה אפשר לעזור?
nothing-open-sent = אין כרגע שאלה פתוחה: { $reference } כבר יצאה, ב{ $at }.
day-gone = המועד { $day } כבר עבר, אז לא שיניתי כלום. איזה יום לרשום, או להתקדם כך?
noted = רשמתי: { $what }.
noted-field = { $label } { $value }
noted-gone = בלי { $label }
noted-words = ״{ $name }״
back-to = ממשיכים מאיפה שעצרנו, { $what }:
next-in-line = רשמתי גם { $what }, נגיע לזה מיד אחרי.
left-aside = אם ״{ $words }״ זו בקשה נפרדת, אפשר לשלוח אותה בהודעה משלה.
about = { $what } ({ $main })
about-nothing = { $what }
nothing-cancelled = בסדר, לא ביטלתי כלום.
dropped = ביטלתי: { $what }.
put-aside = שמתי בצד: { $what }. כדי לחזור לזה אפשר לכתוב ״נמשיך״.
kept-until-known = אין בעיה, שמרתי את מה שיש: { $what }. כשיהיו עוד פרטים אפשר לכתוב ״נמשיך״.
could-not-read = לא הצלחתי להבין. { $hint }
ask-again = לא הצלחתי להבין. { $question } { $hint }
what-to-change = מה לשנות? למשל ״30 במקום 20״, ״בלי הנחה״, או ״ביטול״ כדי לבטל הכול.
confirm-unclear = את זה לא הבנתי, ולכן לא שיניתי כלום. להתקדם כך? אפשר לענות ״כן״, לכתוב מה לשנות, או לכתוב ״ביטול״.
confirm-again = להתקדם? אפשר לענות ״כן״, לכתוב מה לשנות, או ״ביטול״.
choice-unclear = לאיזו אפשרות הכוונה? מספיק המספר.
choice-not-read = את זה לא הצלחתי להבין. לאיזו אפשרות מהרשימה הכוונה? מספיק המספר.
choose-hint = אפשר לבחור לפי המספר את מה שהכי קרוב, ועוד יהיה אפשר לשנות לפני שמשהו נשלח.
quantity-hint = מספיק מספר, למשל 12.
unknown-person = השם { $name } לא מוכר לי. צריך לבקש ממנהל המערכת להוסיף אותך לרשימת העובדים.
put-into-quarantine = משהו השתבש אצלי עם ההודעה הזו. שום דבר לא הלך לאיבוד: היא שמורה אצלי, מספר { $number }, ומנהל המערכת יכול להריץ אותה שוב.
button-yes = כן
button-change = שינוי
button-cancel = ביטול

## בפלטפורמות צ׳אט
button-take = לטיפולי
button-complete = בוצע
button-accepted = התקבל אישור מהלקוח
button-approve = אישור
button-reject = דחייה
button-snooze = תזכורת מחר
button-old = הכפתור הזה שייך לשאלה קודמת, ולכן לא בוצע דבר. { $now }
button-now-asked = זו השאלה הפתוחה עכשיו:
button-now-nothing = אין כאן שאלה פתוחה. אפשר פשוט לכתוב מה צריך.
standing-task = { $reference }: { $status }
standing-task-by = { $reference }: { $status } ({ $name }, { $at })
standing-corrected = עודכנה בינתיים
standing-accepted = התקבל אישור מהלקוח
button-outdated = { $reference } השתנתה מאז ההודעה ההיא, ולכן לא התקבלה החלטה. כך היא עכשיו:
    { $fields }
not-now-by = המצב של { $reference } הוא ״{ $status }״ מאז { $at } ({ $name }), אז אי אפשר לעשות את זה עכשיו.
answered-privately = התשובה נשלחה אליך בפרטי, כי לא כולם כאן רשאים לראות אותה.
answered-directly = התשובה מחכה בהודעות הישירות בינינו.
chat-unsupported = אפשר לשלוח לי טקסט, תמונות ומסמכים; את זה אי אפשר לקרוא כאן. אפשר לכתוב בכמה מילים מה צריך.
chat-unknown-person = לא ידוע לי מי כותב לי כאן. אפשר לבקש קוד ממנהל המערכת (pratica people link) ולשלוח אותו אליי, או לכתוב מחשבון עם כתובת המייל של החברה.
chat-linked = שלום { $name }, החשבון הזה מקושר עכשיו אליך. אפשר לכתוב לי כמו שכותבים לכל אחד בצוות, למשל: { $example }
chat-wrong-code = הקוד אינו תקף: אולי כבר נעשה בו שימוש, או שעברו עשר דקות. צריך לבקש קוד חדש.
chat-file-missing = הקובץ { $name } לא התקבל: הוא גדול מדי, או שכבר אינו שם. אפשר לשלוח אותו בדרך אחרת.
lang-set = מעכשיו אכתוב לך בעברית.
lang-which = באיזו שפה? { $names }
link-code = הקוד שלך הוא { $code }. בתוך { $minutes } דקות יש לשלוח ⁦/link { $code }⁩ מהחשבון השני. הקוד תקף לפעם אחת.
new-which = באיזה נושא?
edit-taken = ההודעה התקבלה כפי ששונתה.
edit-too-late = ההודעה ששונתה כבר הפכה ל־{ $reference }. המשימה נשארת כפי שהיא. אפשר לכתוב מה צריך לשנות בה.
edit-left = ההודעה ששונתה כבר טופלה, ולכן שום דבר לא השתנה. אפשר לכתוב עכשיו מה צריך.

## Choices
which-customer = לא מצאתי לקוח בדיוק בשם ״{ $name }״. הכוונה לאחד מאלה?
unknown-customer = לא מצאתי לקוח בשם ״{ $name }״. אפשר לכתוב שם אחר, או:
new-customer = זה לקוח חדש
which-entity = איזו מהחברות שלנו מוציאה את ההצעה?
which-product =
    { $known ->
        [1] לגבי { $name } (כמות: { $quantity }), לאיזה מוצר הכוונה?
       *[other] לגבי { $name }, לאיזה מוצר הכוונה?
    }
unknown-product = לא מצאתי ״{ $name }״ במחירון. יש לזה שם אחר? אפשר גם:
leave-out = לוותר על הפריט
more-choices = אפשרויות נוספות
how-many = כמה יחידות של { $product }?
which-address = לאיזה מייל לשלוח את ההצעה עבור { $name }?
which-invoice = יש כמה חשבוניות שמתאימות למספר { $number }. לאיזו הכוונה?
invoice-choice = { $number }, { $party }, { $amount }, { $issued }
no-such-invoice = לא מצאתי אצלנו חשבונית { $number }. מה המספר, או מי הלקוח או הספק?
which-party = למי הכוונה ב־״{ $name }״?
unknown-party = לא מצאתי לקוח או ספק בשם ״{ $name }״. איך הם רשומים אצלנו, או מה מספר החשבונית?
which-task = לאיזו משימה הכוונה?
no-such-task = לא מצאתי משימה { $reference } שיש לך גישה אליה.
unknown-colleague = לא מצאתי אצלנו מישהו בשם { $name }.

## Tasks
field-line = { $label }: { $value }
task-opened =
    פתחתי משימה { $reference }: { $title }. היא אצל { $team }, לביצוע עד { $due }.
    { $details }
task-line = { $reference } · { $title } · { $main } · { $status } · עד { $due }
task-line-late = { $reference } · { $title } · { $main } · { $status } · באיחור, היה עד { $due }
task-done = סגרתי את { $reference }. תודה!
task-cancelled = ביטלתי את { $reference }.
task-reopened = פתחתי מחדש את { $reference }.
task-assigned = בוצע: { $reference } עכשיו בטיפול של { $name }.
task-approved = רשמתי את האישור של { $reference }.
task-rejected = רשמתי את הדחייה של { $reference }.
comment-added = הוספתי את ההערה ל־{ $reference }.
not-now = המצב של { $reference } הוא ״{ $status }״, אז אי אפשר לעשות את זה עכשיו.
taken-already = { $reference } כבר בטיפול של { $name }.
not-yours = הטיפול ב־{ $reference } הוא אצל { $team }. אפשר לפנות לשם או למנהל.
own-request = הבקשה { $reference } היא שלך, אז מישהו אחר צריך להחליט.
about-yourself = { $reference } נוגעת לך אישית: ההחלטה של מישהו אחר.
not-a-manager = רק מנהלים יכולים להחליט לגבי { $reference }.
nothing-to-decide = אין כרגע שום דבר שמחכה לאישור שלך.
swept = אי אפשר למחוק אצלי הכול בבת אחת. מה צריך לרדת? משימה מבטלים לפי המספר שלה (״לבטל את Q-0001״), ו״המשימות שלי״ מראה מה יש.
nothing-to-cancel = אין כרגע משימה פתוחה שלך שאפשר לבטל. מה שכבר בוצע נשאר כמו שהוא: ״המשימות שלי״ מראה מה פתוח, ומשימה סגורה אפשר לפתוח מחדש לפי המספר (״לפתוח מחדש את Q-0001״).
on-condition = יש כאן תנאי או שאלה, ולכן עוד לא שיניתי כלום. { $question }
cancel-this = לבטל את { $reference }?
closed-not-corrected = המצב של { $reference } הוא ״{ $status }״, ותיקון לא מחזיר אותה לטיפול. אם עדיין צריך, אפשר לבקש מחדש.
invoices-not-listed = רשימה של חשבוניות באיחור אי אפשר לקבל כאן, רק רשימות של משימות. אפשר לשאול על חשבונית או על לקוח (״חשבונית 118 שולמה?״), או לבקש דוח מהמשרד (״דוח חשבוניות באיחור״).
reminder-kept = סגור, אזכיר לך ב{ $at }.
reminder-kept-for = סגור, תזכורת תגיע אל { $name } ב{ $at }.
remind-which-day = לאיזה יום הכוונה?
remind-past = המועד הזה כבר עבר ({ $at }). מתי להזכיר?
reminders-mine =
    { $count ->
        [0] אין תזכורות קרובות.
        [one] יש לך תזכורת אחת:
        [two] יש לך שתי תזכורות:
       *[other] יש לך { $count } תזכורות:
    }
reminder-line = { $at }: { $words }
reminder-dropped = התזכורת בוטלה: { $reminder }
which-reminder =
    { $count ->
        [one] לבטל את התזכורת הזאת?
        [two] איזו מהתזכורות לבטל?
       *[other] איזו מהתזכורות לבטל?
    }

status-new = חדש
status-open = פתוח
status-in_progress = בטיפול
status-waiting = בהמתנה
status-waiting-requester = בהמתנה לפונה
status-waiting-supplier = בהמתנה לספק
status-awaiting_approval = בהמתנה לאישור
status-done = בוצע
status-cancelled = בוטל
status-rejected = לא אושר
status-head = { $title } { $reference }: { $status }
status-requester = לבקשת: { $name }
status-assignee = באחריות: { $name }
status-team = אצל: { $team }
status-due = תאריך יעד: { $day }
event-line = { $at } · { $who } · { $what }
event-line-why = { $line }: { $why }
the-assistant = העוזר
event-opened = פתיחה
event-corrected = עדכון
event-assigned = העברת אחריות
event-done = סגירה
event-cancelled = ביטול
event-reopened = פתיחה מחדש
event-approved = אישור
event-rejected = דחייה
event-comment = הערה
event-reminder = קביעת תזכורת
event-mail-queued = מייל בתור לשליחה

team-sales = צוות המכירות
team-purchasing = מחלקת הרכש
team-accounting = הנהלת החשבונות
team-hr = משאבי אנוש
team-it = צוות המחשוב
team-administration = האדמיניסטרציה
team-management = ההנהלה

tasks-mine =
    { $count ->
        [0] אין לך משימות פתוחות.
        [one] יש לך משימה פתוחה אחת:
        [two] יש לך שתי משימות פתוחות:
       *[other] יש לך { $count } משימות פתוחות:
    }
tasks-open =
    { $count ->
        [0] אין משימות פתוחות.
        [one] יש משימה פתוחה אחת:
        [two] יש שתי משימות פתוחות:
       *[other] יש { $count } משימות פתוחות:
    }
tasks-overdue =
    { $count ->
        [0] אין שום דבר באיחור.
        [one] יש משימה אחת באיחור:
        [two] יש שתי משימות באיחור:
       *[other] יש { $count } משימות באיחור:
    }
tasks-team =
    { $count ->
        [0] לצוות שלך אין משימות פתוחות.
        [one] לצוות שלך יש משימה פתוחה אחת:
        [two] לצוות שלך יש שתי משימות פתוחות:
       *[other] לצוות שלך יש { $count } משימות פתוחות:
    }
tasks-approvals =
    { $count ->
        [0] אין כרגע שום דבר שמחכה לאישור שלך.
        [one] משימה אחת מחכה לאישור שלך:
        [two] שתי משימות מחכות לאישור שלך:
       *[other] { $count } משימות מחכות לאישור שלך:
    }
tasks-of =
    { $count ->
        [0] אצל { $name } אין משימות פתוחות.
        [one] אצל { $name } יש משימה פתוחה אחת:
        [two] אצל { $name } יש שתי משימות פתוחות:
       *[other] אצל { $name } יש { $count } משימות פתוחות:
    }
and-more = … ועוד { $count }.

## Parts, checklists, load
part = { $reference } ({ $title })
part-opened = · { $title } { $reference }, בטיפול { $team }
parts-first = { $reference } נסגרת אחרי החלקים שלה; עדיין פתוחים: { $parts }.
parts-done-steps-left = כל החלקים של { $title } { $reference } הסתיימו. נשארה רשימת השלבים: אפשר לסמן אותם, או לכתוב ״סיום { $reference }״.
parts-all-done = { $title } { $reference } הסתיימה: כל החלקים והשלבים סגורים.
step-done = ☑ { $step }
step-open = ☐ { $step }
checklist-head = { $reference }, רשימת השלבים:
which-steps = לאילו שלבים של { $reference } הכוונה?
no-checklist = אין ל-{ $reference } רשימת שלבים.
all-ticked = כל השלבים מסומנים. כדי לסגור אפשר לכתוב ״סיום { $reference }״.
status-whole = חלק מ: { $title } { $reference }
status-parts = ממתינה לחלקים שלה: { $parts }
status-checklist = שלבים:
event-part-closed = חלק נסגר
event-ticked = סימון שלב
event-unticked = ביטול סימון
page =
    🚨 כוננות: { $title } { $reference }, מאת { $requester }. נא לבדוק עכשיו.
    { $details }
tasks-waiting =
    { $count ->
        [0] שום דבר לא תקוע.
        [one] משימה אחת ממתינה:
        [two] שתי משימות ממתינות:
       *[other] { $count } משימות ממתינות:
    }
load-none = אצל { $team } אין משימות פתוחות שאפשר להראות לך.
load-head =
    { $count ->
        [one] { $team }: משימה פתוחה אחת, { $late } באיחור, { $stuck } בהמתנה למישהו.
        [two] { $team }: שתי משימות פתוחות, { $late } באיחור, { $stuck } בהמתנה למישהו.
       *[other] { $team }: { $count } משימות פתוחות, { $late } באיחור, { $stuck } בהמתנה למישהו.
    }
load-share = { $name } { $count }
load-free = לא משויכות { $count }
stuck-line = { $line } · { $whom } מאז { $since }
waits-for-requester = ממתינה למי שביקש
waits-for-supplier = ממתינה לספק
waits-for-approval = ממתינה לאישור
paged = ההתראה נשלחה עכשיו אל { $names }.
steps-skipped =
    { $count ->
        [one] שלב אחד ברשימה לא סומן.
        [two] שני שלבים ברשימה לא סומנו.
       *[other] { $count } שלבים ברשימה לא סומנו.
    }
numbered = { $number }. { $line }

## Absences
leave-holiday = חופשה
leave-sick = מחלה
leave-permit = היעדרות קצרה
leave-parental = חופשת לידה
leave-bereavement = ימי אבל
leave-reserve = מילואים
leave-remote = עבודה מהבית
leave-travel = נסיעת עבודה
leave-unpaid = חופשה ללא תשלום
leave-clocking = תיקון נוכחות
leave-other = היעדרות
no-such-day = אין תאריך כזה: { $words }. מה היום הראשון?
absence-over = הימים האלה כבר עברו.
days-end-early = היום האחרון ({ $end }) קודם ליום הראשון ({ $start }). מה היום האחרון?
absence-days = { $start } – { $end }
absence-overlaps = כבר רשומה היעדרות של { $name }: { $days }. אפשר לבטל אותה קודם, או לתת ימים אחרים.
absence-meanwhile = גם { $name } לא בעבודה באותם ימים: { $days }
absence-days-part = { $days } ({ $words })
absence-part = רק לחלק מהיום: { $words }.
absence-recorded =
    { $one ->
        [1] { $reference }: היעדרות של { $name } נרשמה ביומן ההיעדרויות: { $start }. מצורף אירוע ליומן.
       *[other] { $reference }: היעדרות של { $name } נרשמה ביומן ההיעדרויות: { $start } – { $end }. מצורף אירוע ליומן.
    }
absence-reported =
    { $one ->
        [1] { $name } לא בעבודה: { $start }.
       *[other] { $name } לא בעבודה: { $start } – { $end }.
    }
absence-approved =
    הבקשה אושרה ({ $actor }).
    { $said }
absence-withdrawn = ההיעדרות הוסרה מיומן ההיעדרויות; הקובץ המצורף מסיר אותה גם מהיומן שלך.
absences-not-for-you = היעדרויות של עמיתים גלויות רק למשאבי אנוש ולמנהלים; אפשר לפנות אליהם.
nobody-away = { $days }: לא רשומה שום היעדרות שאפשר לספר לך עליה.
who-is-away = לא בעבודה, { $days }:
away-line = · { $name }: { $days }
ask-anew = המשימה { $reference } נשארת סגורה. אפשר לתת לי את הימים ואגיש בקשה חדשה.
clocking-noted = { $reference }: { $what }, { $day }. התיקון הועבר ל{ $team }.

## What colleagues are told
approval-needed = הכנתי את { $reference }; קודם צריך אישור של מנהל. הבקשה לאישור עברה אל { $approvers }.
please-approve =
    בקשה לאישור שלך מאת { $requester }, { $title } { $reference }:
    { $details }
    אפשר לענות ״לאשר את { $reference }״ או ״לדחות את { $reference }״.
new-for-team =
    בקשה חדשה מאת { $requester }: { $title } { $reference }
    { $details }
changed-for-team =
    שינוי מאת { $actor }, { $title } { $reference }:
    { $details }
assigned-to-you =
    משימה בשבילך מאת { $actor }: { $title } { $reference }
    { $details }
told-done = { $title } { $reference }: בוצע על ידי { $actor }.
told-cancelled = { $title } { $reference }: בוטל על ידי { $actor }.
told-reopened = { $title } { $reference }: נפתח מחדש על ידי { $actor }.
told-assigned = { $title } { $reference }: הטיפול הועבר אל { $name } (העברה: { $actor }).
told-approved = { $title } { $reference }: אושר על ידי { $actor }.
told-unaccepted = { $actor }: הרישום בוטל, ההצעה { $reference } אינה רשומה כמאושרת על ידי { $customer }.
told-accepted = { $actor }: ההצעה { $reference } אושרה על ידי { $customer }.
told-rejected = { $title } { $reference }: נדחה על ידי { $actor }.
told-rejected-why = { $title } { $reference }: נדחה על ידי { $actor }. הסיבה: { $why }
told-comment = הערה מאת { $actor } על { $title } { $reference }: { $comment }
approved-and-sent =
    התקבל אישור מאת { $actor }.
    { $sent }
mail-refused = המייל של { $reference } לא התקבל בכתובת { $address }: { $reason }. כדאי לבדוק את הכתובת ולכתוב לי את הנכונה.
mail-uncertain = לא ברור לי אם המייל של { $reference } הגיע אל { $address } ({ $reason }). כדאי לבדוק לפני ששולחים שוב.
answer-not-sent = ההודעה שלי אל { $name } ({ $address }), מספר { $number }, לא נמסרה: { $reason }. כדאי לבדוק את הכתובת. לשליחה חוזרת: pratica quarantine --resend { $number }
answer-uncertain = לא ברור לי אם ההודעה שלי אל { $name } ({ $address }), מספר { $number }, הגיעה ליעד: { $reason }. כדאי לברר. לשליחה חוזרת: pratica quarantine --resend { $number }

readdress-ask = לשלוח את המייל של { $reference } אל { $address } במקום אל { $before }?
readdress-send = כן, לשלוח
readdress-keep = לשלוח, ולשמור את הכתובת עבור { $name }
readdress-no = לא לשלוח
readdress-sent = המייל של { $reference } יוצא עכשיו אל { $address }.
readdress-kept = מעכשיו אכתוב אל { $name } לכתובת { $address }.
readdress-left = בסדר, לא נשלח דבר.
readdress-gone = המייל הזה כבר טופל בינתיים, ולכן לא שלחתי דבר.
readdress-one = צריך כתובת אחת בלבד. לאיזו מהן לשלוח: { $addresses }?
readdress-which = באיזו משימה מדובר? כמה מיילים חזרו: { $tasks }. אפשר לכתוב את הכתובת יחד עם המספר.
event-mail-refused = מייל נדחה
event-mail-readdressed = המייל נשלח לכתובת אחרת

forward-what = הועבר אלי מייל מאת { $name } (״{ $subject }״) בלי הסבר. מה לעשות איתו?
mail-what = מה לעשות עם המייל מאת { $name } (״{ $subject }״)?
forward-left = בסדר, המייל רק נשמר.

## Mail from outside
outsider-answered =
    התקבלה תשובה מאת { $name } בעניין { $title } { $reference }:
    ״{ $words }״
came-along = צורפו: { $files }
file-may-harm = זהירות עם { $name }: קובץ כזה עלול להזיק. כדאי לפתוח רק אם הוא היה צפוי.
proposed-head = מה שקראתי בתשובה:
proposed-line = · { $label }: { $value } (״{ $words }״)
proposed-ask = כדי לעדכן את המשימה אפשר לענות ״לאשר את { $reference }״; כדי להשאיר כמו שהיה, ״לדחות את { $reference }״.
also-said = נאמר שם גם: { $words }
bank-details-by-mail = במייל מופיעים פרטי חשבון בנק. לפני כל תשלום יש להתקשר לספק למספר שכבר קיים אצלכם.
proposed-not-now = המצב של { $reference } הוא ״{ $status }״, ולכן אי אפשר לעדכן לפי המייל הזה. המייל שמור במשימה.
proposals-shown = בעניין { $reference } התקבלה תשובה עם הפרטים האלה:
proposals-by-requester = עם הפרטים האלה { $reference } תישלח מחדש, ולכן האישור הוא רק של { $name }, לפי הבקשה המקורית.
account-on-record = עבור { $name } כבר נרשם בינתיים חשבון בנק אחר. החשבון הזה נשאר, והחשבון שבמייל לא עודכן.
proposals-taken = { $reference }: הפרטים עודכנו במשימה.
proposal-taken = · { $label }: { $value }
proposals-left = { $reference }: נשארה כפי שהייתה. התשובה שמורה במשימה.
told-proposals-taken = { $title } { $reference }: הפרטים מהתשובה עודכנו על ידי { $actor }.
mail-came-back = המייל בעניין { $reference } לא הגיע אל { $address }: { $reason }. אפשר לכתוב לי את הכתובת הנכונה ואשלח לשם, או להתקשר.
mail-delayed = המייל בעניין { $reference } עדיין לא הגיע אל { $address } ({ $reason }). השרת ממשיך לנסות.
mail-complained = המייל בעניין { $reference } סומן אצל מי שקיבל אותו כדואר לא רצוי. לא יישלחו עוד תזכורות אוטומטיות; כדאי לדבר ישירות.
outsider-away-until = { $name }: לא במשרד, חזרה ב{ $back } ({ $reference }).
outsider-away = { $name }: לא במשרד; במענה האוטומטי לא כתוב עד מתי ({ $reference }).
invoice-by-mail = התקבלה במייל חשבונית אלקטרונית מאת { $name }. פתחתי עבורה את { $reference }; נא לבדוק:
mail-too-large = המייל שלך ״{ $subject }״ ({ $megabytes } MB) גדול מדי: קראתי רק את הכותרת ולא נעשה דבר. נא לשלוח שוב בלי הקבצים הגדולים.
answer-too-large = המייל ({ $megabytes } MB) היה גדול מכדי לקלוט אותו במלואו; הוא עדיין נמצא בתיבה.
button-mail-file = לשייך אל { $reference }
button-mail-new = בקשה חדשה
button-mail-spam = ספאם
mails-filed = מייל מס׳ { $number } שויך אל { $reference }.
mails-dropped = מייל מס׳ { $number } כבר לא ממתין, אבל נשאר שמור.
mails-none = המייל הזה כבר לא ממתין.
mails-which = באיזה מייל מדובר? ממתינים: { $numbers }. אפשר לכתוב למשל ״מייל 12 ספאם״.
mails-not-yours = המיון של מיילים לא צפויים נעשה בידי מי שממונים על כך.
event-mail-filed = מייל שויך לכאן
mail-in-triage =
    מייל מס׳ { $number } מאת { $name }: ״{ $subject }״. { $why } { $about }
    אפשר לכתוב ״מייל { $number }״ ומספר משימה כדי לשייך אותו אליה, ״מייל { $number } חדש״ כדי לפתוח ממנו בקשה, או ״מייל { $number } ספאם״.
mail-in-quarantine =
    מייל מס׳ { $number } מאת { $name } (״{ $subject }״) הושאר בצד ולא נעשה בו דבר. { $why }
    לצפייה: pratica mails show { $number }
mails-many = ממתינים מיילים נוספים, רבים מכדי לפרט כל אחד. לרשימה: pratica mails list
mail-not-worked = לא הצלחתי לטפל במייל מס׳ { $number }. הוא שמור; מי שמתחזק את המערכת יכול לראות את הסיבה: pratica quarantine
mail-about = אולי בעניין { $tasks }.
mail-why-unproven = כתוב בו שהוא מעמית לעבודה, אבל שום דבר לא מוכיח זאת.
mail-why-limit = השולח כתב הרבה מאוד בשעה האחרונה.
mail-why-busy-task = בשעה האחרונה הגיעו הרבה מאוד מיילים על אותה משימה.
mail-why-token = זו תשובה למייל שלנו שנשלח למישהו אחר.
mail-why-other-subject = זו תשובה למייל ישן שלנו, אבל בנושא אחר.
mail-why-several = אולי הוא נוגע לכמה משימות.
mail-why-unknown = השולח לא מוכר, או ששום דבר לא מוכיח מי הוא.
mail-why-number = המספר בשורת הנושא לא מספיק כדי לדעת באיזו משימה מדובר.
mail-why-nothing-waits = אין משימה שמחכה לתשובה מהשולח הזה.
mail-why-no-sender = לא מצוין בו שולח.
files-kept = שמרתי את מה ששלחת. מה לעשות עם זה?
files-with-it = שמרתי עם הבקשה את מה ששלחת.
event-accepted = רישום אישור הלקוח
event-acceptance-withdrawn = ביטול הרישום של אישור הלקוח
event-answered = תשובה במייל
event-proposals-taken = עדכון לפי התשובה
event-proposals-left = התשובה הושארה בצד
event-mail-bounce = מייל חזר
event-mail-out-of-office = לא במשרד (מענה אוטומטי)
event-mail-auto-reply = מענה אוטומטי
event-mail-receipt = אישור מסירה
event-mail-complaint = תלונה על מייל
event-mail-list = מייל של רשימת תפוצה

## Quote
quote-for = הצעת מחיר עבור { $customer }
quote-line = { $quantity } × { $product }, { $price } ליחידה = { $net }
quote-discount = הנחה { $percent }: { $amount }
quote-net = לפני מע״מ: { $amount }
quote-vat = מע״מ { $rate }: { $amount }
quote-total = סה״כ: { $amount }
quote-deadline = לביצוע עד { $day }
quote-list-prices = המחירים לפי המחירון; מחיר מיוחד נכנס כהנחה.
quote-goes-to = ההצעה תישלח { $language } אל { $address }.
quote-above-limit = על הנחה מעל { $limit } צריך קודם אישור של מנהל.
quote-send = לשלוח?
quote-sent = הצעת המחיר { $reference } עבור { $customer } מוכנה: { $total } כולל מע״מ. הקובץ מצורף כאן, והמייל אל { $address } בדרך.
quote-accepted = רשמתי: ההצעה { $reference } אושרה על ידי { $customer }.
quote-accepted-before = האישור של הלקוח להצעה { $reference } כבר נרשם ב{ $day }.
quote-accepted-none = { $reference } היא לא הצעת מחיר שנשלחה, ולכן אין עדיין אישור של לקוח לרשום.
button-unaccepted = ביטול הרישום
quote-unaccepted = הרישום בוטל: ההצעה { $reference } אינה רשומה כמאושרת.
quote-unaccepted-none = אישור של לקוח להצעה { $reference } לא רשום, ולכן אין מה לבטל.
quote-accepted-ask = אם הלקוח אישר את ההצעה, אפשר ללחוץ על הכפתור או לכתוב ״⁨/accepted { $reference }⁩״.
in-en = באנגלית
in-it = באיטלקית
in-he = בעברית

## Payments
is-paid = כן, שולמה במלואה ב{ $day }.
is-partly-paid = רק חלקית: { $paid } עד עכשיו.
is-not-paid = לא, עוד לא שולם כלום.
invoice-receivable = חשבונית { $number } שלנו על שם { $party }, מ{ $issued }, על סך { $amount }.
invoice-payable = חשבונית { $number } של { $party }, מ{ $issued }, על סך { $amount }.
payment-line = { $amount } ב{ $day }
rest-to-pay = נשאר לתשלום: { $rest }, עד { $due }.
days-late =
    { $days ->
        [one] באיחור של יום אחד.
        [two] באיחור של יומיים.
       *[other] באיחור של { $days } ימים.
    }
days-left =
    { $days ->
        [0] המועד הוא היום.
        [one] נשאר יום אחד.
        [two] נשארו יומיים.
       *[other] נשארו { $days } ימים.
    }
no-invoices = לא מצאתי חשבוניות של { $party } אצלנו.
party-open =
    { $count ->
        [0] { $party }: הכול שולם.
        [one] { $party }: יש חשבונית פתוחה אחת.
        [two] { $party }: יש שתי חשבוניות פתוחות.
       *[other] { $party }: יש { $count } חשבוניות פתוחות.
    }
open-invoice = { $number }: נשאר { $rest }, לתשלום עד { $due }
open-invoice-late =
    { $days ->
        [one] { $number }: נשאר { $rest }, היה לתשלום עד { $due }, באיחור של יום אחד
        [two] { $number }: נשאר { $rest }, היה לתשלום עד { $due }, באיחור של יומיים
       *[other] { $number }: נשאר { $rest }, היה לתשלום עד { $due }, באיחור של { $days } ימים
    }
last-payment = התשלום האחרון: { $amount } ב{ $day }, על חשבונית { $number }.
payment-not-for-you = מידע על תשלומים פתוח רק להנהלת החשבונות. העברתי אליהם את השאלה שלך כמשימה { $reference }.

## Supplier registration
supplier-new = ספק חדש:
supplier-will-be-asked = אכתוב { $language } אל { $address } ואבקש: { $missing }.
supplier-go-ahead = לפתוח את הספק?
supplier-asked = { $reference }: פתחתי כרטיס ספק עבור { $name }, בינתיים בהמתנה לבדיקה. כתבתי אל { $address } וביקשתי: { $missing }. המשימה מחכה לתשובה שלהם.
supplier-complete = { $reference }: פתחתי כרטיס ספק עבור { $name } עם כל הפרטים, בינתיים בהמתנה לבדיקה. הבדיקה אצל { $team }.
supplier-twin = נראה שהספק הזה כבר קיים אצלנו: { $name } ({ $number }), עם { $why }. זה אותו ספק?
twin-tax-id = אותו מספר ח.פ. או עוסק
twin-iban = אותו IBAN
twin-email = אותו מייל
twin-name = שם דומה מאוד
same-supplier = אותו ספק, לא צריך לפתוח
other-supplier = ספק אחר, להמשיך
already-supplier = מצוין, אז הכרטיס של { $name } נשאר כמו שהוא ולא פתחתי שום דבר חדש.
wrong-tax-id = { $value } לא יכול להיות ח.פ. או מספר עוסק: { $reason }. מה המספר הנכון? אפשר גם לכתוב ״לדלג״, ואז אשאל את הספק.
wrong-iban = { $value } לא יכול להיות IBAN: { $reason }. מה המספר הנכון? אפשר גם לכתוב ״לדלג״, ואז אשאל את הספק.
reason-length = מספר התווים לא נכון
reason-checksum = ספרות הביקורת לא מסתדרות, כלומר יש טעות באחד התווים
reason-format = המבנה לא של מספר כזה
reason-country = אין מדינה שה־IBAN שלה מתחיל ככה
reason-characters = יש בו תווים שלא אמורים להיות שם

## Help and small talk
hello = היי { $name }! במה אפשר לעזור?
files-again =
    { $count ->
        [0] אין קובץ ב־{ $reference }.
        [one] הנה הקובץ של { $reference }.
       *[other] הנה { $count } הקבצים של { $reference }.
    }
you-are-welcome = בשמחה!
who-i-am = אני תוכנה, העוזרת של המשרד: הבקשות נרשמות אצלי, מה שאפשר מתבצע מיד והשאר עובר לעובדים. לדוגמאות אפשר לכתוב ״עזרה״.
at-your-service = אני כאן לכל עניין משרדי.
help-head = אפשר לכתוב לי כמו לקולגה, בעברית, באנגלית או באיטלקית, גם במילים אחרות. הנה דוגמאות.
help-ask = בקשות
help-for = { $team }:
help-line = · { $example }
help-own-line = · { $summary }: { $example }
help-sales = מכירות
help-purchasing = רכש
help-accounting = הנהלת חשבונות
help-hr = משאבי אנוש
help-it = מחשוב
help-administration = אדמיניסטרציה
help-management = הנהלה
help-tasks = משימות
help-decide = החלטות
help-settings = הגדרות
help-set-digest = · תקציר יומי 8:00, תקציר שבועי ראשון 8:00, להפסיק תקציר
help-set-language = · ⁨/lang he⁩ (או en, it)
help-tail = ״ביטול״ מבטל את מה שבאמצע, ו״אחר כך״ שם אותו בצד.
out-of-scope = זה כבר מחוץ לתחום שלי: אני כאן בשביל העניינים של המשרד, כמו הצעות מחיר, תשלומים וספקים. לדוגמאות אפשר לכתוב ״עזרה״.

## Purchase orders
order-odd-price = מחיר אפס או מחיר שלילי צריך קודם אישור של מנהל: { $things }.
order-unplaced-price = לא ברור לאיזה פריט שייך המחיר הזה, אז הוא לא נרשם: { $amounts }. כדאי לכתוב אותו יחד עם שם הפריט.
which-supplier = אין אצלנו ספק שנקרא בדיוק ״{ $name }״. הכוונה לאחד מאלה?
unknown-supplier = לא מצאתי ספק בשם ״{ $name }״. אפשר לתת שם אחר, או:
new-supplier = זה ספק חדש
as-written = כמו שכתבתי
order-register-first = הזמנות יוצאות רק לספקים שרשומים אצלנו, ו־{ $name } עוד לא רשום. אפשר לכתוב ״לפתוח ספק חדש: { $name }״ עם המייל שלו; כשזה מסודר, ״להמשיך״ וחוזרים להזמנה הזאת.
order-no-address = אין אצלנו מייל של { $name }, ולכן אי אפשר לשלוח את ההזמנה. אחרי שהרכש יוסיף מייל לכרטיס, ״להמשיך״; אפשר גם לתת ספק אחר.
order-which-supplier = לא הכול מגיע מאותו ספק. ממי להזמין?
order-one-currency = המחירים כאן הם ב־{ $currencies }, ובהזמנה אחת יש רק מטבע אחד. כדאי לכתוב שוב את השורות עם מחירים במטבע אחד, והשאר בהזמנה נפרדת.
order-to = הזמנת רכש אל { $supplier }, מאת { $company }
order-proposed = לא צוין ספק, אז בחרתי את הספק שמספק לנו את כל זה.
order-line = { $quantity } × { $thing }, { $price } ליחידה = { $net }
order-line-at-most = { $quantity } × { $thing }, המחיר לא ידוע (לפי המחירון שלנו לכל היותר { $most })
order-line-unpriced = { $quantity } × { $thing }, המחיר לא ידוע
order-total = סה״כ לפני מע״מ: { $amount }
order-at-most = לפני מע״מ לכל היותר { $amount }, לפי המחירון שלנו במקום שהמחיר לא ידוע
order-delivery = אספקה עד { $day }
order-cost-center = מרכז עלות: { $name }
order-untranslated = זה יוצא במילים שלך, בלי תרגום: { $things }.
order-goes-to = ההזמנה תישלח { $language } אל { $address }.
order-above-limit = הזמנה מעל { $limit } צריכה קודם אישור של מנהל.
order-price-unknown = עוד לא ידוע כמה זה עולה, ולכן צריך קודם אישור של מנהל: { $things }.
order-tell-price = אם המחיר ליחידה ידוע, אפשר לכתוב לי אותו.
order-supplier-unchecked = { $supplier } רשום אצלנו אבל עוד לא נבדק, ולכן צריך קודם אישור של מנהל.
order-send = לשלוח?
order-sent = הזמנת הרכש { $reference } אל { $supplier } מוכנה: { $total } לפני מע״מ. הקובץ מצורף כאן, והמייל אל { $address } בדרך. המשימה מחכה לאישור של הספק.
order-sent-unpriced = הזמנת הרכש { $reference } אל { $supplier } מוכנה. הקובץ מצורף כאן, והמייל אל { $address } בדרך. המשימה מחכה לאישור של הספק, עם המחירים.
order-still-out = אצל { $supplier } עדיין נמצאת { $reference } כפי שנשלחה; לא כתבתי להם על זה דבר. כדאי לעדכן אותם: { $address }.

## Stock
stock-more-orders = נספרו { $count } הזמנות פתוחות; ייתכן שיש עוד כאלה שלא נכללו במספרים האלה.
stock-product = { $product } ({ $sku })
stock-line = { $name }: { $free } פנויים; במלאי { $stock }, שמורים { $reserved }
stock-overbooked = הובטחו יותר ממה שיש: חסרים { $short }.
stock-sold = הזמנות של לקוחות: { $orders }
stock-coming = בדרך מהספק: { $orders }
stock-not-sent = להזמנה, עוד לא נשלח: { $orders }
stock-of-order = { $quantity } לפי { $reference }
stock-unsaid = לא נספר, כי לא כתוב כמה: { $orders }
stock-level = מינימום מלאי { $level } · { $supplier }
stock-below = מתחת למינימום ({ $level }) · { $supplier }
stock-supplier = ספק: { $supplier }
stock-no-supplier = אין ספק רשום
stock-enough = כן, יש מספיק: צריך { $wanted }, פנויים { $free }.
stock-partly = רק חלק: צריך { $wanted }, פנויים { $free }, חסרים { $short }.
stock-none = לא: צריך { $wanted }, ואין אף אחד פנוי.
stock-enough-of = כן, יש { $wanted } פנויים מכל אחד מאלה: { $products }.
stock-none-enough = לא, מאף אחד מאלה אין { $wanted } פנויים.
stock-nearest = אין ברשימת המלאי שם כמו ״{ $name }״ בדיוק. הקרובים ביותר:
stock-low =
    { $count ->
        [0] שום פריט לא מתחת למינימום.
        [one] פריט אחד מתחת למינימום:
        [two] שני פריטים מתחת למינימום, מהחסר ביותר:
       *[other] { $count } פריטים מתחת למינימום, מהחסר ביותר:
    }
stock-low-line = { $name }: { $free } פנויים, מינימום { $level } · { $supplier }
stock-unknown = ״{ $name }״ לא ברשימת המלאי שלנו. איך עוד קוראים לזה? אפשר גם לכתוב ״כמו שכתבתי״, והרכש יבדוק.
stock-handed-over = ״{ $name }״ לא ברשימת המלאי שלנו, אז העברתי את זה כמשימה { $reference } אל { $team }.

# forms
form-new-request = בקשה חדשה
form-failed = משהו לא עבד אצלי. אפשר לנסות שוב בעוד רגע.
form-message-note = אם לא נבחר סוג, ההודעה תתקבל כמו שהיא.
form-type = סוג הבקשה
form-type-hint = אם שום סוג לא מתאים, אפשר לבחור בקשה כללית ולתאר במילים.
form-task = { $title } { $reference }
form-next = המשך
form-send = שליחה
form-close = ביטול
form-first-day = { $label }: מתאריך
form-last-day = { $label }: עד תאריך
form-one-a-line = כל פריט בשורה נפרדת.
form-product = מוצר { $number }
form-product-hint = כמה אותיות מהשם, או מספר הפריט במחירון.
form-quantity = כמות ממוצר { $number }
form-quantity-hint = מספר, למשל 20.
form-other-items = מה שלא במחירון
form-add-item = הוספת מוצר
form-reason = סיבה
form-reason-hint = משפט קצר למי שזה נוגע אליו; אפשר גם להשאיר ריק.
form-as-written = ״{ $name }״, כמו שכתוב
form-pending = { $name } (טרם נבדק)
form-required = צריך למלא כאן. { $hint }
form-one-of = צריך למלא לפחות אחד מאלה: { $fields }.
form-past-day = { $day } כבר עבר; אפשר לבחור את היום או יום מאוחר יותר.
form-ends-early = היום האחרון ({ $end }) מוקדם מהיום הראשון ({ $start }).
form-other-day = צריך למלא את שני התאריכים, או להשאיר את שניהם ריקים.
form-too-long = זה ארוך מדי: אפשר עד { $most } תווים.
form-too-many-lines = אפשר עד { $most } שורות.
form-line = לא הצלחתי להבין את השורה ״{ $line }״. { $hint }
form-percent = אחוז הוא בין 0 ל־100.
form-wrong-number = { $value } לא יכול להיות נכון בשדה ״{ $label }״: { $reason }.
form-not-on-record = זה כבר לא ברשומות שלנו: אפשר לחפש שוב, או פשוט לכתוב את השם.
form-not-taken = { $label } ״{ $value }״: { $why }
form-nothing-changed = שום דבר לא השתנה ב־{ $reference }.
form-changed-meanwhile = המשימה { $reference } עודכנה מאז שהטופס נפתח, אז השארתי אותה כמו שהיא. כדאי לפתוח את הטופס שוב.
form-draft-gone = הבקשה הזאת כבר לא ממתינה: היא הושלמה או בוטלה בינתיים.
form-own-task-only = רק מי שביקש את { $reference } יכול לשנות אותה.
form-no-such-form = הטופס הזה כבר לא זמין. אפשר לכתוב לי במילים מה צריך.
form-too-much = זה ארוך מדי לטופס. אפשר לכתוב לי במילים מה צריך לשנות.
form-unknown-person = עדיין לא ידוע לי מי כותב לי כאן. אפשר לשלוח לי הודעה פרטית, ואסביר איך מצטרפים.
home-title = העמוד של { $name }
home-new = בקשה חדשה
home-mine = המשימות הפתוחות שלי
home-mine-none = אין לך משימות פתוחות.
home-decide = ממתין להחלטה שלי
home-decide-none = שום דבר לא ממתין להחלטה שלך.
home-team = משימות של הצוות שלי שאיש עוד לא לקח
home-team-none = לכל המשימות של הצוות שלך כבר יש מי שמטפל.
home-drafts = לא הושלם
home-draft = התחלנו: { $what }
home-continue = המשך
home-standing = { $status }
home-standing-due = { $status } · עד { $due }
home-standing-late = { $status } · באיחור, היה עד { $due }

## digest
digest-title-daily = התקציר שלך ל{ $day }
digest-title-weekly = השבוע שלך, נכון ל{ $day }
digest-decide = מחכות להחלטה שלך: { $count }
digest-answers = מחכות לתשובה שלך: { $count }
digest-overdue = באיחור: { $count }
digest-due = להיום: { $count }
digest-flow = מה נפתח ומה נסגר מאז { $since }
digest-waiting = בהמתנה לאחרים: { $count }
digest-silent = ספקים שלא ענו: { $count }
digest-teams = לפי צוות
digest-money = כספים
digest-troubles = לניהול המערכת
digest-task = { $reference } · { $title } · { $main }
digest-task-plain = { $reference } · { $title }
digest-with = { $line } · { $note }
digest-days-late =
    { $days ->
        [one] איחור של יום
        [two] איחור של יומיים
       *[other] איחור של { $days } ימים
    }
digest-asked-by =
    { $days ->
        [0] { $name }, מהיום
        [one] { $name }, מאתמול
        [two] { $name }, כבר יומיים
       *[other] { $name }, כבר { $days } ימים
    }
digest-for-days =
    { $days ->
        [0] מהיום
        [one] מאתמול
        [two] כבר יומיים
       *[other] כבר { $days } ימים
    }
digest-new = חדשות: { $count }
digest-new-free = עוד לא בטיפול של אף אחד: { $count }
digest-new-line = מחכה לטיפול: { $line }
digest-done = נסגרו: { $count }
digest-asked-done = נסגרו מהבקשות שלך: { $count }
digest-before-daily = { $line } (ביום העבודה הקודם: { $before })
digest-before-weekly = { $line } (בשבוע הקודם: { $before })
digest-waits-requester = למי שביקש: { $count }
digest-waits-supplier = לספקים: { $count }
digest-waits-approval = לאישור: { $count }
digest-asked-open =
    { $open ->
        [one] הבקשות שלך: אחת פתוחה, { $late } באיחור
        [two] הבקשות שלך: שתיים פתוחות, { $late } באיחור
       *[other] הבקשות שלך: { $open } פתוחות, { $late } באיחור
    }
digest-team =
    { $open ->
        [one] { $team }: אחת פתוחה, { $late } באיחור
        [two] { $team }: שתיים פתוחות, { $late } באיחור
       *[other] { $team }: { $open } פתוחות, { $late } באיחור
    }
digest-quotes = הצעות מחיר שנשלחו: { $count }
digest-quotes-sums = הצעות מחיר שנשלחו: { $count } ({ $sums })
digest-accepted = הצעות מחיר שאושרו על ידי לקוחות: { $count }
digest-accepted-sums = הצעות מחיר שאושרו על ידי לקוחות: { $count } ({ $sums })
digest-orders = הזמנות שהתקבלו: { $count }
digest-payable = לתשלום עד { $day }: { $amount } ({ $count })
digest-payable-late = חוב לספקים שמועדו עבר: { $amount } ({ $count })
digest-receivable = צפוי מלקוחות עד { $day }: { $amount } ({ $count })
digest-receivable-late = חוב של לקוחות שמועדו עבר: { $amount } ({ $count })
digest-debtor =
    { $days ->
        [one] { $party }: { $amount }, איחור של יום
        [two] { $party }: { $amount }, איחור של עד יומיים
       *[other] { $party }: { $amount }, איחור של עד { $days } ימים
    }
digest-quarantined = הודעות שהושמו בצד: { $count } (⁨pratica quarantine⁩)
digest-mails = מיילים שצריך לשייך ידנית: { $count } (⁨pratica mails list⁩)
digest-undelivered = הודעות שלא נמסרו: { $count } (⁨pratica outbox⁩)
digest-channel = אין סימן חיים: { $name }
digest-button = { $act } { $reference }
digest-nothing = אין חדש ל{ $day }. אין איחורים, ושום דבר לא מחכה לך.
digest-chart-days = מה נפתח ומה נסגר בכל יום. { $days }
digest-chart-day = { $day }: נפתחו { $new }, נסגרו { $done }
digest-chart-teams = משימות פתוחות ובאיחור לפי צוות. { $teams }
digest-chart-new = נפתחו
digest-chart-done = נסגרו
digest-chart-open = פתוחות
digest-chart-late = באיחור
digest-list = תקציר
digest-foot = התקציר נשלח בימי עבודה. כדי לקבל פעם בשבוע אפשר לכתוב ״תקציר שבועי ראשון 8:00״, וכדי להפסיק: ״להפסיק תקציר״.
digest-set = מעכשיו התקציר שלך יישלח { $wish }.
digest-wish-daily = בכל יום עבודה בשעה { $at }
digest-wish-weekly =
    { $weekday ->
        [0] בכל יום שני
        [1] בכל יום שלישי
        [2] בכל יום רביעי
        [3] בכל יום חמישי
        [4] בכל יום שישי
        [5] בכל שבת
       *[6] בכל יום ראשון
    } בשעה { $at }
digest-set-off = לא אשלח עוד תקציר. כדי לקבל אותו שוב אפשר לכתוב ״תקציר יומי 8:00״.

# clock
clock-many =
    { $count ->
        [two] שני דברים מחכים לתשומת לב:
       *[other] { $count } דברים מחכים לתשומת לב:
    }
clock-item = • { $said }
clock-more =
    { $count ->
        [one] … ועוד אחד.
        [two] … ועוד שניים.
       *[other] … ועוד { $count }.
    }
clock-due-soon = { $reference } ({ $title }) – לביצוע עד { $due }.
clock-due-today = { $reference } ({ $title }) – לביצוע עד היום.
clock-overdue = { $reference } ({ $title }) – המועד היה { $due }, והמשימה עדיין פתוחה.
clock-overdue-manager = { $reference } ({ $title }), בטיפול { $name } – המועד היה { $due }, והמשימה עדיין פתוחה.
clock-overdue-nobody = { $reference } ({ $title }) – המועד היה { $due }. המשימה עדיין פתוחה ואיש לא לקח אותה.
clock-supplier = עוד לא הגיעה תשובה מ-{ $name } לגבי { $reference } ({ $title }), מאז { $since }. לשלוח תזכורת?
clock-supplier-no-address = עוד לא הגיעה תשובה מ-{ $name } לגבי { $reference } ({ $title }), מאז { $since }. אין לי כתובת לפנות אליה.
clock-chased = לא הגיעה תשובה מ-{ $name } לגבי { $reference } ({ $title }) מאז { $since }, ולכן שלחתי תזכורת אל { $address }.
clock-requester = { $reference } ({ $title }) – הטיפול ממתין לתשובה שלך מאז { $since }.
clock-approval = { $reference } ({ $title }), לבקשת { $name } – ממתין להחלטה שלך מאז { $since }.
clock-escalation = { $reference } ({ $title }), לבקשת { $name } – ממתין מאז { $since } להחלטה של { $first }. ההחלטה יכולה להיות גם שלך.
clock-reminder = תזכורת: ״{ $words }״
clock-reminder-late = התזכורת הזאת נקבעה ל{ $at } ומגיעה באיחור, כי המערכת לא פעלה אז: ״{ $words }״
clock-reminder-task = תזכורת: { $reference } ({ $title })
clock-reminder-task-late = התזכורת הזאת נקבעה ל{ $at } ומגיעה באיחור, כי המערכת לא פעלה אז: { $reference } ({ $title })
clock-button-chase = לשלוח תזכורת
clock-button-mute = בלי תזכורות נוספות
clock-button-take = { $reference } לטיפולי
clock-muted = סגור, לא אזכיר יותר את { $reference }, אלא אם ייקבע מועד חדש.
clock-chase-done = נשלחה תזכורת אל { $name } לגבי { $reference } ({ $address }).
clock-chase-not-now = המשימה { $reference } כבר לא ממתינה לספק (מצב: { $status }), ולכן לא נשלח דבר.
clock-chase-not-yours = רק מי שעובד על { $reference } יכול לפנות לספק שלה.
clock-chase-no-address = אין לי כתובת של הספק של { $reference }, ולכן לא נשלח דבר.
clock-silent = אין סימן חיים מ-״{ $name }״ מאז { $since }. כדאי לבדוק.
clock-silent-problem = ״{ $name }״ לא פועל מאז { $since }: { $problem }
clock-well-again = ״{ $name }״ חזר לפעול.
clock-recurring-confirm = הבקשה חוזרת (״{ $words }״), והפעם הבאה: { $first }. לקבוע כך? אפשר לענות ״כן״, או ״רק פעם אחת״ כדי לבצע רק עכשיו.
clock-recurring-kept = { $title } – הבקשה תחזור מעכשיו מעצמה, ובפעם הראשונה ב{ $first }. כדי להפסיק מספיק לכתוב ״להפסיק את { $id }״.
clock-reminding-confirm = התזכורת חוזרת (״{ $words }״), והפעם הבאה: { $first }. לקבוע כך? אפשר לענות ״כן״, או ״רק פעם אחת״ כדי לקבל אותה רק באותו יום.
clock-reminding-kept = סגור, התזכורת תחזור מעכשיו מעצמה, ובפעם הראשונה ב{ $first }. כדי להפסיק אותה מספיק לכתוב ״להפסיק את { $id }״.
clock-recurring-opened = כפי שסוכם ({ $id }), עבור { $day }:
clock-recurring-never = לפי הכלל הזה זה לא יקרה אף פעם, ולכן לא נרשם דבר. כל כמה זמן זה צריך לחזור?
clock-recurring-none = אין לך בקשות שחוזרות מעצמן.
clock-recurring-head =
    { $count ->
        [one] בקשה אחת חוזרת מעצמה:
        [two] שתי בקשות חוזרות מעצמן:
       *[other] { $count } בקשות חוזרות מעצמן:
    }
clock-recurring-line = { $id } · { $title } · בפעם הבאה: { $next } · ״{ $words }״
clock-recurring-stopped = { $title } ({ $id }) – לא תחזור יותר.
clock-recurring-unknown = אין בקשה חוזרת במספר הזה שאפשר להפסיק.

# targets, and days off on the other side
sla-answer-soon = { $reference } ({ $title }) – נדרש מענה ראשון עד { $by }.
sla-answer-missed = { $reference } ({ $title }) – מענה ראשון נדרש עד { $by }, ועדיין לא ניתן.
sla-resolution-soon = { $reference } ({ $title }) – יש לסיים את הטיפול עד { $by }.
sla-resolution-missed = { $reference } ({ $title }) – הטיפול היה אמור להסתיים עד { $by }, והמשימה עדיין פתוחה.
sla-answer-by = מענה ראשון עד: { $by }
sla-answer-over = המענה הראשון עוד לא ניתן, באיחור של { $late }
sla-answer-late = המענה הראשון ניתן באיחור של { $late }
sla-answer-stopped = ספירת הזמן למענה הראשון מושהית עד לתשובה מאת { $name }; הזמן שנותר: { $left }
sla-resolution-by = סיום הטיפול עד: { $by }
sla-resolution-over = הטיפול טרם הסתיים, באיחור של { $late }
sla-resolution-late = הטיפול הסתיים באיחור של { $late }
sla-resolution-stopped = ספירת הזמן לסיום הטיפול מושהית עד לתשובה מאת { $name }; הזמן שנותר: { $left }
sla-supplier = הספק
sla-hours =
    { $hours ->
        [0] פחות משעת עבודה
        [one] שעת עבודה אחת
        [two] שתי שעות עבודה
       *[other] { $hours } שעות עבודה
    }
sla-off-country = לתשומת לב: ב{ $country } לא עובדים ב{ $day }.
sla-off-team = לתשומת לב: אצל { $team } לא עובדים ב{ $day }.
sla-digest = חריגות מהזמן שנקבע: { $count }
sla-digest-answer = לא ניתן מענה ראשון בזמן
sla-digest-resolution = הטיפול לא הסתיים בזמן
event-answer-missed = חריגה מהזמן למענה ראשון
event-resolution-missed = חריגה מהזמן לסיום הטיפול
event-chased = תזכורת לספק
event-escalated = פנייה לגורם מאשר נוסף
