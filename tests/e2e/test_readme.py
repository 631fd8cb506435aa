"""The README shows what the program really says."""

from pathlib import Path

from tests.e2e.conftest import MakeHome
from tests.e2e.transcript import in_readme, play_all


def test_the_conversation_in_the_readme_is_what_the_program_says(new_home: MakeHome) -> None:
    data: Path = new_home("readme").data
    assert play_all(data) == in_readme()
