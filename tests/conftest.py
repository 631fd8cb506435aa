"""What holds for all tests."""

import gc

import pytest


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave the thousands of collected tests out of garbage collection, which else goes through them in timed code."""
    gc.collect()
    gc.freeze()
