"""The description of /api/v1, OpenAPI 3.1; what the answers hold is what `receive --json` and `progress --json` print."""

from typing import Any

from models.basis import Basis
from models.issue import Severity
from models.submission import Outcome
from services.documents import BREAKDOWNS
from web.refusals import CODES

MOST_UPLOADS = 1000
Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_RATE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_LEDGER = ("expected", "received", "accepted", "returned", "missing", "exempt")


def document() -> Schema:
    """Describe the operations."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "工业质量品牌自评", "version": "1", "description": "报送自评表，读取进展。令牌由管理员在“接口令牌”页发放。"},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            "/api/v1/submissions": {"post": _submit()},
            "/api/v1/progress": {"get": _progress()},
            "/api/v1/metrics": {"get": _metrics()},
            "/api/v1/openapi.json": {"get": _self()},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": _error(),
                "Intake": _intake(),
                "File": _file(),
                "Issue": _issue(),
                "Ledger": _ledger(),
                "Progress": _figures(),
            },
        },
    }


def _submit() -> Schema:
    period = _TEXT | {"description": "报告期，如 2020、2020H2；latest 为最近一期", "minLength": 1, "example": "2020"}
    told = f"一次最多 {MOST_UPLOADS} 个，总共 256 MB"
    files = {"type": "array", "minItems": 1, "description": told, "items": _TEXT | {"format": "binary"}}
    signer = _TEXT | {"description": "真实性承诺的承诺人；企业账号的令牌必填，其他账号不用", "maxLength": 40}
    body = {"type": "object", "required": ["period", "files"], "properties": {"period": period, "files": files, "signer": signer}}
    return {
        "operationId": "submit",
        "summary": "报送自评表（scope submit）：Excel、WPS 表格、盖章 PDF 或 zip，一个或多个；逐个文件给出结果",
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": body}}},
        "responses": _answers("Intake", "每个文件一行；退回、拒收的也是 200", 401, 403, 404, 409, 413, 415, 422, 503),
    }


def _progress() -> Schema:
    names = {"by": {"enum": list(BREAKDOWNS), "default": "total"}, "basis": {"enum": [basis.value for basis in Basis], "default": "self"}}
    period = {"name": "period", "in": "query", "required": True, "schema": _TEXT | {"minLength": 1}, "example": "2020"}
    others = [{"name": name, "in": "query", "schema": {"type": "string", **kind}} for name, kind in names.items()]
    return {
        "operationId": "progress",
        "summary": "读取进展（scope read）：按总体、重点工作、项目、地区、行业、规模或企业",
        "parameters": [period, *others],
        "responses": _answers("Progress", "得分是一位小数的字符串，率是 0 到 1 的数", 401, 403, 404, 422, 503),
    }


def _metrics() -> Schema:
    told = {"description": "Prometheus 文本格式", "content": {"text/plain": {"schema": _TEXT}}}
    return {
        "operationId": "metrics",
        "summary": "运行数字（scope watch，管理员账号）",
        "responses": {"200": told} | _refusals(401, 403, 503),
    }


def _self() -> Schema:
    return {
        "operationId": "description",
        "summary": "接口说明",
        "responses": {"200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}}}
        | _refusals(401),
    }


def _answers(schema: str, description: str, *statuses: int) -> Schema:
    told = {"description": description, "content": {"application/json": {"schema": _of(schema)}}}
    return {"200": told} | _refusals(*statuses)


def _refusals(*statuses: int) -> Schema:
    return {str(status): {"description": CODES[status], "content": {"application/json": {"schema": _of("Error")}}} for status in statuses}


def _of(schema: str) -> Schema:
    return {"$ref": f"#/components/schemas/{schema}"}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "required": list(properties), "properties": properties, "additionalProperties": False}


def _error() -> Schema:
    return _object(error=_object(code={"type": "string", "enum": list(CODES.values())}, message=_TEXT))


def _intake() -> Schema:
    return _object(period=_TEXT, files={"type": "array", "items": _of("File")}, ledger=_of("Ledger"))


def _file() -> Schema:
    return _object(
        file=_TEXT,
        outcome={"type": "string", "enum": [outcome.value for outcome in Outcome]},
        uscc=_TEXT_OR_NULL,
        enterprise=_TEXT_OR_NULL,
        edition=_TEXT_OR_NULL,
        revision={"type": ["integer", "null"], "minimum": 1},
        total_score=_TEXT_OR_NULL | {"pattern": r"^\d+\.\d$"},
        provisional={"type": "boolean"},
        band=_TEXT_OR_NULL,
        issues={"type": "array", "items": _of("Issue")},
        returned_file={"type": "null"},
    )


def _issue() -> Schema:
    where = dict.fromkeys(("sheet", "cell", "item", "found"), _TEXT_OR_NULL)
    return _object(code=_TEXT, severity={"type": "string", "enum": [kind.value for kind in Severity]}, **where, message=_TEXT)


def _ledger() -> Schema:
    return _object(**dict.fromkeys(_LEDGER, _COUNT), submission_rate=_RATE)


def _figures() -> Schema:
    head = {"period": _TEXT, "edition": _TEXT, "basis": {"type": "string", "enum": [basis.value for basis in Basis]}}
    rows = {"type": "array", "items": {"type": "object"}}
    return {"type": "object", "required": list(head), "properties": head | {"rows": rows}}
