"""The tables of the annex: rows of Chinese headings and values, from the figures of a meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts.figures_text import rate_percent
from charts.theme import LIGHT
from models.meeting_figures import GroupFigures, GroupLedger, ItemFigures, MeetingFigures
from models.progress import LEAST_SHOWN, Distribution
from models.rounding import half_up
from reports import sentences
from reports.deck_notes import SUPPRESSED
from reports.sentences import period_name

Row = dict[str, object]
SCORES, COUNTS = "0.0;;", "0;;"
_TOO_FEW = f"适用企业不足 {LEAST_SHOWN} 家的只列家数。"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexTable:
    """One sheet: its table, and which columns its chart draws (labels from column `labels`) or are shaded by score."""

    name: str
    title: str
    note: str
    rows: Sequence[Row]
    fixed: int = 1
    labels: int = 0
    chart: tuple[str, ...] = ()
    number: str = SCORES
    colours: tuple[str, ...] = ()
    shaded: tuple[str, ...] = ()


def annex_tables(figures: MeetingFigures) -> tuple[AnnexTable, ...]:
    """Give the tables in the order of the sheets."""
    return (
        _total(figures),
        _priorities(figures),
        _items(figures),
        _bands(figures),
        _groups(figures, "行业", figures.sectors),
        _groups(figures, "规模", figures.sizes),
        _groups(figures, "地区", figures.regions),
        _ledger("分地区报送", "地区", figures.region_ledgers),
        _ledger("分转报单位报送", "转报单位", figures.forwarder_ledgers),
        *_change(figures),
        _enterprises(figures),
    )


def _total(figures: MeetingFigures) -> AnnexTable:
    summary, book, shown = figures.summary, figures.summary.ledger, _shown(figures.summary.total)
    rows: dict[str, object] = {
        "应报（家）": book.expected,
        "已报（家）": book.received,
        "未报（家）": book.missing,
        "退回待改（家）": book.returned,
        "豁免（家）": book.exempt,
        "有效（家）": summary.valid,
        "暂估（家）": summary.provisional,
        "参加平均（家）": figures.n,
        "报送率": book.submission_rate,
        "有效率": summary.validity_rate,
        "达标率": summary.compliance_rate if figures.comparable else None,
        "综合得分平均（分）": _score(shown.mean),
        "综合得分中位数（分）": _score(shown.median),
        "综合得分下四分位（分）": _score(shown.lower_quartile),
        "综合得分上四分位（分）": _score(shown.upper_quartile),
        "门槛降档（家）": summary.gated if figures.comparable else None,
    }
    return AnnexTable(
        name="汇总", title=f"{period_name(figures.period)}自评情况汇总", note=sentences.overall(figures),
        rows=[{"指标": name, "数值": value} for name, value in rows.items()],
    )  # fmt: skip


def _priorities(figures: MeetingFigures) -> AnnexTable:
    six = [_shown(of.spread) for of in figures.priorities]
    rows: list[Row] = [
        {
            "编号": of.code,
            "重点工作": of.title,
            "n": spread.n,
            "平均": _score(spread.mean),
            "中位数": _score(spread.median),
            "下四分位": _score(spread.lower_quartile),
            "上四分位": _score(spread.upper_quartile),
            "目标": None if of.target is None else half_up(of.target),
        }
        for of, spread in zip(figures.priorities, six, strict=True)
    ]
    lowest = min((spread.mean for spread in six if spread.mean is not None), default=None)
    colours = tuple(LIGHT.colour.accent if spread.mean == lowest else LIGHT.colour.mark for spread in six)
    note = f"单位：得分率 0—100，{_TOO_FEW}{sentences.priorities(figures)}"
    return AnnexTable(
        name="六项重点工作", title="六项重点工作得分率平均", note=note, rows=rows, fixed=2, labels=1, chart=("平均",), colours=colours
    )


def _items(figures: MeetingFigures) -> AnnexTable:
    rows: list[Row] = [
        {
            "编号": item.code,
            "评价项目": item.title,
            "标准分": item.weight,
            "适用企业 n": item.n,
            **_rates(item, enough=item.n >= LEAST_SHOWN),
        }
        for item in figures.items
    ]
    note = f"平均等级 0—4，得分率 0—100，{_TOO_FEW}{sentences.weaknesses(figures)}"
    return AnnexTable(name="评价项目", title="评价项目得分率", note=note, rows=rows, fixed=2, shaded=("得分率平均",))


def _bands(figures: MeetingFigures) -> AnnexTable:
    enough = figures.comparable
    rows: list[Row] = [
        {"分档": name, "家数": count if enough else None, "占参加平均企业的比率": count / figures.n if enough else None}
        for name, count in reversed(figures.summary.bands.items())
    ]
    return AnnexTable(
        name="分档", title="综合得分分档的家数", note=sentences.bands(figures), rows=rows, chart=("家数",), number=COUNTS,
        colours=LIGHT.colour.bands,
    )  # fmt: skip


def _groups(figures: MeetingFigures, name: str, of: Sequence[GroupFigures]) -> AnnexTable:
    columns = [priority.column for priority in figures.priorities]
    rows: list[Row] = []
    for group in of:
        six: Row = {column: _score(spread.mean) for column, spread in zip(columns, group.priorities, strict=True)}
        rows.append({name: group.key, "n": group.n, "平均": _score(group.mean), "中位数": _score(group.median), **six})
    full = "、".join(f"{priority.column}={priority.short}" for priority in figures.priorities)
    return AnnexTable(
        name=name, title=f"分{name}综合得分平均", note=f"{SUPPRESSED}{full}。", rows=rows, chart=("平均",), shaded=(columns[0], columns[-1])
    )


def _ledger(title: str, name: str, of: Sequence[GroupLedger]) -> AnnexTable:
    rows: list[Row] = [
        {
            name: group.key,
            "应报": group.book.expected,
            "已报": group.book.received,
            "未报": group.book.missing,
            "退回待改": group.book.returned,
            "豁免": group.book.exempt,
            "报送率": group.book.submission_rate,
        }
        for group in of
    ]
    note = "已报含退回待改；不是名次。"
    return AnnexTable(name=title, title=f"{title}（家）", note=note, rows=rows, chart=("已报", "未报"), number=COUNTS)


def _change(figures: MeetingFigures) -> tuple[AnnexTable, ...]:
    previous = figures.previous
    if previous is None:
        return ()
    before, now = period_name(previous.period), period_name(figures.period)
    panel = figures.panel
    shown = [of for of in panel.priorities if of.n >= LEAST_SHOWN] if panel else []
    rows: list[Row] = [
        {
            "口径": "简单平均 综合得分",
            before: _score(_shown(previous.total).mean),
            now: _score(_shown(figures.summary.total).mean),
            "差": None,
            "n": figures.n,
        }
    ]
    if panel:
        difference = None if panel.difference is None else half_up(panel.difference)
        rows.append({"口径": "同口径 综合得分", before: _score(panel.before), now: _score(panel.now), "差": difference, "n": panel.n})
    for of in shown:
        values = [None if value is None else half_up(value) for value in (of.before, of.now, of.difference)]
        rows.append({"口径": f"同口径 {of.short}", before: values[0], now: values[1], "差": values[2], "n": of.n})
    note = f"{sentences.change(figures)}{sentences.difference_explained(figures)}差按舍入前计算，与两个平均数之差可能差 0.1。"
    return (AnnexTable(name="与上期比较", title="与上期比较", note=note, rows=rows),)


def _enterprises(figures: MeetingFigures) -> AnnexTable:
    columns = [priority.column for priority in figures.priorities]
    rows: list[Row] = [
        {
            "统一社会信用代码": of.uscc,
            "企业名称": of.name,
            "地区": of.region,
            "行业": of.sector,
            "规模": of.size,
            "转报单位": of.forwarder,
            "状态": of.status,
            "版次": of.revision,
            "综合得分": of.total,
            "分档": of.band,
            **dict(zip(columns, of.priorities, strict=True)),
            "达标项": of.met,
            "适用项": of.applicable,
            "达标率": of.compliance_rate,
            "空缺项": of.blank,
            "填报完整率": of.completeness_rate,
            "暂估": _yes(of.provisional),
            "门槛降档": _yes(of.gated),
        }
        for of in figures.enterprises
    ]
    note = f"内部使用。按花名册次序排列，不是名次；暂估的不参加平均。全体达标率 {rate_percent(figures.summary.compliance_rate)}。"
    return AnnexTable(name="企业", title="各企业自评得分", note=note, rows=rows, fixed=2, shaded=(columns[0], columns[-1]))


def _shown(spread: Distribution) -> Distribution:
    """Keep the scores of a figure that enough forms rest on; the sheet of the enterprises lists each one's own, no mean does."""
    return spread if spread.n >= LEAST_SHOWN else Distribution(n=spread.n)


def _rates(item: ItemFigures, *, enough: bool) -> Row:
    figures = {"平均等级": item.mean_level, "得分率平均": _score(item.score_rate), "达标企业": item.met, "达标率": item.compliance_rate}
    return dict(figures) if enough else dict.fromkeys(figures)


def _score(tenths: int | None) -> Decimal | None:
    return None if tenths is None else Decimal(tenths).scaleb(-1)


def _yes(value: bool | None) -> str | None:
    return None if value is None else "是" if value else "否"
