"""What is typed at the door reaches the store, whatever it is."""

import pytest

from data.sessions import credentials
from data.store import Store


@pytest.mark.parametrize("typed", ["", "a\x00b", "\ud800", "' OR 1=1 --", "王" * 10_000])
def test_a_name_no_database_can_hold_is_a_name_nobody_has(store: Store, typed: str) -> None:
    with store.reading() as connection:
        assert credentials(connection, typed) is None
