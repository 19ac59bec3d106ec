"""The values in the attributes of an OpenDocument cell: what cannot be read stays the text it is."""

import datetime as dt
import re

_DURATION = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


def number_of(text: str) -> object:
    """Read `office:value`."""
    try:
        return float(text)
    except ValueError:
        return text


def date_of(text: str) -> object:
    """Read `office:date-value` as a day, or as a moment when it has a time."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment if "T" in text else moment.date()


def time_of(text: str) -> object:
    """Read `office:time-value`, as `PT08H30M00S`."""
    match = _DURATION.fullmatch(text)
    return dt.timedelta(hours=int(match[1][:6]), minutes=int(match[2][:6]), seconds=int(match[3][:6])) if match else text
