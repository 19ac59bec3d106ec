"""The stories invented firms tell in 亮点与故事."""

from random import Random

_TELLING, _SECOND = 0.22, 0.15
_STORIES: dict[str, tuple[tuple[str, str], ...]] = {
    "S.1": (
        ("停线不停心", "疫情期间 {few} 名骨干吃住在厂，{many} 天完成防疫物资生产线配套件交付，一次交检合格率 {done}%。"),
        ("七天改出一条线", "把闲置产线改造成口罩机关键件生产线，质量策划、首件鉴定同步做，交付 {many} 套无一退货。"),
    ),
    "S.2": (
        ("三十年只磨一把尺", "刮研工段班长带出 {few} 名高级技师，把导轨直线度稳定在 2 微米以内，整理成 {many} 条操作要点。"),
        ("听得出毛病的人", "装配钳工总结“听、摸、测”三步法，整机返修率由 4.8% 降到 1.1%，全厂 {few} 个班组推广。"),
    ),
    "S.3": (
        ("一张追溯卡管到底", "主导产品 {many} 个关键件实行一件一卡，问题件平均定位时间由 3 天缩短到 40 分钟。"),
        ("让改进算得出账", "每年 {few} 个六西格玛项目立项前先算质量损失，三年累计减少损失 {many} 万元，合格率达到 {done}%。"),
        ("与自己较劲的分级", "对照团体标准自定高一级的内控指标，{few} 个型号完成第三方对比检测，主要性能与国外同类产品持平。"),
    ),
    "S.4": (
        ("数据替人值夜班", "关键工序在线检测接入质量系统，{many} 台设备自动判异停机，夜班废品率下降 {few} 个百分点。"),
        ("把说明书讲成故事", "以用户现场为题材拍摄 {few} 部短片，品牌检索量一年增长 {many}%，新客户询盘明显增加。"),
    ),
    "S.5": (
        ("总经理的质量早会", "总经理连续 {few} 年主持质量早会，{many} 项跨部门问题当周关闭，用户满意度达到 {done}%。"),
        ("先赔付再追因", "质量总监推动“先赔付、再追因”承诺，投诉平均处理时间由 9 天缩短到 {few} 天，老用户复购率提高。"),
    ),
}


def demo_stories(random: Random) -> list[tuple[str, str, str]]:
    """Invent what one firm tells: mostly nothing, else a story or two, each with scope, title and text."""
    if random.random() >= _TELLING:
        return []
    scopes = random.sample(sorted(_STORIES), 2 if random.random() < _SECOND else 1)
    told = [(scope, *random.choice(_STORIES[scope])) for scope in scopes]
    figures = {"few": random.randint(3, 9), "many": random.randint(12, 90), "done": random.randint(97, 99)}
    return [(scope, title, text.format(**figures)) for scope, title, text in told]
