"""What 收件 is made of: the drop zone, the result table, the issues of one file."""

from collections import Counter
from collections.abc import Container, Sequence

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from charts.figures_text import NOTHING
from charts.finding import plain
from models.access import Viewer
from models.errors import ProductError
from models.issue import Severity
from models.period import SHANGHAI, Period
from models.submission import Batch, IntakeFile, Outcome
from pages.parts import blocks, frame
from pages.parts.download import offer
from pages.parts.withdrawing_parts import told_withdrawn, withdraw_one
from services.download import address
from services.intakes import IntakeResult, is_withdrawn
from services.receive import receive
from services.returning import returned
from services.sources import count_files, from_upload
from services.tables import OUTCOMES
from services.withdrawing import withdrawn_among

_LITTER, _WITHDRAWN = "－ 不用管", "－ 已撤销"
_WORDS = (*OUTCOMES.values(), _WITHDRAWN, _LITTER)


def drop_files(viewer: Viewer, period: Period) -> None:
    """Take files, receive them with a progress bar, and open their result."""
    if period.closed:
        st.info(f"{period.code} 期已关闭，不能再收件。请在左侧换一个报告期。", icon=":material/lock:")
        return
    with st.container(border=True):
        key = f"drop-{st.session_state.get('drops', 0)}"
        uploads = st.file_uploader(
            "把企业发来的自评表拖到这里：Excel、WPS 表格、zip 压缩包、盖章 PDF 都可以，一次可放很多份", accept_multiple_files=True, key=key
        )
        left, right = st.columns([1, 3], vertical_alignment="bottom")
        received_on = left.date_input(
            "实际收到的日期", frame.today(), max_value=frame.today(), format="YYYY-MM-DD", help="补录以前收到的邮件时，改成当时的日期"
        )
        with right:
            if st.button("开始收件", type="primary", icon=":material/upload_file:", disabled=not uploads, key="receive"):
                _receive(viewer, period, uploads, received_on)


def _receive(viewer: Viewer, period: Period, uploads: Sequence[UploadedFile], received_on: object) -> None:
    total = sum(count_files(upload.name, upload.getvalue()) for upload in uploads)
    bar = st.progress(0.0, f"正在收件：0 / {total} 份")
    try:
        intake = receive(
            frame.store(),
            viewer,
            (source for upload in uploads for source in from_upload(upload.name, upload.getvalue())),
            period.code,
            now=frame.now(),
            received_on=received_on,
            report=lambda done: bar.progress(min(1.0, done / max(total, 1)), f"正在收件：{done} / {total} 份"),
        )
    except ProductError as fault:
        frame.failed(fault)
        return
    st.query_params["batch"] = str(intake.batch)
    st.session_state["drops"] = st.session_state.get("drops", 0) + 1
    st.rerun()


def choose_intake(known: Sequence[Batch]) -> Batch | None:
    """Pick the intake to look at: the one in the address, else the newest."""
    if not known:
        return None
    by_id = {batch.id: batch for batch in known}
    asked = st.query_params.get("batch", "")
    current = int(asked) if asked.isdigit() and int(asked) in by_id else known[0].id
    chosen = st.selectbox(
        "查看哪一次收件", list(by_id), index=list(by_id).index(current), format_func=lambda number: _batch_name(by_id[number])
    )
    st.query_params["batch"] = str(chosen)
    return by_id[chosen]


def result_answer(period: Period, batch: Batch | None, result: IntakeResult) -> None:
    """Write what the intake comes to as it stands now."""
    if batch is None:
        blocks.answer("还没有收过自评表，把收到的文件拖到下面。", f"{period.code} 期 · 截止 {period.deadline}")
        return
    words = {
        Outcome.ACCEPTED: "已接收",
        Outcome.RETURNED: "要企业修改",
        Outcome.UNRECOGNISED: "没认出来",
        Outcome.REFUSED: "打不开",
        Outcome.DUPLICATE: "是重复的",
        Outcome.ATTACHMENT: "是附件",
    }
    parts = [f"{count} 份{words[outcome]}" for outcome in words if (count := result.outcomes.get(outcome))]
    parts += [f"{result.withdrawn} 份已撤销"] * bool(result.withdrawn)
    beside = f"另有 {result.litter} 个系统或临时文件，可以不管。" if result.litter else ""
    stopped = "" if batch.finished_at else " · 这一次没有收完就停了，把同样的文件再收一次即可补齐"
    blocks.answer(
        f"收到 {result.files} 份：{'，'.join(parts)}。{beside}" if parts else beside or "这一次没有文件。",
        f"{period.code} 期 · {_batch_name(batch)} · 收件人 {batch.by}{stopped}",
    )


def downloads(files: Sequence[IntakeFile], batch: Batch) -> None:
    """Offer all annotated files of the intake in one zip."""
    if back := returned(files):
        offer(f"下载全部标注文件（{len(back)} 份）", address("returned", batch=batch.id), key="returned-pack")


def result_table(files: Sequence[IntakeFile], out: Container[int] = ()) -> IntakeFile | None:
    """Show a row for every file, filtered by outcome; `out` are the withdrawn submissions. Give the one chosen."""
    counts = Counter(_word(file, out) for file in files)
    words = [word for word in _WORDS if counts[word]]
    picked = st.pills("只看", words, format_func=lambda word: f"{word} {counts[word]}", wrap=True, label_visibility="collapsed")
    shown = [file for file in files if picked in {None, _word(file, out)}]
    st.markdown(f":gray[共 {len(shown)} 份。点每行左边的方框看这份文件的问题。]")
    event = st.dataframe(
        _table(shown, out),
        hide_index=True,
        row_height=36,
        height="content" if len(shown) <= 12 else 488,
        placeholder=NOTHING,
        on_select="rerun",
        selection_mode="single-row",
        column_config=_columns(),
        key=f"files-{picked}",
    )
    rows = event.selection.rows if event else []
    first_bad = next((file for file in shown if file.needs_somebody and not is_withdrawn(file, out)), None)
    return shown[rows[0]] if rows else first_bad


def show_file(file: IntakeFile, viewer: Viewer, period: Period) -> None:
    """Show one file's issues by cell, its annotated copy, and the way to take it back."""
    errors = sum(issue.severity is Severity.ERROR for issue in file.issues)
    counted = "、".join(
        part
        for part in (f"{errors} 处须修改" * bool(errors), f"{len(file.issues) - errors} 处请留意" * (len(file.issues) > errors))
        if part
    )
    st.subheader(plain(f"{file.enterprise or file.file}：{counted or '没有问题'}"), anchor=False)
    st.markdown(f":small[:gray[{plain(file.file)}{f'　第 {file.revision} 版' if file.revision else ''}]]")
    if file.submission_id is not None and file.outcome in {Outcome.ACCEPTED, Outcome.RETURNED}:
        withdrawal = withdrawn_among(frame.store(), viewer, [file]).get(file.submission_id)
        if withdrawal:
            st.warning(plain(told_withdrawn(withdrawal)), icon=":material/undo:")
        withdraw_one(viewer, period, file.submission_id, withdrawal, key=f"withdraw-file-{file.submission_id}")
    if file.outcome is Outcome.DUPLICATE:
        same = f"与已收的第 {file.revision} 版内容完全相同，没有重复登记。"
        still = "" if file.total_score else "那一版已退回、还没有改，企业可能发错了文件。"
        st.info(same + still, icon=":material/content_copy:")
    if file.outcome is Outcome.RETURNED:
        note = "企业自己的表，有问题的格子已标色并写了批注；改好后原样发回即可"
        offer("下载标注文件", address("annotated", submission=file.submission_id), key="annotated", primary=True, note=note)
    blocks.issue_cards(file.issues)


def _table(files: Sequence[IntakeFile], out: Container[int]) -> pd.DataFrame:
    rows = []
    for file in files:
        errors = [issue for issue in file.issues if issue.severity is Severity.ERROR]
        rows.append(
            {
                "结果": [_word(file, out)],
                "企业或文件": file.enterprise or file.file,
                "综合得分": float(file.total_score) if file.total_score else None,
                "分档": "暂估" if file.provisional else file.band,
                "须修改": len(errors),
                "请留意": len(file.issues) - len(errors),
                "要点": "已撤销，不再计入" if is_withdrawn(file, out) else _gist(file, [issue.cell or issue.title for issue in errors]),
                "文件": file.file,
            }
        )
    columns = ["结果", "企业或文件", "综合得分", "分档", "须修改", "请留意", "要点", "文件"]
    return pd.DataFrame(rows, columns=columns)


def _gist(file: IntakeFile, places: list[str]) -> str:
    if file.outcome is Outcome.DUPLICATE:
        return f"与第 {file.revision} 版相同" if file.total_score else f"与退回的第 {file.revision} 版相同，仍待修改"
    if file.outcome is Outcome.ATTACHMENT:
        return "已存档" if file.uscc else "已存档，没有认出是哪家企业的"
    if file.is_litter:
        return "系统或临时文件，可以不管"
    return "、".join(places[:3]) + ("等" if len(places) > 3 else "")


def _columns() -> dict[str, object]:
    config = st.column_config
    tints = ["#D2E5F2", "#F3DFC3", "#E3E8ED", "#F3C9C5", "#F3C9C5", "#E3E8ED", "#E3E8ED", "#E3E8ED"]
    if frame.theme().dark:
        tints = ["#0F4A68", "#5A430F", "#3B4855", "#6B2A26", "#6B2A26", "#3B4855", "#3B4855", "#3B4855"]
    return {
        "结果": config.MultiselectColumn(width=110, options=list(_WORDS), color=tints),
        "企业或文件": config.TextColumn(width=230),
        "综合得分": config.NumberColumn(width=80, format="%.1f"),
        "分档": config.TextColumn(width=70),
        "须修改": config.NumberColumn(width=66),
        "请留意": config.NumberColumn(width=66),
        "要点": config.TextColumn(width=190),
        "文件": config.TextColumn(width=220),
    }


def _word(file: IntakeFile, out: Container[int]) -> str:
    if is_withdrawn(file, out):
        return _WITHDRAWN
    return _LITTER if file.is_litter else OUTCOMES[file.outcome]


def _batch_name(batch: Batch) -> str:
    at = batch.started_at.astimezone(SHANGHAI)
    return f"{at:%Y-%m-%d %H:%M} 收件，{sum(batch.outcomes.values())} 个文件"
