"""我的任务: where the form stands, until when, what came back, what to do next."""

from pages.parts.own import own_task
from pages.parts.task_parts import next_steps, task_answer, what_came_back

_, task = own_task("enterprise/task.py")

task_answer(task)
what_came_back(task)
next_steps(task)
