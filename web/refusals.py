"""Saying no to a machine: JSON with a code to branch on and a sentence to show."""

from collections.abc import Mapping

from starlette.responses import JSONResponse

CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    409: "conflict",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    500: "fault",
    503: "unavailable",
}


def refusal(status: int, message: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Answer with a status, its code and a Chinese sentence that says what to do."""
    more = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    body = {"error": {"code": CODES.get(status, "refused"), "message": message}}
    return JSONResponse(body, status, {"Cache-Control": "no-store", **more, **(headers or {})})
