"""操作记录: who did what to which enterprise's form, when, from where; and whether the chain is unbroken."""

from pages.parts import frame
from pages.parts.audit_parts import audit_answer, audit_table, chain_result, choose_rows, other_rows
from pages.parts.download import offer
from pages.parts.navigation import permitted
from services.audit_log import audit_page
from services.download import address

viewer = permitted("association/audit.py")

audit_answer(viewer)
chain_result(viewer)
chosen, asked = choose_rows(viewer)
page = audit_page(frame.store(), viewer, chosen, other_rows(chosen))
audit_table(page)
offer("下载记录（CSV）", address("audit", **asked), key="audit-csv")
