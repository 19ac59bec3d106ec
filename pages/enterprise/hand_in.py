"""报送: take the form, drop it filled, see within seconds what became of it."""

from pages.parts.hand_in_parts import drop_own_files, hand_in_answer, result_of_latest
from pages.parts.own import own_task

viewer, task = own_task("enterprise/hand_in.py")

hand_in_answer(task)
drop_own_files(viewer, task)
result_of_latest(task)
