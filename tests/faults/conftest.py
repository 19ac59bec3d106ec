"""The desk of `tests/services/`."""

from tests.services.conftest import desk, desk_with_workers, first_store

__all__ = ["desk", "desk_with_workers", "first_store"]
