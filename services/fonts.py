"""Chinese faces: whether this machine can show the documents it writes, when somebody prints them here or makes a PDF."""

import shutil
import subprocess
import sys

from reports.faces import FACES


def font_advice() -> str:
    """Name the faces of which neither the first choice nor a fall-back is installed; nothing when all can be shown."""
    # Windows and macOS bring Chinese faces along.
    if not sys.platform.startswith("linux"):
        return ""
    families = installed_families()
    if families is None:
        return ""
    missing = [face.name for face in FACES if families.isdisjoint((face.name, *face.fall_backs))]
    if not missing:
        return ""
    return (
        f"本机没有装{'、'.join(missing)}，也没有可以代替的字体。请安装思源宋体、思源黑体（fonts-noto-cjk）；"
        "在装有这些字体的电脑上打开报告不受影响。"
    )


def installed_families() -> frozenset[str] | None:
    """Give the names of the typefaces that the system knows, or None where it does not tell."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    try:
        listed = subprocess.run([lister, ":", "family"], capture_output=True, encoding="utf-8", errors="replace", timeout=30, check=True)  # noqa: S603 - a program of the system's
    except subprocess.SubprocessError:
        return None
    return frozenset(name.strip() for line in listed.stdout.splitlines() for name in line.split(","))
