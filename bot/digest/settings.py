"""What an installation can set about digests."""

from datetime import timedelta

from pydantic import Field, field_validator

from bot.digest.wishes import read_wish
from bot.model import Value


class DigestSettings(Value):
    """When digests go out and how much stands in them; each colleague can want theirs otherwise."""

    usual: str = "daily 08:00"
    """What colleagues get who have not said what they want: "off", "daily 08:00", "weekly sun 08:00"."""
    give_up_after: timedelta = Field(default=timedelta(hours=3), ge=timedelta(minutes=5), le=timedelta(hours=23))
    """How late a digest may still go out; after that nothing goes out for that day."""
    lines: int = Field(default=5, ge=1, le=20)
    """The most tasks that one section names."""
    silent_after_days: int = Field(default=3, ge=1, le=60)
    """After how many days without an answer a supplier is said to be silent."""

    @field_validator("usual")
    @classmethod
    def _can_be_read(cls, written: str) -> str:
        if read_wish(written) is None:
            message = f"no such digest: {written!r}; it is off, daily 08:00 or weekly sun 08:00"
            raise ValueError(message)
        return written
