"""统一社会信用代码 as people write it: put into its plain form, and what is likely wrong with one that does not check."""

from stdnum.cn import uscc as standard

from exchange.text import hyphenated

LENGTH = 18
_ALPHABET = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_LOOKALIKES = {"O": "0", "I": "1", "S": "5", "Z": "2"}
_REGION = slice(2, 8)
_MOST_SWAPS = 2


def normalise_uscc(text: str) -> str:
    """Take off what surrounds a code and make it half-width and upper case; nothing is guessed."""
    return hyphenated(text).replace("-", "").lstrip("'").upper()


def strange_letters(code: str) -> str:
    """Give the characters of a code that GB 32100 does not use (I, O, S, V, Z among them), each once."""
    return "".join(dict.fromkeys(letter for letter in code if letter not in _ALPHABET))


def is_sound(code: str) -> bool:
    """Say whether 18 characters are a code with the right check digit.

    stdnum wants digits in the first two places; GB 32100 has letters there too (N, Y), so they are asked of stdnum's
    check digit alone.
    """
    if len(code) != LENGTH or strange_letters(code):
        return False
    return standard.is_valid(code) or (_digits(code[_REGION]) and standard.calc_check_digit(code[:-1]) == code[-1])


def likely_slip(code: str) -> str:
    """Name the likely slip in an unsound code of 18 characters, in Chinese; a code is suggested only if it checks."""
    strange = strange_letters(code)
    if strange:
        replaced = "".join(_LOOKALIKES.get(letter, letter) for letter in code)
        return f"是否为 {replaced}（{_lookalikes(strange)}）？" if is_sound(replaced) else _last_should_be(code)
    if not _digits(code[_REGION]):
        return "第 3–8 位应是数字。"
    if code.endswith("000") and code.isdecimal():
        return "末三位是 000，可能曾被存成数字，末几位已丢失。"
    return _transposition(code) + _last_should_be(code)


def _lookalikes(strange: str) -> str:
    return "，".join(f"把数字 {_LOOKALIKES[letter]} 写成了字母 {letter}" for letter in strange if letter in _LOOKALIKES)


def _last_should_be(code: str) -> str:
    return "" if strange_letters(code[:-1]) else f"如果前 17 位没有错，最后一位应是 {standard.calc_check_digit(code[:-1])}。"


def _transposition(code: str) -> str:
    """Name the swaps of neighbours that make the code check, unless there are so many that none is likely."""
    found = [place for place in range(LENGTH - 1) if code[place] != code[place + 1] and is_sound(_swapped(code, place))]
    if not 1 <= len(found) <= _MOST_SWAPS:
        return ""
    return "或".join(f"第 {place + 1}、{place + 2} 位可能颠倒了（应为 {_swapped(code, place)}）" for place in found) + "；"


def _swapped(code: str, place: int) -> str:
    return code[:place] + code[place + 1] + code[place] + code[place + 2 :]


def _digits(text: str) -> bool:
    return text.isascii() and text.isdecimal()
