"""Before a mail is sent: logging in, never in clear text, and what the doctor says when that does not work."""

import asyncio
import gc
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.mail.accounts import SmtpSettings
from bot.messages import Sent, Temporary
from integrations.smtp import check
from tests.smtp_server import OFFICE, PASSWORD, TOKEN, USER, MailServer, Security, send_once, smtp_server, smtp_settings


async def test_a_password_opens_a_server_that_wants_one() -> None:
    async with smtp_server(login=True) as server:
        assert isinstance(await send_once(server, login=True), Sent)
        assert isinstance(await send_once(server), Temporary)


@pytest.mark.parametrize("where", ["function", "file"])
async def test_an_access_token_opens_it_as_well(where: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n", encoding="utf-8")
    token = file if where == "file" else lambda: TOKEN
    async with smtp_server(login=True) as server:
        assert isinstance(await send_once(server, user=USER, oauth_token=token), Sent)
    assert server.logins == ["XOAUTH2"]


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ({"user": USER, "password": "wrong"}, "refuses the user or the password: 535 5.7.8"),
        ({"user": USER, "oauth_token": lambda: "old"}, "refuses the access token: 535 5.7.8"),
    ],
)
async def test_a_refused_login_is_tried_once_and_the_mail_waits(login: dict[str, Any], said: str) -> None:
    async with smtp_server(login=True) as server:
        outcome = await send_once(server, **login)
    assert isinstance(outcome, Temporary)
    assert said in outcome.reason
    assert outcome.retry_after == timedelta(minutes=15)
    assert len(server.logins) == 1
    assert "MAIL" not in server.commands


async def test_a_token_that_cannot_be_had_loses_no_mail(tmp_path: Path) -> None:
    async with smtp_server(login=True) as server:
        outcome = await send_once(server, user=USER, oauth_token=tmp_path / "nothing")
    assert isinstance(outcome, Temporary)
    assert "access token" in outcome.reason


async def test_no_secret_stands_in_what_is_shown() -> None:
    async with smtp_server() as server:
        settings = smtp_settings(server, user=USER, password="s3cret-pass")
        assert "s3cret-pass" not in repr(settings)
        assert "s3cret-pass" not in str(await asyncio.to_thread(check, settings))


# Never in clear text


def fixture_25a_server_whose_starttls_was_taken_out(server: MailServer) -> None:
    """What whoever sits between us and the server does to read along."""
    server.hides = ("STARTTLS",)


def fixture_25b_server_that_refuses_starttls(server: MailServer) -> None:
    """One without TLS that says it has it: 454 is its answer (RFC 3207, 4)."""
    server.adds = ("STARTTLS",)


@pytest.mark.parametrize("login", [{}, {"user": USER, "password": PASSWORD}])
async def test_hazard_25_a_server_without_starttls_gets_no_mail_and_no_password(login: dict[str, Any]) -> None:
    async with smtp_server() as server:
        fixture_25a_server_whose_starttls_was_taken_out(server)
        outcome = await send_once(server, **login)
    assert isinstance(outcome, Temporary)
    assert "nothing is sent unencrypted" in outcome.reason
    assert server.commands == ["EHLO [127.0.0.1]"]
    assert not server.logins


async def test_hazard_25_a_server_that_refuses_starttls_gets_no_mail_and_no_password() -> None:
    async with smtp_server(security="none") as server:
        fixture_25b_server_that_refuses_starttls(server)
        outcome = await send_once(server, login=True)
    assert isinstance(outcome, Temporary)
    assert "refuses STARTTLS (454)" in outcome.reason
    assert server.commands == ["EHLO [127.0.0.1]"]
    assert not server.logins


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize("changes", [{"ca_file": None}, {"host": "127.1"}])
async def test_hazard_25_a_certificate_of_somebody_else_ends_it(security: Security, changes: dict[str, Any]) -> None:
    async with smtp_server(security=security) as server:
        outcome = await send_once(server, security=security, login=True, **changes)
    assert isinstance(outcome, Temporary)
    assert "cannot be trusted" in outcome.reason
    assert not server.taken
    assert not server.logins


@pytest.mark.parametrize("host", ["mail.norland.example", "127.0.0.1.norland.example", "10.0.0.1"])
def test_hazard_25_clear_text_is_for_this_machine_only(host: str) -> None:
    with pytest.raises(ValidationError, match="this machine only"):
        SmtpSettings(host=host, insecure_localhost=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": USER},
        {"password": "secret"},
        {"user": USER, "password": "secret", "oauth_token": lambda: "token"},
        {"host": "mail.norland.example\r\nQUIT"},
        {"hello": "a b"},
        {"timeout": 120},
        {"security": "none"},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as error:
        SmtpSettings.model_validate({"host": "mail.norland.example", **wrong})
    assert "secret" not in str(error.value)


# The doctor


async def test_nothing_is_wrong_with_a_good_server() -> None:
    async with smtp_server(login=True) as server:
        settings = smtp_settings(server, login=True)
        assert await asyncio.to_thread(check, settings) is None
        assert await asyncio.to_thread(lambda: check(settings, sender=OFFICE)) is None

        server.mail = "553 5.7.1 Sender address rejected: not owned by user"
        assert "not owned by user" in str(await asyncio.to_thread(lambda: check(settings, sender=OFFICE)))
    assert not server.taken


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_no_connection_is_left_to_a_server_that_is_slow_to_end_it(security: Security) -> None:
    checked = threading.Event()
    async with smtp_server(security=security) as server:
        server.lingers = checked
        settings = smtp_settings(server, security=security)

        def look() -> str | None:
            try:
                return check(settings)
            finally:
                checked.set()

        assert await asyncio.to_thread(look) is None
        gc.collect()  # what is left open is told when it is thrown away, and pytest fails the test for it


@pytest.mark.parametrize(
    ("security", "changes", "said"),
    [
        ("starttls", {"user": USER, "password": "wrong"}, "refuses the user or the password"),
        ("starttls", {"host": "no-such-machine.invalid"}, "there is no machine of the name no-such-machine.invalid"),
        ("starttls", {"port": 1}, "nothing answers at localhost, port 1"),
        ("starttls", {"ca_file": None}, "cannot be trusted"),
        ("starttls", {"ca_file": Path("no-such.pem")}, "ca_file names no-such.pem"),
        ("starttls", {"ca_file": Path(__file__)}, "no file with certificates"),
        ("starttls", {"security": "tls"}, "port 465 is for tls, port 587 for starttls"),
        ("tls", {"security": "starttls", "timeout": 0.5}, "port 465 is for tls, port 587 for starttls"),
        ("tls", {"security": "tls", "user": USER, "oauth_token": Path("no-such-token")}, "no access token"),
    ],
)
async def test_the_doctor_says_what_is_wrong_in_one_sentence(
    security: Security, changes: dict[str, Any], said: str
) -> None:
    async with smtp_server(security=security) as server:
        wrong = await asyncio.to_thread(check, smtp_settings(server, **changes))
    assert wrong is not None
    assert said in wrong
    assert "\n" not in wrong
