"""Compression: Streamlit serves its files as they are, and Plotly's alone is 4.7 MB."""

from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

LEAST_BYTES = 1024
# Level 5 takes half the time of 9 and leaves 3 % more.
LEVEL = 5
# Office files are zips.
_OFFICE = tuple(
    f"application/vnd.openxmlformats-officedocument.{kind}"
    for kind in ("spreadsheetml.sheet", "presentationml.presentation", "wordprocessingml.document")
)


def middleware() -> list[Middleware]:
    """Give the middleware that compresses what is worth it."""
    return [
        Middleware(
            GZipMiddleware, minimum_size=LEAST_BYTES, compresslevel=LEVEL, exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *_OFFICE)
        )
    ]
