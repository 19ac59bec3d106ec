"""典型案例 of a period: chosen from what the forms tell, or those frozen with its figures."""

from data.store import Store
from data.stories import told_stories
from models.access import Viewer
from models.cases import Cases, choose_cases
from services.frozen_pictures import Pictures


def cases_of(store: Store, viewer: Viewer, found: Pictures) -> Cases:
    """Give the cases of a meeting about these pictures."""
    if found.cases is not None:
        return found.cases
    with store.reading() as connection:
        stories = told_stories(connection, viewer, found.now.period.code)
    return choose_cases(found.now.enterprises, stories, found.now.catalogue)
