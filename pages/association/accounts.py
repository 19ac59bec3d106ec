"""账号: who may sign in, with which role; new accounts, one-time links, disabling."""

from pages.parts import frame
from pages.parts.account_parts import add_one, answer, links_made, open_one, table
from pages.parts.navigation import permitted
from services.accounts import accounts

viewer = permitted("association/accounts.py")
known = accounts(frame.store(), viewer)

answer(known)
links_made()
add_one(viewer)
table(known)
open_one(viewer, known)
