"""会议与报告: the meeting's screens, the reports to take away, and frozen figures with what has changed since."""

from models.access import Verb
from pages.parts import blocks, frame
from pages.parts.feedback_pack_parts import feedback_pack
from pages.parts.frozen_parts import changes_since, freeze_figures, frozen_choice
from pages.parts.leader_parts import meeting_link, reports
from pages.parts.navigation import permitted
from pages.parts.return_parts import told
from services.filters import Filters
from services.freezing import frozen_figures

viewer = permitted("leadership/reports.py")
told()
period = frame.chosen_period(viewer)
known = frozen_figures(frame.store(), viewer, period.code)

blocks.answer(
    f"{period.name}的汇报、通报和附表可以下载" + (f"，已有 {len(known)} 份定稿。" if known else "，还没有定稿。"),
    "定稿把当天的数据存下来：以后数据有更正，按定稿写的报告一个字也不变",
)
frozen = frozen_choice(viewer, period)
meeting_link(period, frozen, Filters())
reports(period, frame.chosen_basis(), frozen)
if viewer.may(Verb.REVIEW):
    feedback_pack(viewer, period, frame.chosen_basis(), frozen)
if frozen:
    changes_since(viewer, period, frozen)
if viewer.may(Verb.MANAGE_PERIODS):
    freeze_figures(viewer, period)
