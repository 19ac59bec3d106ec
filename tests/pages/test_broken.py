"""A page that breaks says so in Chinese, and the log has the rest."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from services import settings


def _unforeseen() -> None:
    from pages.parts.broken import told

    told(ZeroDivisionError("secret detail"))


def _foreseen() -> None:
    from models.errors import NotPossible
    from pages.parts.broken import told

    told(NotPossible("没有报告期“2031”。"))


def test_what_nobody_foresaw_is_logged_and_told_without_its_details(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[object] = []
    monkeypatch.setattr(settings.log(), "error", lambda *_, exc_info: logged.append(exc_info))

    at = AppTest.from_function(_unforeseen).run()

    [message] = [error.value for error in at.error]
    assert message.startswith("这一页出错了")
    assert "secret" not in message
    assert isinstance(logged[0], ZeroDivisionError)


def test_what_was_foreseen_is_told_as_it_is() -> None:
    at = AppTest.from_function(_foreseen).run()

    assert [error.value for error in at.error] == ["没有报告期“2031”。"]
