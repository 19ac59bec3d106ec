"""What the command line's library complains of, in Chinese."""

import re

_WORDS = (
    (r"Missing (?:parameter|argument|option)[: ]*'?([^'.]*)'?\.?.*", r"缺少 \1。"),
    (r"No such option: (\S+?)\.?(?: .*)?", r"没有 \1 这个选项。"),
    (r"No such command '(.*?)'.*", r"没有“\1”这个命令。"),
    (r".*?'(.*?)' does not match the formats.*", r"日期“\1”写得不对，请写成 2020-09-10。"),
    (r".*?'(.*?)' is not one of (.*?)\.?", r"没有“\1”，只能是 \2。"),
    (r".*?'(.*?)' is not a valid (?:integer|int).*", r"“\1”不是整数。"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多了 \1。"),
    (r"Option '(.*?)' requires an argument\.?", r"\1 后面要写内容。"),
    (r"Usage:.*", "没有写命令。"),
)


def complaint(text: str) -> str:
    """Say what is wrong with a command as it was typed, in one line."""
    for pattern, words in _WORDS:
        if match := re.fullmatch(pattern, text.strip(), re.DOTALL):
            return match.expand(words)
    return f"{text.strip().removesuffix('。')}。"
