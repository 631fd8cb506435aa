"""The new text of a mail through the whole reading, from its bytes, in the shapes of the common clients."""

from datetime import date

import pytest

from integrations.mail_reader.read import read_mail
from tests.new_text_cases import MailCase, cases, wrong

_TODAY = date(2026, 11, 20)
_RIGHT = 0.97  # of the mails that were only measured, which are 173; the goal of the project is 0.9


def test_the_new_text_is_right_from_the_bytes_on() -> None:
    measured = [case for case in cases() if case.is_measured]
    failed = wrong((case, read_mail(case.raw, today=_TODAY).text) for case in measured)
    assert 1 - len(failed) / len(measured) >= _RIGHT, failed


@pytest.mark.parametrize("language", ["en", "it", "he"])
def test_in_each_language(language: str) -> None:
    measured: list[MailCase] = [case for case in cases() if case.is_measured and case.language == language]
    failed = wrong((case, read_mail(case.raw, today=_TODAY).text) for case in measured)
    assert 1 - len(failed) / len(measured) >= _RIGHT - 0.03, failed
