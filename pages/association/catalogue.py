"""清单: what the notice says, to whom, and which items rest on it; or the items, and which clauses they rest on."""

from models.access import Role
from pages.parts import frame
from pages.parts.catalogue_parts import by_clause, by_item, catalogue_and_answer, choose, source_note
from services.catalogue import catalogue_view

viewer = frame.permitted(Role.ASSOCIATION)
period = frame.chosen_period(viewer)
whole = catalogue_view(period.edition)

catalogue_and_answer(whole)
way, kinds, addressees = choose(whole)
view = catalogue_view(period.edition, kinds, addressees)
if way == "按项目看":
    by_item(view, period)
else:
    by_clause(view, period)
source_note(whole)
