"""Settings come from a file, the environment and secret files; a wrong one is named."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of this machine reach a test."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONFIG", *(name.upper() for name in Settings.model_fields)):
        monkeypatch.delenv(f"PRATICA_{name}", raising=False)
        monkeypatch.delenv(f"PRATICA_{name}_FILE", raising=False)


def test_without_any_settings_everything_is_in_the_data_folder() -> None:
    settings = Settings.load()
    assert settings.data_dir == Path("var")
    assert settings.url() == "sqlite:///var/pratica.db"
    assert settings.rules().quote_discount_limit == 10


def test_the_environment_outdoes_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pratica.toml").write_text('quote_discount_limit = "5"\nquote_valid_days = 14\n', encoding="utf-8")
    monkeypatch.setenv("PRATICA_QUOTE_DISCOUNT_LIMIT", "7.5")
    settings = Settings.load()
    assert settings.quote_discount_limit == Decimal("7.5")
    assert settings.quote_valid_days == 14


def test_what_the_program_says_outdoes_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRATICA_LANGUAGE", "it")
    assert Settings.load(language="he").rules().default_language == "he"


def test_another_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.toml").write_text('language = "it"\n', encoding="utf-8")
    monkeypatch.setenv("PRATICA_CONFIG", str(tmp_path / "other.toml"))
    assert Settings.load().language == "it"


def test_a_secret_is_read_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "url").write_text("postgresql+psycopg://u:p@h/d\n", encoding="utf-8")
    monkeypatch.setenv("PRATICA_DATABASE_URL_FILE", str(tmp_path / "url"))
    assert Settings.load().url() == "postgresql+psycopg://u:p@h/d"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUOTE_DISCOUNT_LIMIT", "ten"),
        ("QUOTE_DISCOUNT_LIMIT", "101"),
        ("QUOTE_DISCOUNT_LIMIT", "-1"),
        ("QUOTE_VALID_DAYS", "0"),
        ("LANGUAGE", "fr"),
        ("PAYMENT_STATUS_FOR", "nobody"),
        ("LLM_URL", "api.example.com/v1"),
        ("LLM_URL", "http://api.example.com/v1"),
        ("LLM_URL", "http://localhost.example.com/v1"),
        ("LLM_URL", "ftp://localhost/v1"),
        ("LLM_URL", "https://name:word@api.example.com/v1"),
        ("LLM_URL", "https://api.example.com/v1?key=1"),
        ("LLM_SECONDS", "0"),
        ("LLM_SECONDS", "31"),
        ("LLM_SECONDS", "nan"),
        ("LLM_REQUESTS_PER_DAY", "-1"),
        ("LLM_KEY", "two words"),
        ("LLM_KEY", "schlüssel"),
        ("LLM_KEY", ""),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PRATICA_{name}", value)
    with pytest.raises(SettingsError, match=f"PRATICA_{name}"):
        Settings.load()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("qoute_valid_days = 3\n", "qoute_valid_days"),
        ("language = \n", r"pratica\.toml is not written as TOML is"),
        ("language = 1\n", "language"),
    ],
)
def test_a_wrong_file_is_told(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "pratica.toml").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=reason):
        Settings.load()


def test_a_secret_file_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRATICA_DATABASE_URL_FILE", "/nowhere/at/all")
    with pytest.raises(
        SettingsError, match="PRATICA_DATABASE_URL_FILE names /nowhere/at/all, which cannot be read: No"
    ):
        Settings.load()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("PRATICA_CONFIG", r"PRATICA_CONFIG names nowhere, which is no file"),
        ("PRATICA_MAILBOXES", r"PRATICA_MAILBOXES is not JSON; it is easier written as a table of pratica\.toml"),
        ("PRATICA_DATADIR", r"there is no setting PRATICA_DATADIR; there is PRATICA_DATA_DIR$"),
    ],
)
def test_a_variable_that_cannot_be_is_told_with_its_name(monkeypatch: pytest.MonkeyPatch, name: str, said: str) -> None:
    monkeypatch.setenv(name, "nowhere")
    with pytest.raises(SettingsError, match=said):
        Settings.load()


@pytest.mark.parametrize(
    "url",
    ["https://api.example.com/v1", "http://localhost:8080/v1", "http://127.0.0.1:11434/v1", "http://[::1]:8080/v1"],
)
def test_a_model_is_reached_encrypted_or_on_this_machine(url: str) -> None:
    settings = Settings.load(llm_url=url, llm_model="small")
    assert str(settings.llm_url) == url


def test_an_address_without_a_model_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRATICA_LLM_URL", "https://api.example.com/v1")
    with pytest.raises(SettingsError, match=r"PRATICA_LLM_MODEL.*has to be named"):
        Settings.load()


def test_a_key_is_shown_by_no_printing_and_no_mistake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("sk-secret\n", encoding="utf-8")
    monkeypatch.setenv("PRATICA_LLM_KEY_FILE", str(tmp_path / "key"))
    settings = Settings.load()
    assert settings.llm_key is not None
    assert settings.llm_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in repr(settings) + str(settings.model_dump())
    monkeypatch.setenv("PRATICA_LLM_KEY", "sk-secret with more")
    with pytest.raises(SettingsError) as raised:
        Settings.load()
    assert "sk-secret" not in f"{raised.value} {raised.value.__cause__}"


MAILBOX = """
[[mailboxes]]
name = "office"
host = "imap.firm.example"
user = "office@firm.example"
"""


def of_file(text: str) -> Settings:
    Path("pratica.toml").write_text(text, encoding="utf-8")
    return Settings.load()


def test_a_mailbox_has_its_password_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("pa ss\n", encoding="utf-8")
    settings = of_file(f'{MAILBOX}password_file = "{tmp_path / "secret"}"\n')
    password = settings.mailboxes[0].password
    assert password is not None
    assert password.get_secret_value() == "pa ss"
    assert "pa ss" not in repr(settings)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('password = "x"\nsentfolder = "Sent"\n', "sent_folder"),
        ("", "password"),
        ('password_file = "no/such/file"\n', "no/such/file"),
        ('password = "x"\nport = 0\n', "port"),
        ('password = "x"\ninsecure_localhost = true\n', "this machine"),
    ],
)
def test_a_wrong_mailbox_is_named_with_what_would_be_right(more: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        of_file(f"{MAILBOX}{more}")


def test_a_mailbox_without_its_server_says_so() -> None:
    with pytest.raises(SettingsError, match=r"mailboxes\.0\.host .* has to be given"):
        of_file('[[mailboxes]]\nname = "office"\nuser = "a"\npassword = "x"\n')


def test_a_teams_room_in_telegram_is_one_of_the_groups_that_hold_colleagues_only(tmp_path: Path) -> None:
    token = f'token = "123456:{"a" * 24}"'
    written = f"[telegram]\n{token}\ngroups = [-100123]\nrooms = {{ it = -100123 }}\n"
    (tmp_path / "pratica.toml").write_text(written, encoding="utf-8")
    telegram = Settings.load().telegram
    assert telegram
    assert telegram.rooms == {"it": -100123}
    (tmp_path / "pratica.toml").write_text(written.replace("[-100123]", "[]"), encoding="utf-8")
    with pytest.raises(SettingsError, match="a room of a team is one of groups"):
        Settings.load()


def test_the_null_device_stands_for_no_settings_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pratica.toml").write_text('language = "it"\n', encoding="utf-8")
    assert Settings.load().language == "it"
    monkeypatch.setenv("PRATICA_CONFIG", os.devnull)
    assert Settings.load().language == "en"
