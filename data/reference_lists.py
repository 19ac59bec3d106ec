"""Loads the reference lists a roster is read against: provinces and sectors."""

from functools import lru_cache
from pathlib import Path

from data.yaml_nodes import Entry, YamlFile
from models.errors import CatalogueFault
from models.reference import Division, ReferenceLists, Region

_FOLDER = Path(__file__).resolve().parent / "reference"


@lru_cache(maxsize=4)
def load_reference_lists(folder: Path = _FOLDER) -> ReferenceLists:
    """Load regions.yaml and sectors.yaml of a folder, once; CatalogueFault carries all their faults."""
    regions_file, sectors_file = YamlFile(folder / "regions.yaml"), YamlFile(folder / "sectors.yaml")
    regions = Entry(regions_file, regions_file.root, "地区表", ("regions",))
    sectors = Entry(sectors_file, sectors_file.root, "行业表", ("sectors", "other_sector", "aliases", "divisions"))
    lists = ReferenceLists(
        regions=tuple(_region(entry) for entry in regions.entries("regions", "地区", ("name", "code"), ("also",))),
        sectors=sectors.texts("sectors"),
        other_sector=sectors.text("other_sector"),
        sector_aliases=dict(_alias(entry) for entry in sectors.entries("aliases", "别名", ("name", "sector"))),
        divisions=tuple(_division(entry) for entry in sectors.entries("divisions", "分类", ("code", "name"), ("sector",))),
    )
    _check_sectors(sectors, lists)
    if faults := regions_file.faults() + sectors_file.faults():
        raise CatalogueFault(faults)
    return lists


def _region(entry: Entry) -> Region:
    return Region(name=entry.text("name"), code=entry.text("code"), also=entry.texts("also"))


def _alias(entry: Entry) -> tuple[str, str]:
    return entry.text("name"), entry.text("sector")


def _division(entry: Entry) -> Division:
    return Division(code=entry.text("code"), name=entry.text("name"), sector=entry.text("sector") or None)


def _check_sectors(sectors: Entry, lists: ReferenceLists) -> None:
    used = {lists.other_sector, *lists.sector_aliases.values(), *(division.sector for division in lists.divisions)}
    for name in sorted(name for name in used if name and name not in lists.sectors):
        sectors.fault(f"用到的分行业 {name} 不在 sectors 里。", "sectors")
