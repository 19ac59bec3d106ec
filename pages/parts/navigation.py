"""Which pages there are, and for whom: one table, from which everybody gets exactly the pages they may open."""

from dataclasses import dataclass

import streamlit as st

from models.access import Role, Verb, Viewer
from pages.parts import frame

STAFF = frozenset({Role.ADMINISTRATOR, Role.REVIEWER, Role.FORWARDER})
ENTERPRISE = frozenset({Role.ENTERPRISE})
LEADER = frozenset({Role.LEADER})
EVERY_GROUP = STAFF | LEADER
MEETING_ROOM = EVERY_GROUP - {Role.FORWARDER}
WORK, LOOK, MANAGE = "工作", "查阅", "管理"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One page: its file below pages/, how it is called, and what a person has to be and to be allowed to open it."""

    file: str
    title: str
    icon: str
    url_path: str
    section: str
    audience: frozenset[Role]
    verbs: tuple[Verb, ...]

    def open_to(self, viewer: Viewer) -> bool:
        """Say whether the person may open this page."""
        return viewer.role in self.audience and all(viewer.may(verb) for verb in self.verbs)


def _page(file: str, title: str, icon: str, section: str, audience: frozenset[Role], *verbs: Verb) -> PageEntry:
    url_path = file.rpartition("/")[2].removesuffix(".py")
    return PageEntry(
        file=f"pages/{file}", title=title, icon=f":material/{icon}:", url_path=url_path, section=section, audience=audience, verbs=verbs
    )


# The first page that a person may open is the one at the bare address. An enterprise gets at most five, in one row.
PAGES = (
    _page("association/overview.py", "总览", "dashboard", WORK, STAFF, Verb.SEE_GROUPS),
    _page("leadership/conclusion.py", "总览", "dashboard", LOOK, LEADER, Verb.SEE_GROUPS),
    _page("leadership/questions.py", "提问", "question_answer", LOOK, MEETING_ROOM, Verb.SEE_GROUPS),
    _page("leadership/reports.py", "会议与报告", "slideshow", LOOK, MEETING_ROOM, Verb.SEE_GROUPS),
    _page("association/intake.py", "收件", "inbox", WORK, STAFF, Verb.COLLECT),
    _page("association/review.py", "审核", "fact_check", WORK, STAFF, Verb.REVIEW),
    _page("association/enterprises.py", "企业", "factory", LOOK, EVERY_GROUP, Verb.SEE_GROUPS, Verb.SEE_FORMS),
    _page("association/items.py", "评价项目", "checklist", LOOK, EVERY_GROUP, Verb.SEE_GROUPS),
    _page("association/regions.py", "地区", "map", LOOK, EVERY_GROUP, Verb.SEE_GROUPS),
    _page("association/compare.py", "两期对比", "compare_arrows", LOOK, EVERY_GROUP, Verb.SEE_GROUPS),
    _page("association/ranks.py", "名次", "leaderboard", LOOK, STAFF, Verb.REVIEW),
    _page("association/catalogue.py", "清单", "menu_book", LOOK, EVERY_GROUP, Verb.SEE_GROUPS),
    _page("association/codes.py", "登录码", "key", MANAGE, STAFF, Verb.MANAGE_PERIODS, Verb.SEE_CONTACTS),
    _page("association/periods.py", "报告期", "event", MANAGE, STAFF, Verb.MANAGE_PERIODS),
    _page("association/accounts.py", "账号", "group", MANAGE, STAFF, Verb.MANAGE_ACCOUNTS),
    _page("association/tokens.py", "接口令牌", "api", MANAGE, STAFF, Verb.MANAGE_ACCOUNTS),
    _page("association/audit.py", "操作记录", "history", MANAGE, STAFF, Verb.READ_AUDIT),
    _page("association/operations.py", "运行状况", "monitor_heart", MANAGE, STAFF, Verb.READ_AUDIT),
    _page("enterprise/task.py", "我的任务", "task", WORK, ENTERPRISE, Verb.SEE_FORMS, Verb.SUBMIT),
    _page("enterprise/hand_in.py", "报送", "upload_file", WORK, ENTERPRISE, Verb.SEE_FORMS, Verb.SUBMIT),
    _page("enterprise/fill.py", "在线填报", "edit_note", WORK, ENTERPRISE, Verb.SEE_FORMS, Verb.SUBMIT),
    _page("enterprise/history.py", "我的历次", "history", WORK, ENTERPRISE, Verb.SEE_FORMS, Verb.SUBMIT),
    _page("enterprise/feedback.py", "我的反馈", "insights", WORK, ENTERPRISE, Verb.SEE_FORMS, Verb.SUBMIT, Verb.SEE_FIGURES),
)
MEETING = _page("leadership/meeting.py", "会议模式", "slideshow", LOOK, MEETING_ROOM, Verb.SEE_GROUPS)


def permitted(file: str) -> Viewer:
    """Give the viewer if what the table asks of a page, by its file below pages/, is theirs; otherwise say so and stop."""
    entry = next(page for page in (*PAGES, MEETING) if page.file == f"pages/{file}")
    return frame.permitted(*entry.verbs)


def pages_of(viewer: Viewer) -> tuple[PageEntry, ...]:
    """Give the pages a person may open, in order."""
    return tuple(page for page in PAGES if page.open_to(viewer))


def navigation(viewer: Viewer) -> st.navigation:
    """Lay out the person's pages: in sections beside the page, for an enterprise in one row above it.

    Leadership and the association may ask for the meeting's screens instead: `?meeting=1`.
    """
    if st.query_params.get("meeting") == "1" and MEETING.open_to(viewer):
        return st.navigation([st.Page(MEETING.file, title=MEETING.title, default=True)], position="hidden")
    entries = pages_of(viewer)
    made = {
        entry: st.Page(entry.file, title=entry.title, icon=entry.icon, url_path=entry.url_path, default=entry is entries[0])
        for entry in entries
    }
    if viewer.role is Role.ENTERPRISE:
        return st.navigation(list(made.values()), position="top")
    sections: dict[str, list[st.Page]] = {}
    for entry, page in made.items():
        sections.setdefault(entry.section, []).append(page)
    return st.navigation(sections, expanded=True)
