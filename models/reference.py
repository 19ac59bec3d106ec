"""The lists a roster is read against: provinces, the association's 13 sectors, and what of GB/T 4754 belongs to which."""

import re
from dataclasses import dataclass
from functools import cached_property

_DIVISION_CODE = re.compile(r"[Cc]?(\d{2,4})(?!\d)")
_REGION_CODE = re.compile(r"(\d{2})(\d{2}){0,2}")
_NAME_ENDING = re.compile(r"(制造业|制造|行业|业)$")
_PUNCTUATION = re.compile(r"[\s、，,/和及（）()]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """地区: a province by its short name, its GB/T 2260 digits, and what else people write for it."""

    name: str
    code: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A class of GB/T 4754-2017 of two to four digits; `sector` is None when it belongs to no single one."""

    code: str
    name: str
    sector: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorMatch:
    """What was made of 行业; `candidates` are the sectors it is spread over when it is not certain."""

    sector: str
    certain: bool
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReferenceLists:
    """Provinces and sectors, and how what people write is recognised; texts come half-width and without spaces."""

    regions: tuple[Region, ...]
    sectors: tuple[str, ...]
    other_sector: str
    sector_aliases: dict[str, str]
    divisions: tuple[Division, ...]

    def region_named(self, text: str) -> str | None:
        """Recognise a province: 江苏, 江苏省, 江苏省苏州市, 320500; None when it is none."""
        if _REGION_CODE.fullmatch(text):
            return self._region_by_code.get(text[:2])
        return next((region for start, region in self._region_by_start if text.startswith(start)), None)

    def sector_named(self, text: str) -> SectorMatch:
        """Recognise one of the 13 sectors, or a GB/T 4754 class by code or name; what is neither is the other sector."""
        sector = self._sector_by_name.get(text)
        if sector:
            return SectorMatch(sector=sector, certain=True)
        division = self._division_of(text)
        if division is None:
            return SectorMatch(sector=self.other_sector, certain=False)
        if division.sector:
            return SectorMatch(sector=division.sector, certain=True)
        return SectorMatch(sector=self.other_sector, certain=False, candidates=self._within(division.code))

    def _division_of(self, text: str) -> Division | None:
        named = self._division_by_name.get(_essence(re.sub(_DIVISION_CODE, "", text, count=1)))
        code = _DIVISION_CODE.match(text)
        by_code = self._division_by_code(code.group(1)) if code else None
        return by_code or named

    def _division_by_code(self, code: str) -> Division | None:
        """Find the narrowest class listed: 3419 is judged as 341 when it is not listed itself."""
        listed = self._division_by_digits
        return next((listed[code[:length]] for length in range(len(code), 1, -1) if code[:length] in listed), None)

    def _within(self, code: str) -> tuple[str, ...]:
        inside = {division.sector for division in self.divisions if division.code.startswith(code)}
        return tuple(sector for sector in self.sectors if sector in inside)

    @cached_property
    def _region_by_code(self) -> dict[str, str]:
        return {region.code: region.name for region in self.regions}

    @cached_property
    def _region_by_start(self) -> tuple[tuple[str, str], ...]:
        """Ways to begin a region's name, longest first: 海南州 is not in 海南."""
        starts = [(start, region.name) for region in self.regions for start in (region.name, *region.also)]
        return tuple(sorted(starts, key=lambda pair: -len(pair[0])))

    @cached_property
    def _sector_by_name(self) -> dict[str, str]:
        named = {sector: sector for sector in self.sectors} | self.sector_aliases
        return named | {f"{name}行业": sector for name, sector in named.items()}

    @cached_property
    def _division_by_digits(self) -> dict[str, Division]:
        return {division.code: division for division in self.divisions}

    @cached_property
    def _division_by_name(self) -> dict[str, Division]:
        return {_essence(division.name): division for division in self.divisions}


def _essence(name: str) -> str:
    """Reduce a class's name to what tells it apart: 铁路、船舶 and 铁路船舶, 制造业 and 制造 are the same."""
    return _PUNCTUATION.sub("", _NAME_ENDING.sub("", name.strip("：:·-—. ")))
