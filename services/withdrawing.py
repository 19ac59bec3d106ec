"""Withdrawing what was received by mistake, with a reason, and putting it back: nothing is deleted, every figure follows."""

from collections.abc import Collection, Sequence
from datetime import datetime

import pandas as pd

from data import submissions, withdrawals
from data.store import Store
from models.access import Viewer
from models.period import Period
from models.submission import IntakeFile, Outcome, Withdrawal, WithdrawalKind
from services.reasons import told_reason


def withdraw(store: Store, viewer: Viewer, submission_ids: Collection[int], reason: str, *, now: datetime) -> int:
    """Take submissions out of everything that counts; give how many that were still in."""
    return _go(store, viewer, submission_ids, WithdrawalKind.WITHDRAWN, reason, now)


def restore(store: Store, viewer: Viewer, submission_ids: Collection[int], reason: str, *, now: datetime) -> int:
    """Put withdrawn submissions back; give how many that were out."""
    return _go(store, viewer, submission_ids, WithdrawalKind.RESTORED, reason, now)


def withdrawn_among(store: Store, viewer: Viewer, files: Sequence[IntakeFile]) -> dict[int, Withdrawal]:
    """Tell which forms of these rows are withdrawn now, by submission id."""
    with store.reading() as connection:
        return withdrawals.withdrawn(connection, viewer, own_submissions(files))


def own_submissions(files: Sequence[IntakeFile]) -> list[int]:
    """Give the submissions that came in with these rows; a duplicate's came in with another one."""
    own = (file.submission_id for file in files if file.outcome in {Outcome.ACCEPTED, Outcome.RETURNED})
    return [number for number in own if number is not None]


def consequence(store: Store, viewer: Viewer, period: Period, submission_ids: Collection[int]) -> str:
    """Say in Chinese what withdrawing these submissions of a period would do, before it is done."""
    with store.reading() as connection:
        forms = submissions.forms(connection, viewer, period.code)
    going = forms[forms["id"].isin(list(submission_ids))]
    left = forms[forms["uscc"].isin(going["uscc"]) & ~forms["id"].isin(going["id"])]
    firms = going["uscc"].nunique()
    sentence = _of_one(going, left) if firms == 1 else _of_many(len(going), firms, left)
    again = "该报告期已关闭，撤销后不能重新收件，只能恢复。" if period.closed else "同一个文件以后还可以重新收。"
    return f"{sentence}文件和记录都保留，写明原因即可恢复。{again}"


def _go(store: Store, viewer: Viewer, submission_ids: Collection[int], kind: WithdrawalKind, reason: str, now: datetime) -> int:
    told = told_reason(reason)
    with store.writing() as connection:
        return withdrawals.add_withdrawals(connection, viewer, submission_ids, kind, told, now)


def _of_one(going: pd.DataFrame, left: pd.DataFrame) -> str:
    versions = "、".join(f"第 {revision} 版" for revision in going["revision"])
    return f"{versions}将不再计入任何统计；{_standing(left)}。"


def _standing(left: pd.DataFrame) -> str:
    """Say how an enterprise stands with the forms it has left."""
    if left.empty:
        return "这家企业变为没有报送"
    passed = left[left["passed"]]
    newest = left.iloc[-1]
    if passed.empty:
        return f"这家企业变为退回待改（第 {newest['revision']} 版）"
    follows = "" if newest["passed"] else f"，状态为退回待改（第 {newest['revision']} 版）"
    return f"这家企业按第 {passed['revision'].iloc[-1]} 版计{follows}"


def _of_many(forms: int, firms: int, left: pd.DataFrame) -> str:
    still = left["uscc"].nunique()
    return f"{firms} 家企业的 {forms} 份自评表将不再计入任何统计：{still} 家改按其余版本计，{firms - still} 家变为没有报送。"
