"""What an enterprise takes away: its form to fill, and its form with the notes in it."""

from models.submission import IntakeFile
from pages.parts.download import offer
from services.download import address
from services.my_task import MyTask


def fresh_form(task: MyTask, *, key: str, primary: bool = True) -> None:
    """Offer the form of the period, pre-filled from the roster and from last period."""
    note = "已填好企业信息；上一期报过的，旁边列出上期等级"
    offer("下载自评表", address("form", period=task.period.code), key=key, primary=primary, note=note)


def annotated_copy(file: IntakeFile, *, key: str) -> None:
    """Offer a returned form with its issues marked in it."""
    note = "您自己的表，有问题的格子已标色并写了批注；改好后上传同一个文件即可"
    offer("下载标注文件", address("annotated", submission=file.submission_id), key=key, primary=True, note=note)
