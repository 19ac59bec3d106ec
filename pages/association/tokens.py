"""接口令牌: which machines may come in, for whom, for what, until when."""

from pages.parts import frame
from pages.parts.navigation import permitted
from pages.parts.token_parts import issue_one, just_issued, revoke_one, tokens_answer, tokens_table
from services.api_tokens import api_tokens

viewer = permitted("association/tokens.py")
known = api_tokens(frame.store(), viewer)

tokens_answer(known)
just_issued()
issue_one(viewer)
tokens_table(known)
revoke_one(viewer, known)
