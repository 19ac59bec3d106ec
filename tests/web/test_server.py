"""What a server says of itself when it starts."""

from pathlib import Path

from tests.browser.serving import app_process
from tests.waiting import wait_until


def test_a_machine_without_chinese_faces_is_told_at_the_start(tmp_path: Path) -> None:
    lister = tmp_path / "bin" / "fc-list"
    lister.parent.mkdir()
    lister.write_text("#!/bin/sh\necho 'DejaVu Sans'\n", encoding="utf-8")
    lister.chmod(0o755)

    with app_process(tmp_path, PATH=str(lister.parent)):
        log = tmp_path / "logs" / "product.log"
        wait_until(lambda: log.exists() and log.read_text(encoding="utf-8").endswith("\n"))

        assert "请安装思源宋体、思源黑体（fonts-noto-cjk）" in log.read_text(encoding="utf-8")
