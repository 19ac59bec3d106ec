"""/api/v1 for machines: forms handed in and figures asked for, with a token; every answer is JSON."""

from collections.abc import Awaitable, Callable, Mapping

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from data.store import Store
from models.access import Role, Verb, Viewer
from models.api_token import TokenScope
from models.basis import Basis
from models.errors import NotPermitted, NotPossible, StoreFault
from models.period import Period
from services import settings
from services.api_tokens import Machine, machine_of
from services.documents import BREAKDOWNS, Document, intake_document, progress_document
from services.hand_in import hand_in
from services.metrics import METRICS_TYPE, exposition
from services.periods import find_period
from services.progress import snapshot_for
from services.receive import receive
from services.sources import from_upload
from web.openapi import MOST_UPLOADS, document
from web.refusals import refusal
from web.visitor import address_of, now, visit_of

_Answer = Callable[[Request], Awaitable[Response]]
# Reading forms takes both processors; whoever comes third waits.
_READING_AT_ONCE = 2


class _Refused(Exception):
    """The request is not carried out; the answer says why."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


def routes() -> list[BaseRoute]:
    """Give the addresses for machines."""
    own = [
        Route("/v1/submissions", _answered(_submit), methods=["POST"]),
        Route("/v1/progress", _answered(_progress), methods=["GET"]),
        Route("/v1/metrics", _answered(_metrics), methods=["GET"]),
        Route("/v1/openapi.json", _answered(_openapi), methods=["GET"]),
    ]
    return [Mount("/api", app=Starlette(routes=own, exception_handlers={HTTPException: _not_routed}))]


async def _submit(request: Request) -> Response:
    """Receive the files of a form-data body, as `receive --json` does."""
    machine = await _machine(request, TokenScope.SUBMIT)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "multipart/form-data":
        raise _Refused(415, "请用 multipart/form-data 发送文件（字段 files）和报告期（字段 period）。")
    fields, files = await _sent(request)
    period = await run_in_threadpool(_period, settings.shared_store(), machine.viewer, fields.get("period", ""))
    if period.closed:
        raise _Refused(409, f"报告期 {period.code} 已关闭，不能再收件。")
    if not files:
        raise _Refused(422, "没有文件。请把自评表或 zip 放在字段 files 里，可以重复这个字段。")
    if machine.viewer.role is Role.ENTERPRISE and not fields.get("signer", "").strip():
        raise _Refused(422, "请在字段 signer 里写真实性承诺的承诺人姓名。")
    told = await to_thread.run_sync(lambda: _received(machine.viewer, period.code, files, fields.get("signer", "")), limiter=_limiter())
    return JSONResponse(told)


async def _progress(request: Request) -> Response:
    """Tell the figures of a period, as `progress --json` does."""
    machine = await _machine(request, TokenScope.READ)
    asked = request.query_params
    by, basis = asked.get("by", "total"), asked.get("basis", Basis.SELF.value)
    if by not in BREAKDOWNS:
        raise _Refused(422, f"by 要写 {'、'.join(BREAKDOWNS)} 之一。")
    if basis not in set(Basis):
        raise _Refused(422, "basis 要写 self（自评）或 reviewed（核定）。")
    return JSONResponse(await run_in_threadpool(_told, machine.viewer, asked.get("period", ""), by, Basis(basis)))


async def _metrics(request: Request) -> Response:
    """Tell a monitoring system its numbers, in the text format it reads."""
    machine = await _machine(request, TokenScope.WATCH)
    told = await run_in_threadpool(lambda: exposition(settings.shared_store(), machine.viewer, now=now()))
    return Response(told, media_type=METRICS_TYPE)


async def _openapi(request: Request) -> Response:
    """Describe all this, to whoever is in or has a token."""
    if visit_of(request) is None:
        await _machine(request)
    return JSONResponse(document())


def _received(viewer: Viewer, period: str, files: list[tuple[str, bytes]], signer: str) -> Document:
    store = settings.shared_store()
    if viewer.role is Role.ENTERPRISE:
        return intake_document(hand_in(store, viewer, period, files, signer=signer, now=now()), {})
    sources = (source for name, content in files for source in from_upload(name, content))
    return intake_document(receive(store, viewer, sources, period, now=now()), {})


def _told(viewer: Viewer, period: str, by: str, basis: Basis) -> Document:
    store = settings.shared_store()
    return progress_document(snapshot_for(store, viewer, _period(store, viewer, period).code, basis), by)


def _period(store: Store, viewer: Viewer, code: str) -> Period:
    """Find the period a machine names; it has to name one, be it `latest`."""
    if not code:
        raise _Refused(422, "请写报告期 period，例如 2020；latest 为最近一期。")
    try:
        return find_period(store, viewer, code)
    except NotPossible as fault:
        raise _Refused(404, str(fault)) from fault


async def _machine(request: Request, scope: TokenScope | None = None) -> Machine:
    """Tell whose token this is; a browser's cookie opens nothing here."""
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    found = None
    if kind.lower() == "bearer" and text.strip():
        found = await run_in_threadpool(lambda: machine_of(settings.shared_store(), text.strip(), address=address_of(request), now=now()))
    if found is None:
        raise _Refused(401, "请在 Authorization: Bearer 里写有效的接口令牌。令牌由管理员在“接口令牌”页发放。")
    if scope is not None and scope not in found.scopes:
        raise _Refused(403, f"这个令牌不能用来{scope.chinese}。请向管理员申请另一个。")
    if scope is TokenScope.SUBMIT and not found.viewer.may(Verb.SUBMIT):
        raise _Refused(403, f"令牌所属的账号没有{Verb.SUBMIT.chinese}的权限。")
    return found


async def _sent(request: Request) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
    """Read the texts and the files of a body; the gate bounds its size."""
    parser = MultiPartParser(request.headers, request.stream(), max_files=MOST_UPLOADS, max_fields=20)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError) as fault:
        many = "Too many files" in str(fault)
        raise _Refused(
            413 if many else 422, f"一次最多 {MOST_UPLOADS} 个文件，请打包成 zip。" if many else "请求体不是完整的 multipart/form-data。"
        ) from fault
    try:
        listed = form.multi_items()
        files = [(part.filename or "文件", await part.read()) for name, part in listed if isinstance(part, UploadFile) and name == "files"]
        return {name: part for name, part in listed if isinstance(part, str)}, files
    finally:
        await form.close()


def _answered(work: Callable[[Request], Awaitable[Response]]) -> _Answer:
    """Turn whatever is raised into an answer a machine can read."""

    async def answer(request: Request) -> Response:
        try:
            return await work(request)
        except _Refused as refused:
            return refusal(refused.status, refused.message)
        except NotPermitted as fault:
            return refusal(403, str(fault))
        except NotPossible as fault:
            return refusal(409, str(fault))
        except StoreFault as fault:
            return refusal(503, str(fault))
        except HTTPException:
            raise
        except Exception:  # noqa: BLE001 - a machine can do nothing with a traceback; the log has it
            settings.log().exception("unexpected fault in the API")
            return refusal(500, "程序出错，已记入日志。请告诉维护人员。")

    return answer


def _not_routed(request: Request, fault: Exception) -> Response:  # noqa: ARG001 - a handler is handed the request
    """Answer for an address or a method there is not."""
    assert isinstance(fault, HTTPException)
    told = {404: "没有这个接口。接口说明在 /api/v1/openapi.json。", 405: "这个接口不支持这种请求方法。"}
    return refusal(fault.status_code, told.get(fault.status_code, "请求写得不对。"), _plain(fault.headers))


def _plain(headers: Mapping[str, str] | None) -> dict[str, str]:
    return dict(headers or {})


_limiters: list[CapacityLimiter] = []


def _limiter() -> CapacityLimiter:
    """Give the queue of those whose forms are being read; it belongs to the event loop and is made in it."""
    if not _limiters:
        _limiters.append(CapacityLimiter(_READING_AT_ONCE))
    return _limiters[0]
