"""Makes 统一社会信用代码 that check and yet can belong to nobody: no province has a city numbered 99."""

from stdnum.cn import uscc as standard

_INDUSTRY_AND_COMMERCE, _COMPANY, _NO_CITY = "9", "1", "9900"
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LAST_OF_ORGANISATION = {10: "X", 11: "0"}
_NUMBERS = 10**8


def invented_uscc(region_code: str, number: int) -> str:
    """Make the code of an invented company: two digits of its province (GB/T 2260) and a number below 100 million."""
    digits = f"{number % _NUMBERS:08d}"
    body = f"{_INDUSTRY_AND_COMMERCE}{_COMPANY}{region_code}{_NO_CITY}{digits}{_organisation_check(digits)}"
    return body + str(standard.calc_check_digit(body))


def _organisation_check(digits: str) -> str:
    """Work out the ninth place of the organisation's number, GB 11714."""
    rest = 11 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=True)) % 11
    return _LAST_OF_ORGANISATION.get(rest, str(rest))
