"""账号: who may sign in, with which role; new accounts, one-time links, disabling."""

from models.access import Verb
from pages.parts import frame
from pages.parts.account_parts import add_one, answer, links_made, open_one, table
from services.accounts import accounts

viewer = frame.permitted(Verb.MANAGE_ACCOUNTS)
known = accounts(frame.store(), viewer)

answer(known)
links_made()
add_one(viewer)
table(known)
open_one(viewer, known)
