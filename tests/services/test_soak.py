"""After many files memory, handles and processes are where they were; `make load` does the same with 10,000."""

from pathlib import Path

from tests.services.soak import Held, grown, through_intake, through_pool


def test_files_through_the_children_leave_nothing_behind() -> None:
    before, after = through_pool(600)

    assert before.children == 2
    assert not grown(before, after), (before, after)


def test_files_received_twice_leave_nothing_behind(tmp_path: Path) -> None:
    before, after = through_intake(200, tmp_path)

    assert after.children == 0
    assert not grown(before, after), (before, after)


def test_a_handle_a_file_or_a_child_left_over_would_be_seen() -> None:
    before = Held(handles=12, children=2, handles_of_children=4, memory=150, memory_of_children=30)

    assert not grown(before, before)
    assert grown(before, before._replace(handles=12 + 200))
    assert grown(before, before._replace(handles_of_children=4 + 200))
    assert grown(before, before._replace(children=3))
    assert grown(before, before._replace(memory=150 + 80))
    assert grown(before, before._replace(memory_of_children=30 + 80))
