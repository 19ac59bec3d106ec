"""The typefaces of our Word documents, with their fall-backs; without python-docx, since a server looks for them at its start."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface for Chinese, what Word takes where it is missing, and the face of the digits beside it."""

    name: str
    fall_backs: tuple[str, ...]
    digits: str = "Times New Roman"


# GB/T 9704-2012, 5.2.2 and 7: 小标宋 for the title, 仿宋 for the text, 黑体 and 楷体 for the two levels of headings.
TITLE = Face("方正小标宋简体", ("方正小标宋_GBK", "华文中宋", "思源宋体", "Noto Serif CJK SC", "宋体"))
BODY = Face("仿宋_GB2312", ("仿宋", "FangSong", "华文仿宋", "思源宋体", "Noto Serif CJK SC"))
HEADING = Face("黑体", ("SimHei", "华文黑体", "思源黑体", "Noto Sans CJK SC"))
SUBHEADING = Face("楷体_GB2312", ("楷体", "KaiTi", "华文楷体", "思源宋体", "Noto Serif CJK SC"))
TABLE = Face("宋体", ("SimSun", "华文宋体", "思源宋体", "Noto Serif CJK SC"))
SHEET = Face("微软雅黑", ("Microsoft YaHei", "PingFang SC", "思源黑体", "Noto Sans CJK SC"), digits="Arial")
FACES = (TITLE, BODY, HEADING, SUBHEADING, TABLE, SHEET)
