"""The settings: `pratica.toml`, then `PRATICA_*` environment variables, then `PRATICA_*_FILE` for secrets."""

import os
import re
import tomllib
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, HttpUrl, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from bot.chat.settings import SlackSettings, TelegramSettings, WebSettings
from bot.clock.settings import ClockSettings
from bot.digest.settings import DigestSettings
from bot.mail.accounts import MailboxSettings, SmtpSettings
from bot.model import Language
from bot.turn import Rules
from bot.worktime.settings import WorkCalendar

PREFIX = "PRATICA_"
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "[::1]"})


class SettingsError(Exception):
    """A setting has a wrong value; says which, where it comes from and why."""


class Settings(BaseSettings):
    """Every setting with its default; a wrong one stops the start with its name."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Path("var")
    """Everything that is kept: database, documents, mail that leaves, learned model."""
    database_url: str | None = None
    """`postgresql+psycopg://…`; without it SQLite in the data folder."""
    types_dir: Path | None = None
    """A folder with the company's own request types."""
    language: Language = "en"
    """What outsiders are written in whose language is not known."""
    quote_discount_limit: Decimal = Field(default=Decimal(10), ge=0, le=100)
    """Percent; above it a quote needs a manager's approval."""
    quote_valid_days: int = Field(default=30, ge=1, le=365)
    purchase_order_limit: Decimal = Field(default=Decimal(1000), ge=0)
    """In the order's currency; what a purchase order may come to without a manager's approval."""
    contract_limit: Decimal = Field(default=Decimal(5000), ge=0)
    """In the contract's currency; above it a contract needs a manager's approval."""
    budget_limit: Decimal = Field(default=Decimal(0), ge=0)
    """In the budget's currency; what may be asked of a cost centre without a manager's approval."""
    on_call: Annotated[tuple[str, ...], NoDecode] = ()
    """Ids or addresses of who is paged for a security incident, in this order; the first who is not away."""
    payment_status_for: Literal["everyone", "accounting"] = "everyone"
    """Who is told whether an invoice was paid."""
    mailboxes: tuple[MailboxSettings, ...] = ()
    """The mailboxes that are read; in `pratica.toml` each is a `[[mailboxes]]` table."""
    smtp: SmtpSettings | None = None
    """The server that mails leave by; without it mails are written into the data folder."""
    mail_address: str | None = Field(default=None, pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    """The address that colleagues are answered from, and its mailbox is read; by default the first mailbox's user."""
    mail_reply: Literal["subaddress", "dedicated", "none"] = "subaddress"
    """How an address brings a reply token back: `office+r-…@firm.it`, `r-…@firm.it` (a catch-all domain), or not."""
    mail_marker: bool | None = None
    """Whether the token stands below a mail's text; by default only where no address brings it back."""
    mail_domains: Annotated[tuple[str, ...], NoDecode] = ()
    """The company's own mail domains, besides those of its entities' addresses: colleagues write from these."""
    mail_servers: Annotated[tuple[str, ...], NoDecode] = ()
    """The names in `Authentication-Results` of the servers that receive our mail; nobody else's word is taken."""
    mail_check_dkim: bool = False
    """Whether we check DKIM signatures ourselves, for mailboxes whose server writes no `Authentication-Results`."""
    mail_per_hour: int = Field(default=60, ge=1)
    """How many mails of one sender are worked within an hour; more wait in quarantine."""
    mail_per_hour_and_task: int = Field(default=20, ge=1)
    """How many mails about one task are worked within an hour; more wait in quarantine."""
    mail_keepers: Annotated[tuple[str, ...], NoDecode] = ()
    """Ids or addresses of who looks after mails that nobody expects; by default the admins."""
    mail_acknowledge: bool = False
    """Whether unknown senders are told, once a day and without a word of theirs, that their mail came."""
    slack: tuple[SlackSettings, ...] = ()
    """The Slack workspaces; in `pratica.toml` each is a `[[slack]]` table."""
    telegram: TelegramSettings | None = None
    """The Telegram bot, a `[telegram]` table."""
    web: WebSettings = WebSettings()
    """Where our web server listens, for what platforms post and for `/healthz`."""
    calendars: tuple[WorkCalendar, ...] = ()
    """When people work, where it differs from their country's calendar; each is a `[[calendars]]` table."""
    clock: ClockSettings = ClockSettings()
    """When the assistant speaks up by itself, a `[clock]` table."""
    digest: DigestSettings = DigestSettings()
    """When digests go out and how much stands in them, a `[digest]` table."""
    llm_url: HttpUrl | None = None
    """An OpenAI-compatible endpoint, up to and without `/chat/completions`; without it nothing is asked outside."""
    llm_model: str | None = Field(default=None, min_length=1, validate_default=True)
    """The name of the model there."""
    llm_key: SecretStr | None = None
    """Its key, where it wants one."""
    llm_seconds: float = Field(default=8, gt=0, le=30)
    """How long one question to the model may take in all; a conversation is held meanwhile."""
    llm_requests_per_day: int = Field(default=500, ge=0)
    """How many requests are made in a day (in UTC) by all processes together; a repeat counts."""
    llm_redact: bool = True
    """Whether IBANs and tax ids are kept from the model."""

    @field_validator("llm_url")
    @classmethod
    def _safe(cls, url: HttpUrl | None) -> HttpUrl | None:
        """What people write goes out encrypted, and the key stands nowhere but in its own setting."""
        if url and url.scheme != "https" and url.host not in _THIS_MACHINE:
            raise ValueError("it must begin with https://; http:// is for this machine only")
        if url and (url.username or url.password or url.query or url.fragment):
            raise ValueError("it must hold no name, password, ? or #; a key goes into llm_key")
        return url

    @field_validator("llm_model")
    @classmethod
    def _named(cls, model: str | None, info: ValidationInfo) -> str | None:
        if model is None and info.data.get("llm_url"):
            raise ValueError("llm_url is set, so the model there has to be named as well")
        return model

    @field_validator("llm_key")
    @classmethod
    def _sendable(cls, key: SecretStr | None) -> SecretStr | None:
        """A key travels in a header, which holds no blanks within it and no other letters."""
        if key is not None and not re.fullmatch(r"[!-~]+", key.get_secret_value()):
            raise ValueError("a key is one word of plain letters, digits and signs")
        return key

    @field_validator("mailboxes", "smtp", "slack", "telegram", mode="before")
    @classmethod
    def _with_secrets(cls, value: object) -> object:
        """`password_file` names a file with the password, `token_file` one with the token, and so on."""
        if isinstance(value, (list, tuple)):
            return tuple(_read_from_files(one) for one in value)
        return _read_from_files(value)

    @field_validator("slack")
    @classmethod
    def _told_apart(cls, workspaces: tuple[SlackSettings, ...]) -> tuple[SlackSettings, ...]:
        names = [one.name for one in workspaces]
        if len(set(names)) < len(names):
            raise ValueError("each workspace needs a name of its own")
        return workspaces

    @field_validator("on_call", "mail_domains", "mail_servers", "mail_keepers", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """A list in the environment is written with commas."""
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First what the program says, then the environment, then secrets in files, then `pratica.toml`."""
        named = os.environ.get(f"{PREFIX}CONFIG")
        toml = Path(named or "pratica.toml")
        if named and (toml.is_dir() or not toml.exists()):  # no settings at all are those of the null device
            raise ValueError(f"{PREFIX}CONFIG names {toml}, which is no file")
        try:
            written = TomlConfigSettingsSource(settings_cls, toml)
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{toml} is not written as TOML is: {error}") from error
        return (init_settings, env_settings, _FileSource(settings_cls), written)

    def rules(self) -> Rules:
        """The part of the settings that decisions depend on."""
        return Rules(
            quote_discount_limit=self.quote_discount_limit,
            quote_valid_days=self.quote_valid_days,
            purchase_order_limit=self.purchase_order_limit,
            contract_limit=self.contract_limit,
            budget_limit=self.budget_limit,
            on_call=self.on_call,
            default_language=self.language,
            payment_status_for=self.payment_status_for,
            targets=self.clock.targets,
        )

    def url(self) -> str:
        """The database's address."""
        return self.database_url or f"sqlite:///{self.data_dir / 'pratica.db'}"

    @classmethod
    def load(cls, **given: Any) -> Self:
        """The settings; raises `SettingsError` with the name of the first wrong one."""
        _refuse_unknown(cls)
        try:
            return cls(**given)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            known = str(first["loc"][0]) in cls.model_fields if first["loc"] else False
            reason = first["msg"].removeprefix("Value error, ")
            if not known or first["type"] == "extra_forbidden":
                group = _GROUPS.get(str(first["loc"][0])) if known else cls
                names = list(group.model_fields) if group else []
                near = get_close_matches(str(first["loc"][-1]), names, n=1) or names
                verb = "is" if len(near) == 1 else "are"
                reason = f"there is no such setting; there {verb} {', '.join(near) or 'others'}"
            elif first["type"] == "missing":
                reason = "it has to be given"
            top = name.partition(".")[0].upper()
            message = f"the setting {name} ({PREFIX}{top} or pratica.toml) is wrong: {reason}"
            raise SettingsError(message) from error
        except (OSError, ValueError) as error:
            raise SettingsError(f"the settings cannot be read: {_no_table(error) or error}") from error


_GROUPS: dict[str, type[BaseModel]] = {
    "mailboxes": MailboxSettings,
    "smtp": SmtpSettings,
    "slack": SlackSettings,
    "telegram": TelegramSettings,
    "web": WebSettings,
    "calendars": WorkCalendar,
    "clock": ClockSettings,
    "digest": DigestSettings,
}


def _no_table(error: Exception) -> str | None:
    """What is wrong with a variable that has to hold JSON, which pydantic-settings tells of in its own words."""
    found = re.fullmatch(r'error parsing value for field "(\w+)" from source "EnvSettingsSource"', str(error))
    return f"{PREFIX}{found[1].upper()} is not JSON; it is easier written as a table of pratica.toml" if found else None


_SECRETS = ("password", "bot_token", "app_token", "signing_secret", "token", "webhook_secret")


def _read_from_files(value: object) -> object:
    """A group of settings with the secrets that stand in files of their own, such as Docker's."""
    if not isinstance(value, dict):
        return value
    named = {f"{name}_file": name for name in _SECRETS if f"{name}_file" in value}
    read = {name: one for name, one in value.items() if name not in named}
    for file, name in named.items():
        try:
            read[name] = Path(value[file]).read_text(encoding="utf-8").strip()
        except OSError as error:
            message = f"{file} names {value[file]}, which cannot be read: {error.strerror}"
            raise ValueError(message) from error
    return read


def _refuse_unknown(settings: type[Settings]) -> None:
    """Raise `SettingsError` for a `PRATICA_…` variable that is no setting: a slip would otherwise go unnoticed."""
    known = {f"{PREFIX}{name.upper()}" for name in settings.model_fields}
    known |= {f"{name}_FILE" for name in known} | {f"{PREFIX}CONFIG"}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, sorted(known), n=1) or sorted(known)
            verb = "is" if len(near) == 1 else "are"
            message = f"there is no setting {name}; there {verb} {', '.join(near)}"
            raise SettingsError(message)


class _FileSource(EnvSettingsSource):
    """`PRATICA_<NAME>_FILE` names a file whose content is the value."""

    def __call__(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.settings_cls.model_fields:
            variable = f"{PREFIX}{name.upper()}_FILE"
            if path := os.environ.get(variable):
                try:
                    found[name] = Path(path).read_text(encoding="utf-8").strip()
                except OSError as error:
                    raise ValueError(f"{variable} names {path}, which cannot be read: {error.strerror}") from error
        return found
