"""我的历次: every revision of every period, which counts, what became of it, and the files."""

from pages.parts import frame
from pages.parts.history_parts import history_answer, period_history
from pages.parts.own import own_viewer
from services.my_task import my_periods, my_task

viewer = own_viewer("enterprise/history.py")
tasks = [my_task(frame.store(), viewer, period.code, today=frame.today()) for period in my_periods(frame.store(), viewer)]

history_answer(tasks)
for task in tasks:
    period_history(viewer, task)
