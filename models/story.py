"""亮点与故事: what an enterprise tells beside its answers, never scored."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One entry of 亮点与故事, and the cell its words stand in.

    `scope` is the 征集范围 it answers, such as S.3, empty where none of the edition's was given. `incident` says that the
    form declares an accident or a breach of trust of the last three years.
    """

    scope: str
    title: str
    text: str
    sheet: str
    cell: str
    incident: bool = False
