"""Reads a YAML file by its nodes, so that every fault can name its line and all of them come in one pass."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

import yaml

_Choice = TypeVar("_Choice", bound=StrEnum)
# The C loader is ten times faster; a source build of PyYAML may lack it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KIND_NAMES = {"int": "数字", "float": "数字", "bool": "是否", "null": "空", "timestamp": "日期", "map": "一组“名称: 值”", "seq": "列表"}


class YamlFile:
    """One file being read, and the faults found in it so far."""

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.name = path.name
        self.faulty_keys: set[str] = set()
        self._faults: list[tuple[int, str]] = []
        self.root = self._compose(path.read_bytes() if content is None else content)

    def fault(self, line: int, text: str) -> None:
        """Note a fault of a line, counted from 1."""
        self._faults.append((line, text))

    def faults(self) -> tuple[str, ...]:
        """List the faults by line, each once, as `2020.yaml 第 123 行：…`."""
        return tuple(f"{self.name} 第 {line} 行：{text}" for line, text in sorted(set(self._faults)))

    def _compose(self, content: bytes) -> yaml.Node | None:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.fault(content[: error.start].count(b"\n") + 1, "不是 UTF-8 编码的文字，请用文本编辑器另存为 UTF-8。")
            return None
        try:
            root: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            self._note_syntax(error, text.split("\n"))
            return None
        if root is None:
            self.fault(1, "文件是空的。")
        return root

    def _note_syntax(self, error: yaml.YAMLError, lines: list[str]) -> None:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = min(mark.line if mark else 0, len(lines) - 1)
        shown = lines[place].strip()[:40]
        self.fault(place + 1, f"YAML 写法有误，请检查这一行和上一行的缩进、引号和冒号（这一行是“{shown}”）。改好后再检查其余内容。")


class Entry:
    """One mapping of the file: gives its values with their type, and notes those missing, unknown or of another type.

    A faulty value is replaced by an empty one of its type, so that reading goes on; the faults forbid its use.
    """

    def __init__(self, file: YamlFile, node: yaml.Node | None, what: str, keys: Iterable[str], optional: Iterable[str] = ()) -> None:
        self.file = file
        self.line = node.start_mark.line + 1 if node else 1
        self.what = what
        self._values: dict[str, yaml.Node] = {}
        if isinstance(node, yaml.MappingNode):
            self._take(node, (*keys, *optional))
            self._note_missing(keys)
        elif node is not None:
            self.fault(f"应是一组“名称: 值”，读到的是{_kind_name(node)}。")

    def fault(self, text: str, key: str | None = None) -> None:
        """Note a fault of this entry, at the line of one of its keys if given."""
        if key:
            self.file.faulty_keys.add(key)
        self.file.fault(self.line_of(key) if key else self.line, f"{self.what}：{text}")

    def line_of(self, key: str) -> int:
        """Give the line of a value, or of the entry when it is absent."""
        node = self._values.get(key)
        return node.start_mark.line + 1 if node else self.line

    def has(self, key: str) -> bool:
        """Say whether the entry has this key."""
        return key in self._values

    def named_by(self, key: str) -> "Entry":
        """Let the faults of this entry name it by the value of a key."""
        self.what = f"{self.what} {self.raw(key)}".rstrip()
        return self

    def raw(self, key: str) -> str:
        """Give a single value as it stands in the file, whatever its type."""
        node = self._values.get(key)
        return str(node.value) if isinstance(node, yaml.ScalarNode) else ""

    def text(self, key: str) -> str:
        """Read a text that is not empty."""
        node = self._values.get(key)
        return self._text_of(node, key) if node else ""

    def texts(self, key: str, at_least: int = 1) -> tuple[str, ...]:
        """Read a list of texts."""
        return tuple(self._text_of(node, key) for node in self._sequence(key, at_least))

    def integer(self, key: str, low: int, high: int) -> int:
        """Read an integer from low to high."""
        node = self._values.get(key)
        if node is None:
            return low
        if not _has_tag(node, "int") or not re.fullmatch(r"-?\d+", node.value):
            self.fault(f"{key} 应是 {low}–{high} 的整数，读到的是{_shown(node)}。", key)
            return low
        if not low <= int(node.value) <= high:
            self.fault(f"{key} 应是 {low}–{high} 的整数，读到的是 {node.value}。", key)
        return int(node.value)

    def optional_integer(self, key: str, low: int, high: int) -> int | None:
        """Read an integer from low to high, or null."""
        node = self._values.get(key)
        return None if node is None or _has_tag(node, "null") else self.integer(key, low, high)

    def fraction(self, key: str) -> Fraction:
        """Read a number, exactly as its digits say."""
        node = self._values.get(key)
        if isinstance(node, yaml.ScalarNode) and re.fullmatch(r"\d+(\.\d+)?", node.value):
            return Fraction(node.value)
        if node is not None:
            self.fault(f"{key} 应是数字，读到的是{_shown(node)}。", key)
        return Fraction(0)

    def flag(self, key: str) -> bool:
        """Read true or false; absent is false."""
        node = self._values.get(key)
        if node is not None and (not _has_tag(node, "bool") or node.value not in {"true", "false"}):
            self.fault(f"{key} 应是 true 或 false，读到的是{_shown(node)}。", key)
        return node is not None and node.value == "true"

    def choice(self, key: str, kind: type[_Choice]) -> _Choice:
        """Read one word of a closed set."""
        node = self._values.get(key)
        return self._choice_of(node, key, kind) if node else next(iter(kind))

    def choices(self, key: str, kind: type[_Choice]) -> tuple[_Choice, ...]:
        """Read a list of words of a closed set; absent is none."""
        return tuple(self._choice_of(node, key, kind) for node in self._sequence(key))

    def entry(self, key: str, what: str, keys: Iterable[str], optional: Iterable[str] = ()) -> "Entry":
        """Read a mapping inside this one."""
        return Entry(self.file, self._values.get(key), f"{self.what}的 {what}", keys, optional)

    def entries(self, key: str, what: str, keys: Iterable[str], optional: Iterable[str] = (), at_least: int = 1) -> tuple["Entry", ...]:
        """Read a list of mappings; the first key names each of them in its faults."""
        keys = tuple(keys)
        return tuple(Entry(self.file, node, what, keys, optional).named_by(keys[0]) for node in self._sequence(key, at_least))

    def keys(self) -> tuple[str, ...]:
        """List the keys of this entry in the file's order."""
        return tuple(self._values)

    def _take(self, node: yaml.MappingNode, known: tuple[str, ...]) -> None:
        for key_node, value in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if known and key not in known:
                close = get_close_matches(key, known, n=1)
                hint = f"是否为 {close[0]}？" if close else f"可用的有：{'、'.join(known)}。"
                self.file.fault(line, f"{self.what}：不认识的内容 {key}，{hint}")
            elif key in self._values:
                self.file.fault(line, f"{self.what}：{key} 写了两次（另见第 {self.line_of(key)} 行）。")
            else:
                self._values[key] = value

    def _note_missing(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key not in self._values:
                self.fault(f"缺少 {key}。", key)

    def _sequence(self, key: str, at_least: int = 0) -> list[yaml.Node]:
        node = self._values.get(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault(f"{key} 应是列表，读到的是{_shown(node)}。", key)
            return []
        if len(node.value) < at_least:
            self.fault(f"{key} 是空的，至少要有 {at_least} 条。", key)
        return list(node.value)

    def _text_of(self, node: yaml.Node, key: str) -> str:
        line = node.start_mark.line + 1
        if not _has_tag(node, "str"):
            hint = f'，请加引号写成 "{node.value}"' if isinstance(node, yaml.ScalarNode) and node.value else ""
            self.file.fault(line, f"{self.what}：{key} 应是文字，读到的是{_shown(node)}{hint}。")
        elif node.value != node.value.strip() or not node.value:
            self.file.fault(line, f"{self.what}：{key} 是空的，或者前后有空格。")
        else:
            return str(node.value)
        self.file.faulty_keys.add(key)
        return ""

    def _choice_of(self, node: yaml.Node, key: str, kind: type[_Choice]) -> _Choice:
        if isinstance(node, yaml.ScalarNode) and node.value in set(kind):
            return kind(node.value)
        self.file.faulty_keys.add(key)
        self.file.fault(node.start_mark.line + 1, f"{self.what}：{key} 只能是 {'、'.join(kind)}，读到的是{_shown(node)}。")
        return next(iter(kind))


def _has_tag(node: yaml.Node, tag: str) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == f"tag:yaml.org,2002:{tag}"


def _kind_name(node: yaml.Node) -> str:
    return _KIND_NAMES.get(node.tag.rpartition(":")[2], "文字")


def _shown(node: yaml.Node) -> str:
    return f"{_kind_name(node)} {node.value}".rstrip() if isinstance(node, yaml.ScalarNode) else _kind_name(node)
