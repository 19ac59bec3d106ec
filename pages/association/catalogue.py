"""清单: what the notice says, to whom, and which items rest on it; or the items, and which clauses they rest on."""

from pages.parts import frame
from pages.parts.catalogue_parts import WAYS, by_clause, by_item, catalogue_and_answer, choose, source_note
from pages.parts.download import download_page
from pages.parts.navigation import permitted
from services.catalogue import catalogue_view
from services.download import address

viewer = permitted("association/catalogue.py")
period = frame.chosen_period(viewer)
whole = catalogue_view(period.edition)

catalogue_and_answer(whole)
way, kinds, addressees = choose(whole)
view = catalogue_view(period.edition, kinds, addressees)
if way == WAYS[1]:
    by_item(view, period)
else:
    by_clause(view, period)
source_note(whole)
ordered = "items" if way == WAYS[1] else ""
download_page(address("catalogue", period=period.code, kind=kinds, addressee=addressees, way=ordered), key="catalogue")
