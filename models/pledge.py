"""真实性承诺: what a person promises who hands in a form on the page."""

from dataclasses import dataclass
from datetime import datetime

STATEMENT = "本单位承诺：自评表所填内容真实、准确，有据可查，证明材料可供抽查；如有不实，由本单位负责。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A promise as it was given: who signed, which words, when; `by` is the viewer's name."""

    signer: str
    statement: str
    at: datetime
    by: str
