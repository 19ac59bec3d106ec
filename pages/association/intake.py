"""收件: drop the files, see what became of each, take the annotated ones back."""

import streamlit as st

from pages.parts import frame
from pages.parts.intake_parts import choose_intake, downloads, drop_files, result_answer, result_table, show_file
from pages.parts.navigation import permitted
from pages.parts.withdrawing_parts import withdraw_intake
from services.intakes import intake_files, intakes, result_of
from services.withdrawing import withdrawn_among

viewer = permitted("association/intake.py")
period = frame.chosen_period(viewer)

top = st.container()
drop_files(viewer, period)
known = intakes(frame.store(), viewer, period.code)
batch = choose_intake(known)
files = intake_files(frame.store(), viewer, batch.id) if batch else ()
withdrawn = withdrawn_among(frame.store(), viewer, files)
with top:
    result_answer(period, batch, result_of(files, withdrawn))
if batch is not None:
    downloads(files, batch)
    file = result_table(files, withdrawn)
    if file is not None:
        show_file(file, viewer, period)
    withdraw_intake(viewer, period, batch, files)
