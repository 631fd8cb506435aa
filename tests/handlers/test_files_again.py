"""The files of a task are given once more to who asks for them, and to nobody else."""

import pytest

from tests.handlers.talk import Talk

QUOTE = {
    "Hannah": ("quote for San Marziale: 3 Nova chairs", "yes"),
    "Lorenza": ("preventivo per San Marziale: 3 sedie Nova", "sì"),
    "Maayan": ("הצעת מחיר לגלבוע 3 כיסא עבודה גל", "כן"),
}


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "send me the pdf again"),
        ("Hannah", "can you send me the file once more?"),
        ("Hannah", "show me the document of Q-0001"),
        ("Lorenza", "mi rimandi il pdf?"),
        ("Lorenza", "rimandami il documento"),
        ("Maayan", "תשלחי לי שוב את הקובץ"),
        ("Maayan", "אפשר שוב את ה-PDF?"),
        ("Lorenza", "mi rimandi per favore il PDF di Q-0001?"),
        ("Maayan", "אפשר לקבל שוב את הקובץ בבקשה"),
    ],
)
def test_the_pdf_of_the_quote_comes_again(talk: Talk, who: str, said: str) -> None:
    talk.says(who, *QUOTE[who])
    reply = talk.say(who, said).reply
    assert [file.media_type for file in reply.files] == ["application/pdf"]
    assert "Q-0001" in reply.text


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Hannah", "send the pdf to San Marziale again"),
        ("Hannah", "send me the numbers of the last quarter"),
        ("Hannah", "send me a copy of the contract with Ferraris"),
        ("Lorenza", "mandami una copia del contratto con Ferraris"),
        ("Maayan", "תשלחי לי עותק של החוזה עם פרארי"),
        ("Lorenza", "manda il pdf a Rossi"),
        ("Maayan", "תשלחי את הקובץ לרוסי"),
    ],
)
def test_for_somebody_else_or_of_something_else_it_is_another_wish(talk: Talk, who: str, said: str) -> None:
    talk.says(who, *QUOTE[who])
    reply = talk.say(who, said).reply
    assert not reply.files


def test_a_task_without_a_file_says_so(talk: Talk) -> None:
    talk.say("Hannah", "my laptop won't start")
    assert talk.say("Hannah", "send me the pdf again").text == "There is no file with IT-0001."
