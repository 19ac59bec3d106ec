"""What a server says of itself when it starts."""

import time
from pathlib import Path

from tests.browser.serving import app_process

PATIENCE = 30


def test_a_machine_without_chinese_faces_is_told_at_the_start(tmp_path: Path) -> None:
    lister = tmp_path / "bin" / "fc-list"
    lister.parent.mkdir()
    lister.write_text("#!/bin/sh\necho 'DejaVu Sans'\n", encoding="utf-8")
    lister.chmod(0o755)

    with app_process(tmp_path, PATH=str(lister.parent)):
        log, until = tmp_path / "logs" / "product.log", time.monotonic() + PATIENCE
        while not (log.exists() and log.read_text(encoding="utf-8").endswith("\n")) and time.monotonic() < until:
            time.sleep(0.1)

        assert "请安装思源宋体、思源黑体（fonts-noto-cjk）" in log.read_text(encoding="utf-8")
