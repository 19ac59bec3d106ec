"""运行状况: store, backups, versions, and the checks that tell whether all is well."""

from pages.parts import frame
from pages.parts.navigation import permitted
from pages.parts.operations_parts import answer, checks, details, figures
from services.operations import operations

viewer = permitted("association/operations.py")
found = operations(frame.store(), viewer, now=frame.now())

answer(found)
figures(found)
checks(viewer)
details(found)
