"""登录码: issue them to the enterprises, print them, renew one that was lost."""

from pages.parts import frame
from pages.parts.code_parts import codes_answer, holders_table, just_issued, offer_issuing
from pages.parts.navigation import permitted
from services.access_codes import holders

viewer = permitted("association/codes.py")
period = frame.chosen_period(viewer)
known = holders(frame.store(), viewer, period.code)

codes_answer(known)
just_issued()
offer_issuing(viewer, period, known)
holders_table(known)
