"""What 在线填报 is made of: how far it is, the priorities, and their items with every level's words in view."""

from contextlib import suppress
from dataclasses import replace

import streamlit as st

from charts.finding import plain
from exchange.form_items import may_leave_out
from models.access import Viewer
from models.assessment import Answer, Field, Level
from models.catalogue import Item, Priority
from models.errors import NotPossible, Overtaken
from models.period import SHANGHAI
from pages.parts import blocks, frame
from services.drafts import LONGEST_TEXT, Filling, filling, save, save_answers
from services.my_task import MyTask

FILLING, PENDING, PART = "filling", "filling-pending", "part"
_ROUND, _CHECK = "filling-round", "check"
_AREAS = (Field.NOTE, Field.EVIDENCE, Field.IMPROVEMENT)
_LINES = (Field.DEPARTMENT, Field.DUE)
_HINTS = {
    Field.NOTE: "做到什么程度、主要数据，200 字以内",
    Field.EVIDENCE: "名称和编号即可，不用附原件",
    Field.IMPROVEMENT: "短板是什么，打算怎么改",
    Field.DEPARTMENT: "例如 质量部",
    Field.DUE: "例如 2020-12",
}


def opened_filling(viewer: Viewer, task: MyTask) -> Filling:
    """Give what this window works on: from the store when the window is new, or has nothing unsaved and another one has saved."""
    held = st.session_state.get(FILLING)
    if held is None or (held.period.code, held.enterprise.uscc) != (task.period.code, viewer.uscc):
        return _hold(filling(frame.store(), viewer, task.period.code))
    if not _pending() and task.draft is not None and task.draft.version != held.draft.version:
        return reopen(viewer, held)
    return held


def reopen(viewer: Viewer, held: Filling) -> Filling:
    """Open the draft from the store again, with fresh boxes to type in."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.session_state.pop(PENDING, None)
    return _hold(filling(frame.store(), viewer, held.period.code))


def begin_anew(viewer: Viewer, held: Filling) -> None:
    """Put the newest form in the place of the draft."""
    try:
        save(frame.store(), viewer, filling(frame.store(), viewer, held.period.code, anew=True).draft, now=frame.now())
    except NotPossible as fault:
        frame.failed(fault)
    reopen(viewer, held)


def keep_what_was_typed(viewer: Viewer, held: Filling) -> Filling:
    """Save the answer that was just changed; when another window was faster, ask which of the two shall stand."""
    if not _pending():
        return held
    try:
        held = _hold(replace(held, draft=save_answers(frame.store(), viewer, held.draft, _pending(), now=frame.now())))
    except Overtaken:
        return _settle_two_windows(viewer, held)
    except NotPossible as fault:
        frame.failed(fault)
        return held
    st.session_state.pop(PENDING)
    return held


def fill_answer(held: Filling, task: MyTask) -> None:
    """Write how far it is, and that it is saved."""
    items = held.catalogue.items
    filled = held.draft.filled(items)
    if not task.is_open:
        sentence = f"{task.period.code} 期已关闭，不能再填。"
    elif filled < len(items):
        sentence = f"已填 {filled} / {len(items)} 项，还差 {len(items) - filled} 项。"
    else:
        sentence = f"{len(items)} 项都填了，请检查后提交。"
    at = held.draft.updated_at
    saved = f"已自动保存，{at.astimezone(SHANGHAI):%m-%d %H:%M:%S}" if at else "填一项存一项，可以随时离开再回来"
    blocks.answer(sentence, f"{task.period.code} 期 · 截止 {task.due} · {saved}")
    st.progress(filled / len(items))


def choose_part(held: Filling) -> Priority | None:
    """Let the person choose a priority, or None for checking and handing in; it stands in the address."""
    catalogue = held.catalogue
    names = {
        str(titles.code): f"{titles.column} {held.draft.filled(catalogue.items_of(titles.code))}/{len(catalogue.items_of(titles.code))}"
        for titles in catalogue.priorities
    } | {_CHECK: "检查和提交"}
    if st.session_state.get(PART) not in names:
        asked = st.query_params.get(PART)
        st.session_state[PART] = asked if asked in names else str(Priority.QUALITY_SYSTEM)
    chosen = st.segmented_control(
        "第几部分", list(names), format_func=names.__getitem__, key=PART, required=True, label_visibility="collapsed", wrap=True
    )
    st.query_params[PART] = str(chosen)
    return None if chosen == _CHECK else Priority(chosen)


def items_of_part(held: Filling, part: Priority) -> None:
    """Show the items of a priority, and the way to the next one."""
    st.subheader(held.catalogue.titles(part).title, anchor=False)
    st.markdown(":gray[每项从 0 级往上看，选全部满足的最高一级。★ 是核心项。]")
    for item in held.catalogue.items_of(part):
        _item(held, item)
    order = [*map(str, Priority), _CHECK]
    following = order[order.index(str(part)) + 1]
    label = "下一步：检查和提交" if following == _CHECK else f"下一部分：{held.catalogue.titles(Priority(following)).short}"
    st.button(label, type="primary", icon=":material/arrow_forward:", on_click=_go, args=(following,), key=f"next-{following}")


def go_to(part: Priority) -> None:
    """Open a priority, from a button."""
    _go(str(part))


def _go(part: str) -> None:
    st.session_state[PART] = part


def _item(held: Filling, item: Item) -> None:
    answer = held.draft.answer(item.code)
    with st.container(border=True, key=f"item-{item.code}"):
        core = "★ " if item.core else ""
        st.markdown(
            f"**{item.code}　{core}{plain(item.title)}**　:small[:gray[标准分 {item.weight}，目标 {item.target_level} 级{_before(held, item)}]]"
        )
        st.markdown(f"{plain(item.question)}  \n:small[:gray[可用材料：{plain('；'.join(item.evidence))}]]")
        options = _options(held, item, answer)
        level = st.radio(
            f"{item.code} 自评等级",
            options,
            index=options.index(answer.level) if answer.level in options else None,
            format_func=lambda level: _level_words(item, level),
            key=_key(item.code, Field.LEVEL),
            on_change=_note,
            args=(item.code,),
            label_visibility="collapsed",
            width="stretch",
        )
        if level is Level.NOT_APPLICABLE:
            _text(item, answer, Field.REASON, "不适用理由（必填）", "写明为什么不涉及")
        has_texts = any(field in answer.texts for field in (*_AREAS, *_LINES))
        with st.expander(
            "说明、证明材料、改进措施" + ("（已填）" if has_texts else ""), expanded=level in {Level.EFFECTIVE, Level.LEADING}
        ):
            for field in (*_AREAS, *_LINES):
                _text(item, answer, field, str(field), _HINTS[field])


def _options(held: Filling, item: Item, answer: Answer) -> list[Level]:
    levels = [level for level in Level if level <= Level.LEADING]
    left_out = may_leave_out(item, held.enterprise) or answer.level is Level.NOT_APPLICABLE
    return [*levels, Level.NOT_APPLICABLE] if left_out else levels


def _level_words(item: Item, level: Level) -> str:
    if level is not Level.NOT_APPLICABLE:
        return f"**{int(level)}**　{plain(item.levels[level])}"
    when = f"（{item.not_applicable_when.described()}时可选）" if item.not_applicable_when else ""
    return f"**不适用**　{when}要写理由"


def _before(held: Filling, item: Item) -> str:
    level = held.earlier.get(item.code)
    if level is None or level in {Level.BLANK, Level.FAULTY}:
        return ""
    return "，上期不适用" if level is Level.NOT_APPLICABLE else f"，上期 {int(level)} 级"


def _text(item: Item, answer: Answer, field: Field, label: str, hint: str) -> None:
    box = st.text_area if field in _AREAS else st.text_input
    height = {"height": 80} if field in _AREAS else {}
    box(
        label,
        answer.texts.get(field, ""),
        max_chars=LONGEST_TEXT,
        placeholder=hint,
        key=_key(item.code, field),
        on_change=_note,
        args=(item.code,),
        **height,
    )


def _key(code: str, field: Field) -> str:
    return f"fill-{code}-{field.name}-{st.session_state.get(_ROUND, 0)}"


def _note(code: str) -> None:
    """Remember the answer that was changed; it is saved by the page, which first makes sure who is in."""
    st.session_state[PENDING] = {**_pending(), code: _typed(st.session_state[FILLING], code)}


def _typed(held: Filling, code: str) -> Answer:
    """Put an answer together from its boxes; one that is not shown keeps what it had."""
    before = held.draft.answer(code)
    level = st.session_state.get(_key(code, Field.LEVEL))
    fields = [field for field in Field if field is not Field.LEVEL]
    texts = {field: st.session_state.get(_key(code, field), before.texts.get(field, "")) for field in fields}
    return Answer(level=before.level if level is None else level, texts=texts)


def _settle_two_windows(viewer: Viewer, held: Filling) -> Filling:
    codes = "、".join(_pending())
    st.warning(f"这份草稿刚在另一个窗口里改过，您在这里填的 {codes} 还没有保存。请选一种：", icon=":material/sync_problem:")
    with st.container(horizontal=True):
        keep = st.button(f"用另一个窗口的，再加上我这里填的 {codes}", type="primary", key="merge")
        drop = st.button("只用另一个窗口的", key="theirs")
    if keep:
        newest = filling(frame.store(), viewer, held.period.code)
        # If a third window was faster still, the question is asked again.
        with suppress(Overtaken):
            save_answers(frame.store(), viewer, newest.draft, _pending(), now=frame.now())
            reopen(viewer, held)
    if drop:
        reopen(viewer, held)
    if keep or drop:
        st.rerun()
    return held


def _pending() -> dict[str, Answer]:
    """Give the answers that were typed here and are not saved yet."""
    return st.session_state.get(PENDING, {})


def _hold(held: Filling) -> Filling:
    st.session_state[FILLING] = held
    return held
