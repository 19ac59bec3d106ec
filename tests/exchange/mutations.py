"""Spoils real forms, byte by byte and tag by tag; run as a module it tries many and prints a summary."""

import random
import re
import struct
import zlib
from collections.abc import Callable
from datetime import date
from functools import cache
from html import escape
from io import BytesIO

from openpyxl import load_workbook

from exchange.template import build_form
from exchange.typed_levels import with_typed_levels
from models.assessment import Answer, Field, Level, SelfAssessment
from tests.builders import PERIOD, USCC, edition, enterprise
from tests.exchange.crafted_zip import packed, parts_of

Parts = list[tuple[str, bytes]]
_ATTRIBUTE = re.compile(rb'\s([\w:]+)="([^"]*)"')
_TEXT = re.compile(rb">([^<>]+)<")
_TAG = re.compile(rb"<[^<>]+>")
_ELEMENT = re.compile(rb"<([\w:]+)(?:\s[^<>]*)?(?:/>|>[^<>]*</\1>)")
_ADDRESS = re.compile(rb'r="([A-Z]+)([0-9]+)"')
# What a program may stumble over where a number, a place, a name or a text should stand.
_ODD = (
    b"", b"0", b"-1", b"1", b"4", b"2.5", b"65535", b"65536", b"1048577", b"2147483648", b"4294967295", b"99999999999999999999",
    b"1e308", b"1e999", b"NaN", b"-0", b"INF", b"true", b" ", b"A1", b"XFD1048576", b"XFE1", b"A0", b"A1:XFD1048576", b"A:A", b"1:1048576",
    b"ZZZZZZZ9", b"s", b"e", b"b", b"d", b"str", b"inlineStr", b"#REF!", b"#N/A", b"=1+1", b"../../x", b"/etc/passwd", b"rId1", b"rId99",
    b"&#0;", b"&#10;", b"&#xD800;", b"&#x1F600;", b"&amp;", b"&lt;c r='A1'/>", b"_x0000_", b"_x000D_", b"2020-13-45", b"\xe4\xb8\x8d\xe9\x80\x82\xe7\x94\xa8",
    b"\xc3\x28", b"\xed\xa0\x80", b"\0", b"A" * 70_000, b"9" * 400,
)  # fmt: skip
_SNIPPETS = (
    b"<!-- -->", b'<!--<c r="A1"/>-->', b'<![CDATA[<c r="A1"><v>1</v></c>]]>', b'<?xml version="1.0"?>', b"<!DOCTYPE a>",
    b'<c r="D12" t="s"><v>999999</v></c>', b'<c r="D12"><v>3</v></c>', b'<row r="12"><c r="D12"><v>4</v></c></row>',
    b"<c><v>1</v></c>", b'<x:c xmlns:x="urn:x" r="D13"><x:v>1</x:v></x:c>', b'<mergeCell ref="A1:ZZ999"/>', b"<f>SUM(A1:XFD1048576)</f>",
    b'<sheet name="\xe8\x87\xaa\xe8\xaf\x84\xe8\xa1\xa8" sheetId="9" r:id="rId1"/>', b"<si><t>x</t></si>", b"<si/>", b"<v>1</v><v>2</v>", b"<a" * 5000, b"<a>" * 5000,
)  # fmt: skip


@cache
def forms() -> tuple[bytes, ...]:
    """Fill forms as they really come in: one that passes, one with faults, one typed over, one saved by openpyxl."""
    of = enterprise()
    passing = {
        item.code: Answer(level=Level.IMPLEMENTED, texts={Field.NOTE: "已建立 <制度> & “办法”\n见附件"})
        if item.applies(of.size, of.traits)
        else Answer(level=Level.NOT_APPLICABLE, texts={Field.REASON: "没有这类产品"})
        for item in edition().items
    }
    levels = tuple(level for level in Level if level is not Level.FAULTY)
    mixed = {code: Answer(level=levels[place % len(levels)]) for place, code in enumerate(passing)}
    form, faulty = _filled(passing), _filled(mixed)
    typed = with_typed_levels(form, {"H8": "４分", "H9": "3级", "H10": "不适用", "H11": "#REF!"})
    resaved = BytesIO()
    load_workbook(BytesIO(form)).save(resaved)
    return form, faulty, typed, resaved.getvalue()


def _filled(answers: dict[str, Answer]) -> bytes:
    filled = SelfAssessment(uscc=USCC, period=PERIOD.code, edition=PERIOD.edition, answers=answers)
    return build_form(edition(), enterprise(), PERIOD, issued_on=date(2020, 7, 1), digest="0123abcd", previous=filled, carry_levels=True)


def mutant(number: int, seed: int = 0) -> tuple[str, bytes]:
    """Spoil a form in one to three ways; the same number and seed give the same bytes. Name what was done."""
    chance = random.Random(f"{seed}:{number}")
    content = chance.choice(forms())
    done: list[str] = []
    if chance.random() < 0.8:
        parts = list(_parts(content).items())
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            change = chance.choice(IN_PARTS)
            done.append(change.__name__.strip("_"))
            parts = change(parts, chance)
        content = packed(parts, 1)
    if not done or chance.random() < 0.1:
        container = chance.choice(IN_CONTAINER)
        done.append(container.__name__.strip("_"))
        content = container(content, chance)
    return " + ".join(done), content


_parts = cache(parts_of)


def _in_one(change: Callable[[bytes, random.Random], bytes]) -> Callable[[Parts, random.Random], Parts]:
    """Make a change of one part's bytes a change of the parts; the sheets are hit most."""

    def changed(parts: Parts, chance: random.Random) -> Parts:
        weights = [8 if "worksheets/sheet" in name else 3 if "workbook" in name else 2 for name, _ in parts]
        [place] = chance.choices(range(len(parts)), weights)
        name, data = parts[place]
        return [*parts[:place], (name, change(data, chance)), *parts[place + 1 :]]

    changed.__name__ = change.__name__
    return changed


def _replaced(
    expression: re.Pattern[bytes], group: int, new: Callable[[random.Random, bytes, re.Match[bytes]], bytes]
) -> Callable[..., bytes]:
    def replaced(data: bytes, chance: random.Random) -> bytes:
        found = list(expression.finditer(data))
        if not found:
            return data
        match = chance.choice(found)
        return data[: match.start(group)] + new(chance, data, match) + data[match.end(group) :]

    return replaced


def _named(name: str, change: Callable[..., bytes]) -> Callable[[Parts, random.Random], Parts]:
    change.__name__ = name
    return _in_one(change)


def _odd(chance: random.Random, _data: bytes, _match: re.Match[bytes]) -> bytes:
    return chance.choice(_ODD)


def _borrowed(chance: random.Random, data: bytes, _match: re.Match[bytes]) -> bytes:
    return chance.choice(_ATTRIBUTE.findall(data))[1]


def _elsewhere(chance: random.Random, _data: bytes, match: re.Match[bytes]) -> bytes:
    column = chance.choice((b"A", b"D", b"E", b"ZZ", b"XFD", match[1]))
    return b'r="' + column + chance.choice((b"1", b"12", b"4999", b"1048576", match[2])) + b'"'


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    spoiled = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if spoiled:
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
    return bytes(spoiled)


def _inserted(data: bytes, chance: random.Random) -> bytes:
    places = [match.end() for match in _TAG.finditer(data)] or [0]
    place = chance.choice(places)
    return data[:place] + chance.choice(_SNIPPETS) + data[place:]


def _emptied(_data: bytes, _chance: random.Random) -> bytes:
    return b""


def _gone(parts: Parts, chance: random.Random) -> Parts:
    place = chance.randrange(len(parts))
    return [*parts[:place], *parts[place + 1 :]]


def _twice(parts: Parts, chance: random.Random) -> Parts:
    return [*parts, chance.choice(parts)]


def _swapped(parts: Parts, chance: random.Random) -> Parts:
    name, other = chance.choice(parts)[0], chance.choice(parts)[1]
    return [(known, other if known == name else data) for known, data in parts]


def _renamed(parts: Parts, chance: random.Random) -> Parts:
    place = chance.randrange(len(parts))
    name, data = parts[place]
    names = (
        name.upper(),
        "x/" + name,
        "/" + name,
        name.replace("/", "\\"),
        name + ".bak",
        chance.choice(parts)[0],
        "",
        "é" + name,
        name + "\0",
    )
    return [*parts[:place], (chance.choice(names), data), *parts[place + 1 :]]


def _shuffled(parts: Parts, chance: random.Random) -> Parts:
    return chance.sample(parts, len(parts))


def _bytes(content: bytes, chance: random.Random) -> bytes:
    return _flipped(content, chance)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return _truncated(content, chance)


def _around(content: bytes, chance: random.Random) -> bytes:
    extra = chance.randbytes(chance.choice((1, 22, 500)))
    return chance.choice(
        (extra + content, content + extra, content + content, content[: len(content) // 2] + extra + content[len(content) // 2 :])
    )


def _directory(content: bytes, chance: random.Random) -> bytes:
    return _field(content, chance, b"PK\x01\x02", (8, 10, 16, 20, 24, 28, 30, 32, 34, 42, 46))


def _heading(content: bytes, chance: random.Random) -> bytes:
    return _field(content, chance, b"PK\x03\x04", (6, 8, 14, 18, 22, 26, 28, 30))


def _ending(content: bytes, chance: random.Random) -> bytes:
    return _field(content, chance, b"PK\x05\x06", (4, 6, 8, 10, 12, 16, 20))


def _field(content: bytes, chance: random.Random, mark: bytes, fields: tuple[int, ...]) -> bytes:
    places = [match.start() for match in re.finditer(re.escape(mark), content)]
    place = chance.choice(places) + chance.choice(fields)
    value = struct.pack("<H", chance.choice((0, 1, 8, 9, 14, 99, 0x0800, 0x7FFF, 0xFFFF, chance.randrange(65536))))
    return content[:place] + value + content[place + 2 :]


def _block(content: bytes, chance: random.Random) -> bytes:
    """Put another packed text where a part's packed text stands, with sizes and checks as they were."""
    packed_text = zlib.compress(escape("<worksheet/>" * chance.randrange(1, 900)).encode())[2:-4]
    place = chance.choice([match.end() for match in re.finditer(rb"xml", content)])
    return content[:place] + packed_text + content[place + len(packed_text) :]


IN_PARTS: tuple[Callable[[Parts, random.Random], Parts], ...] = (
    *(_named("attribute", _replaced(_ATTRIBUTE, 2, _odd)),) * 4,
    *(_named("text", _replaced(_TEXT, 1, _odd)),) * 3,
    *(_named("address", _replaced(_ADDRESS, 0, _elsewhere)),) * 2,
    _named("borrowed attribute", _replaced(_ATTRIBUTE, 2, _borrowed)),
    _named("attribute name", _replaced(_ATTRIBUTE, 1, lambda chance, *_: chance.choice((b"r", b"t", b"ref", b"s", b"x", b"x:r", b"R")))),
    *(_named("element twice", _replaced(_ELEMENT, 0, lambda _c, _d, match: match[0] * 2)),) * 2,
    _named("element gone", _replaced(_ELEMENT, 0, lambda *_: b"")),
    _named("element in itself", _replaced(_ELEMENT, 0, lambda _c, _d, match: b"<" + match[1] + b">" + match[0] + b"</" + match[1] + b">")),
    _named("tag gone", _replaced(_TAG, 0, lambda *_: b"")),
    _named("prefixed tag", _replaced(_TAG, 0, lambda _c, _d, match: match[0].replace(b"</", b"</x:").replace(b"<", b"<x:", match[0][1:2] != b"/"))),
    _in_one(_truncated), _in_one(_flipped), *(_in_one(_inserted),) * 2, _in_one(_emptied),
    _gone, _twice, _swapped, _renamed, _shuffled,
)  # fmt: skip
IN_CONTAINER: tuple[Callable[[bytes, random.Random], bytes], ...] = (_bytes, _cut, _around, _directory, _heading, _ending, _block)


if __name__ == "__main__":
    from tests.exchange.mutation_run import main

    main()
