"""`pratica serve` between Slack and Telegram: killed in the middle of talks, told everything again, started wrongly."""

import signal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.chat_service import PATIENCE, Service, Way, doubled, service
from tests.news import quiet, until

LORENZA = "U0LORENZA"
SUPPLIER = "anna@fornitura-rossi.example"


KILLS = 3


@pytest.mark.parametrize("way", ["socket and polling", "posts"])
async def test_talks_outlive_three_kills_and_nothing_is_lost_or_doubled(way: Way, tmp_path: Path) -> None:
    """A quote on Slack and a supplier on Telegram; all that ever happened is delivered again after each kill."""
    async with service(tmp_path) as office:
        office.configure(way)
        assert (await office.run("import", "--sample"))[0] == 0
        office.member(LORENZA, "lorenza.bassi@example.it", locale="it-IT")
        paolo = office.telegram.person("Paolo", language="it")
        await office.link("Paolo", paolo)
        await office.serve()
        await office.connected()
        await office.shows("Paolo", on=paolo)

        asked = await office.slack.say(LORENZA, "preventivo per Clinica San Marziale: 5 bracci porta monitor")
        assert asked.acknowledged
        await office.kill()  # taken over, perhaps not yet answered
        paolo.writes(f"registra il nuovo fornitore Fornitura Rossi, mail {SUPPLIER}")
        await office.serve()
        await office.connected()
        await office.everything_again()
        await office.shows("San Marziale", on=LORENZA)
        await office.shows("Fornitura Rossi", on=paolo)

        office.slack.patience = 0.2
        lost = await office.slack.say(LORENZA, "no, 7") if await office.kill() else None
        assert lost
        assert not lost.acknowledged
        office.slack.patience = 3.0
        office.telegram.hold_next("sendMessage")  # its answer is on the way when it dies, and never arrives
        paolo.writes("sì")
        await office.serve()
        await office.connected()
        await until(lambda: any(one.method == "sendMessage" for one in office.telegram.calls), seconds=PATIENCE)
        await office.kill()
        await office.serve()
        await office.connected()
        await office.everything_again()
        await office.shows("7 ×", on=LORENZA)
        await office.shows("SR-0001", on=paolo)
        assert (await office.slack.say(LORENZA, "sì")).acknowledged
        await office.shows("Q-0001", on=LORENZA)
        await office.everything_again()
        await quiet(0.5)
        assert doubled(office.on_slack(LORENZA)) == []
        # Of Telegram nobody can tell whether an answer arrived that was on its way at a kill: it goes once more.
        assert len(doubled(office.on_telegram(paolo))) <= KILLS
        assert await office.kill(signal.SIGTERM) == 0
        await _ends_well(office)


async def _ends_well(office: Service) -> None:
    _, listed = await office.run("tasks", "list")
    assert (listed.count("Q-0"), listed.count("SR-0")) == (1, 1), listed
    _, shown = await office.run("tasks", "show", "Q-0001")
    assert "7" in shown
    assert office.mails(SUPPLIER) == 1
    assert len(list((office.folder / "data" / "mail").glob("quote*.eml"))) == 1
    for secret in (office.telegram.token, office.slack.workspace().bot_token, office.slack.workspace().app_token):
        assert secret not in office.said


async def test_health_says_which_platform_refuses_us_while_the_other_goes_on(tmp_path: Path) -> None:
    async with service(tmp_path) as office:
        office.configure("socket and polling", slack={"bot_token": "xoxb-revoked-long-ago"})
        assert (await office.run("import", "--sample"))[0] == 0
        await office.serve()
        await until(lambda: any(one.method == "getUpdates" for one in office.telegram.calls), seconds=PATIENCE)
        parts = await office.unwell("slack:norland")
        assert "invalid_auth" in str(parts["slack:norland"]) or "token" in str(parts["slack:norland"])
        assert {name for name, wrong in parts.items() if wrong} == {"slack:norland"}
        await office.kill()
        office.configure("socket and polling", telegram={"token": "7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9"})
        await office.serve()
        await until(lambda: bool(office.slack.links), seconds=PATIENCE)
        parts = await office.unwell("telegram")
        assert "token" in str(parts["telegram"])
        assert {name for name, wrong in parts.items() if wrong} == {"telegram"}
        assert "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw9" not in office.said


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"slack": {"app_token": None}}, ("slack", "app_token", "signing_secret")),
        ({"slack": {"bot_token": None, "bot_token_file": "nowhere"}}, ("slack", "bot_token_file", "nowhere")),
        ({"slack": {"bot_token": None}}, ("slack", "bot_token", "has to be given")),
        ({"telegram": {"token": None}}, ("telegram", "token", "has to be given")),
        ({"telegram": {"token": "hello"}}, ("telegram", "token", "@BotFather")),
        ({"telegram": {"webhook": "https://office.example/telegram"}}, ("telegram", "webhook_secret")),
    ],
)
async def test_a_missing_secret_stops_the_start_with_its_name_and_the_reason(
    changes: dict[str, dict[str, Any]], names: tuple[str, ...], tmp_path: Path
) -> None:
    async with service(tmp_path) as office:
        office.configure("socket and polling", **changes)
        code, said = await office.run("serve")
        assert code != 0
        assert [name for name in names if name not in said] == [], said
        assert "Traceback" not in said
        assert office.slack.workspace().bot_token not in said


async def test_a_second_one_on_the_same_folder_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    async with service(tmp_path) as office:
        office.configure("socket and polling")
        assert (await office.run("import", "--sample"))[0] == 0
        await office.serve()
        await office.connected()
        code, said = await office.run("serve")
        assert code == 1
        assert "another pratica serve" in said
        office.member(LORENZA, "lorenza.bassi@example.it", locale="it-IT")
        assert (await office.slack.say(LORENZA, "ciao")).acknowledged
        await until(lambda: bool(office.on_slack(LORENZA)), seconds=PATIENCE)


async def test_a_port_that_is_taken_stops_the_start_and_says_which(tmp_path: Path) -> None:
    async with service(tmp_path) as office:
        taken = int(office.slack.root.rpartition(":")[2])
        office.configure("socket and polling", web={"port": taken})
        assert (await office.run("import", "--sample"))[0] == 0
        code, said = await office.run("serve")
        assert code == 1
        assert str(taken) in said
        assert "[web]" in said
