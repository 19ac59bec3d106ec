"""收件 and its results, as they rest in the store: still there after a reload, whoever looks."""

from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

from data import batches
from data.store import Store
from models.access import Viewer
from models.submission import Batch, IntakeFile
from services.reporting import Report, silent
from services.returning import annotated, returned, returned_name


def intakes(store: Store, viewer: Viewer, period: str) -> tuple[Batch, ...]:
    """Give the intakes of a period, the newest first."""
    with store.reading() as connection:
        return batches.batches(connection, viewer, period)


def intake_files(store: Store, viewer: Viewer, batch: int) -> tuple[IntakeFile, ...]:
    """Give the rows of one intake."""
    with store.reading() as connection:
        return batches.batch_files(connection, viewer, batch)


def annotated_file(store: Store, file: IntakeFile) -> bytes:
    """Annotate one returned file; when it cannot be rewritten, give it back as it came."""
    [(_, content)] = annotated(store, [file])
    return content if content is not None else store.kept.read(str(file.sha256))


def annotated_pack(store: Store, files: tuple[IntakeFile, ...], report: Report = silent) -> bytes:
    """Zip the annotated files of everything an intake returned."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for done, (file, content) in enumerate(annotated(store, returned(files)), start=1):
            archive.writestr(returned_name(file), content if content is not None else store.kept.read(str(file.sha256)))
            report(done)
    return out.getvalue()
