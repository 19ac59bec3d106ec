"""One form under review: how it stands, what deserves a look, and the table in which levels and remarks are settled."""

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
import streamlit as st

from charts.figures_text import NOTHING, score, shortened
from charts.finding import plain
from models.assessment import Field, Level
from models.period import SHANGHAI
from models.progress import Status
from models.review import Review, ReviewDecision, agreed
from models.submission import IntakeFile
from pages.parts import blocks
from pages.parts.download import download_original, offer
from services.download import address
from services.enterprise import level_word
from services.originals import own_name
from services.review import ReviewView, scores_of

_LEFT_OUT = "不适用"
_CHOICES = ["0", "1", "2", "3", "4", _LEFT_OUT]
_BYTES = {str(level): level for level in range(5)} | {_LEFT_OUT: int(Level.NOT_APPLICABLE)}
_WORDS = {level: word for word, level in _BYTES.items()}


class Filled(NamedTuple):
    """What the reviewer has filled in so far: levels, remarks by item, and the version they were filled in on."""

    levels: bytes
    remarks: dict[str, str]
    seen: int


def answer_and_state(view: ReviewView) -> None:
    """Write how the form stands, and what has happened to it."""
    own, reviewed = scores_of(view, view.reviewed)
    state = {Status.ACCEPTED: "已核定", Status.RETURNED: "已退回，等企业修改"}.get(view.status, "待审")
    if view.newer:
        state = f"第 {view.form.revision} 版已有新版"
    figure = f"核定 {_points(reviewed)}，自评 {_points(own)}" if view.status is Status.ACCEPTED else f"自评 {_points(own)}"
    firm = view.enterprise
    parts = [view.period.code + " 期", f"第 {view.form.revision} 版", f"{view.form.received_on} 收到", firm.region, firm.sector, firm.size]
    traits = "、".join(sorted(firm.traits)) or "没有登记企业特征"
    blocks.answer(f"{firm.name}：{state}，{figure}。", " · ".join(str(part) for part in (*parts, traits, firm.uscc) if part))
    if view.newer:
        st.warning(f"企业已报送第 {view.newer} 版。这一版的审核留存备查，不能再核定或退回。", icon=":material/update:")
        st.button(f"改审第 {view.newer} 版", type="primary", icon=":material/arrow_forward:", on_click=_newest)
    if view.review is not None:
        sign = {ReviewDecision.ACCEPTED: st.success, ReviewDecision.RETURNED: st.warning}.get(view.review.decision, st.info)
        sign(plain(_told(view.review)))


def beside_the_form(view: ReviewView) -> None:
    """Show what deserves a look, what came with the form, and what was decided before."""
    left, right = st.columns([3, 2])
    with left, st.container(border=True, height="stretch"):
        st.markdown(f"#### 需关注（{len(view.notices)} 处，不是错误，不告知企业）", anchors=False)
        if view.notices.empty:
            st.markdown(":gray[没有照抄、等级全同、缺证明材料之类的情况。]")
        for title, sentence in zip(view.notices["title"], view.notices["sentence"], strict=True):
            st.markdown(f"**{plain(title)}**　{plain(sentence)}")
        if view.issues:
            with st.expander(f"收件时的提示（{len(view.issues)} 处）"):
                blocks.issue_cards(view.issues)
    with right, st.container(border=True, height="stretch"):
        st.markdown("#### 随表材料", anchors=False)
        pledge = view.pledge
        st.markdown(
            f"真实性承诺：{plain(pledge.signer)} 于 {pledge.at.astimezone(SHANGHAI):%Y-%m-%d} 签署"
            if pledge
            else ":gray[没有在线签署真实性承诺，请看盖章件。]"
        )
        if not view.attachments:
            st.markdown(":gray[没有收到盖章件。]")
        receipt = next(receipt for receipt in view.revisions if receipt.id == view.form.id)
        with st.container(horizontal=True):
            download_original(receipt, key="review-original")
            if view.status is Status.RETURNED and not view.newer:
                _annotated(view)
            for place, file in enumerate(view.attachments):
                _attached(view, file, f"attachment-{place}")
        _earlier_versions(view)


def editor(view: ReviewView) -> Filled:
    """Let the reviewer settle a level and write a remark for each item; give what is filled in."""
    kept = _kept(view)
    codes = [item.code for item in view.catalogue.items]
    locked = is_locked(view, kept["seen"])
    st.subheader("逐项审核", anchor=False)
    table = st.data_editor(
        _rows(view, kept),
        hide_index=True,
        row_height=36,
        height=520,
        disabled=True if locked else [name for name in _COLUMNS if name not in {"核定", "审核意见"}],
        column_config=_columns(),
        placeholder="",
        key=f"review-editor-{view.form.id}-{kept['round']}",
    )
    levels = bytes(_BYTES.get(word, Level.BLANK) for word in table["核定"])
    remarks = {code: text for code, text in zip(codes, table["审核意见"], strict=True) if text}
    filled = Filled(levels, remarks, kept["seen"])
    st.markdown(plain(sum_up(view, filled)))
    return filled


def is_locked(view: ReviewView, seen: int) -> bool:
    """Say whether the form is settled; not where somebody else has just settled what this person is still filling in."""
    return view.period.closed or (view.settled and seen == view.seen)


def one_item(view: ReviewView) -> None:
    """Show an item's question, its levels in words and all that the enterprise wrote."""
    titles = {item.code: item.title for item in view.catalogue.items}
    noticed = {code for items in view.notices["items"] for code in items}
    code = st.selectbox(
        "看一项的等级说明和企业所写",
        list(titles),
        index=None,
        format_func=lambda code: f"{code} {titles[code]}{'　需关注' if code in noticed else ''}",
        placeholder="选一项",
        key=f"review-item-{view.form.id}",
    )
    if code is None:
        return
    item = view.catalogue.by_code[code]
    own = view.form.levels[view.catalogue.position[code]]
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        st.markdown(f"#### {plain(item.title)}\n:small[:gray[{plain(item.question)}]]", anchors=False)
        for level, words in enumerate(item.levels):
            marks = " :blue-badge[目标]" * (level == item.target_level) + " :orange-badge[自评]" * (level == own)
            st.markdown(f"**{level} 级**{marks}　{plain(words)}")
        st.markdown(f":small[:gray[可用的证明材料：{plain('；'.join(item.evidence))}]]")
    with right, st.container(border=True, height="stretch"):
        st.markdown(f"#### 企业填的：{level_word(Level(own))}", anchors=False)
        texts = view.form.texts.get(code, {})
        for field in (field for field in Field if field is not Field.LEVEL):
            st.markdown(f":gray[{field}]　{plain(texts.get(field, NOTHING))}")


def forget(view: ReviewView, filled: Filled | None = None) -> None:
    """Take the filled-in table as the new start, or begin again from what is stored."""
    key = _key(view)
    if filled is None:
        st.session_state.pop(key, None)
        return
    st.session_state[key] = {"seen": filled.seen, "levels": filled.levels, "remarks": filled.remarks, "round": _next_round()}


def agree_with_the_rest(view: ReviewView, filled: Filled) -> None:
    """Take the enterprise's own level wherever none is settled."""
    forget(view, filled._replace(levels=agreed(view.form.levels, filled.levels)))


def take_note(view: ReviewView, filled: Filled, version: int) -> None:
    """Keep what is filled in, on top of the version that somebody else saved meanwhile."""
    forget(view, filled._replace(seen=version))


_COLUMNS = ("编号", "评价项目", "目标", "上期", "自评", "核定", "审核意见", "需关注", "证明材料", "自评说明", "不适用理由")


def _kept(view: ReviewView) -> dict[str, object]:
    if _key(view) not in st.session_state:
        remarks = dict(view.review.remarks) if view.review else {}
        st.session_state[_key(view)] = {"seen": view.seen, "levels": view.reviewed, "remarks": remarks, "round": _next_round()}
    return st.session_state[_key(view)]


def _next_round() -> int:
    """Give each new start of a table its number, so that no cell typed into an earlier one comes back."""
    st.session_state["review-rounds"] = st.session_state.get("review-rounds", 0) + 1
    return st.session_state["review-rounds"]


def _key(view: ReviewView) -> str:
    return f"review-{view.form.id}"


def _rows(view: ReviewView, kept: Mapping[str, object]) -> pd.DataFrame:
    noticed: dict[str, list[str]] = {}
    for title, items in zip(view.notices["title"], view.notices["items"], strict=True):
        for code in items:
            noticed.setdefault(code, []).append(title)
    rows = []
    for item, own, level in zip(view.catalogue.items, view.form.levels, kept["levels"], strict=True):
        texts = view.form.texts.get(item.code, {})
        words = [texts.get(field, "") for field in (Field.EVIDENCE, Field.NOTE, Field.REASON)]
        before = level_word(view.earlier[item.code]) if item.code in view.earlier else NOTHING
        start = [item.code, f"★ {item.title}" if item.core else item.title, item.target_level, before, level_word(Level(own))]
        rows.append([*start, _WORDS.get(level), kept["remarks"].get(item.code, ""), "、".join(noticed.get(item.code, [])), *words])
    return pd.DataFrame(rows, columns=list(_COLUMNS))


def _columns() -> dict[str, object]:
    config = st.column_config
    texts = {"编号": 66, "评价项目": 190, "上期": 56, "自评": 60, "需关注": 150, "证明材料": 220, "自评说明": 200, "不适用理由": 140}
    return {name: config.TextColumn(width=width) for name, width in texts.items()} | {
        "目标": config.NumberColumn(width=50, format="%d"),
        "核定": config.SelectboxColumn(width=84, options=_CHOICES, help="点开选等级；空的是还没有核定"),
        "审核意见": config.TextColumn(width=210, help="写给企业看，退回时会写进它的表里", max_chars=300),
    }


def sum_up(view: ReviewView, filled: Filled) -> str:
    """Say how many items are settled, which differ from the enterprise's own, and what score they come to."""
    pairs = list(zip(view.catalogue.items, view.form.levels, filled.levels, strict=True))
    settled = sum(level != Level.BLANK for _, _, level in pairs)
    changed = [f"{item.code} {level_word(Level(own))}→{_WORDS[level]}" for item, own, level in pairs if level not in {Level.BLANK, own}]
    own, reviewed = scores_of(view, filled.levels)
    differs = f"，{len(changed)} 项与自评不同（{'、'.join(changed[:6])}{'等' if len(changed) > 6 else ''}）" if changed else ""
    return f"已核定 {settled} / {len(pairs)} 项{differs}。照此核定得 {_points(reviewed)}（自评 {_points(own)}）{'' if settled == len(pairs) else '；没有核定的项暂按自评计'}。"


def _told(review: Review) -> str:
    at = review.at.astimezone(SHANGHAI)
    reason = f"：{review.reason}" if review.reason else ""
    deed = {ReviewDecision.IN_PROGRESS: "保存，还没有核定或退回"}.get(review.decision, review.decision.chinese)
    return f"{review.by}于 {at:%Y-%m-%d %H:%M} {deed}{reason}"


def _earlier_versions(view: ReviewView) -> None:
    if len(view.history) > 1:
        with st.expander(f"审核记录（{len(view.history)} 次）"):
            for review in reversed(view.history):
                st.markdown(f":small[{plain(_told(review))}]")


def _annotated(view: ReviewView) -> None:
    offer("下载标注文件", address("annotated", submission=view.form.id), key="review-annotated")


def _attached(view: ReviewView, file: IntakeFile, key: str) -> None:
    """Offer a stamped copy or a picture that came beside the form."""
    source = address("attachment", period=view.period.code, uscc=view.form.uscc, file=file.sha256)
    offer(shortened(own_name(file.file), 28), source, key=key, note="下载盖章件或附件", icon="attach_file")


def _newest() -> None:
    st.query_params.pop("revision", None)


def _points(tenths: float | None) -> str:
    return NOTHING if tenths is None else f"{score(tenths / 10)} 分"
