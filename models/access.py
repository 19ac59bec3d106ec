"""Who is looking, and whose forms that person may see."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for."""

    ASSOCIATION = "association"
    ENTERPRISE = "enterprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The person on whose behalf the store is asked; passed to every query."""

    name: str
    role: Role
    uscc: str | None = None


# Until there is sign-in, the person at this machine is the association's staff.
LOCAL_STAFF = Viewer(name="本机", role=Role.ASSOCIATION)
