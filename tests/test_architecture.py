"""The layout of the house holds: imports run downwards, libraries stay at home, files stay small."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
TOP = {"dashboard.py", "manage.py"}
LONGEST = 300
MODULES = sorted(
    path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.py") if not path.relative_to(ROOT).parts[0].startswith((".", "var"))
)
PRODUCT = [name for name in MODULES if not name.startswith("tests/")]


def test_imports_run_downwards_and_libraries_stay_at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)

    assert lint_imports(config_filename=".importlinter", no_cache=True) == 0


def test_every_package_of_the_product_stands_in_the_layers() -> None:
    config = ConfigParser(inline_comment_prefixes=None)
    config.read(ROOT / ".importlinter", encoding="utf-8")

    layers = config["importlinter:contract:layers"]["layers"].replace(":", " ").replace("|", " ").split()

    packages = {name.split("/")[0] for name in PRODUCT if "/" in name}
    assert packages <= {layer.strip("()") for layer in layers}
    assert packages == set(config["importlinter"]["root_packages"].split())


def test_the_two_entrances_stand_on_top_and_nobody_imports_them() -> None:
    assert {name for name in PRODUCT if "/" not in name} == TOP
    assert [name for name in PRODUCT if {"dashboard", "manage"} & set(_imported(name))] == []


def test_no_page_lies_directly_in_pages() -> None:
    assert [path.name for path in (ROOT / "pages").glob("*.py")] == ["__init__.py"]


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_in_a_sentence_what_it_is_for(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(text)) or ""

    assert docstring.split("\n")[0].endswith((".", ":", "。")) or not text.strip()


@pytest.mark.parametrize("name", PRODUCT)
def test_no_module_of_the_product_is_longer_than_a_person_can_keep_in_mind(name: str) -> None:
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_no_page_gives_a_file_through_streamlits_media_store() -> None:
    giving = [name for name in PRODUCT if name.startswith("pages/") and "download_button" in (ROOT / name).read_text(encoding="utf-8")]

    assert giving == []


def test_no_module_is_named_for_nothing() -> None:
    assert [name for name in MODULES if Path(name).stem in {"utils", "util", "helpers", "misc", "common", "base", "core"}] == []


def test_the_models_know_what_their_values_are() -> None:
    assert [name for name in PRODUCT if name.startswith("models/") and "typing.Any" in _imported(name)] == []


def test_the_models_do_not_ask_what_time_it_is() -> None:
    asking = [name for name in PRODUCT if name.startswith("models/") and {"now", "today", "utcnow"} & set(_called(name))]

    assert asking == []


def _imported(name: str) -> Iterator[str]:
    """Give what a module imports, as `package.module` and, for a name out of one, `package.module.name`."""
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _called(name: str) -> Iterator[str]:
    for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr
