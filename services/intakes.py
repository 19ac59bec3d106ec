"""收件 and its results, as they rest in the store: still there after a reload, whoever looks."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from data import batches
from data.store import Store
from models.access import Viewer
from models.submission import Batch, IntakeFile
from services.returning import annotated, returned, returned_name


def intakes(store: Store, viewer: Viewer, period: str) -> tuple[Batch, ...]:
    """Give the intakes of a period, the newest first."""
    with store.reading() as connection:
        return batches.batches(connection, viewer, period)


def intake_files(store: Store, viewer: Viewer, batch: int) -> tuple[IntakeFile, ...]:
    """Give the rows of one intake."""
    with store.reading() as connection:
        return batches.batch_files(connection, viewer, batch)


def annotated_file(store: Store, viewer: Viewer, file: IntakeFile) -> bytes:
    """Annotate one returned file."""
    [(_, content)] = annotated(store, viewer, [file])
    return content


def annotated_pack(store: Store, viewer: Viewer, files: tuple[IntakeFile, ...]) -> bytes:
    """Zip the annotated files of everything an intake returned."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for file, content in annotated(store, viewer, returned(files)):
            archive.writestr(returned_name(file), content)
    return out.getvalue()
