"""The words invented firms are made of: names, products, people; chosen so that no known firm comes out."""

from typing import NamedTuple

# Rare characters on purpose: two common ones would be somebody's trade name.
TRADE_FIRST = "珩峤溱澍楸霁旻昉岑沅淙璟煦翊骁琮穆磐嵘朔隽澜屹昀翎聿崧邺濮阆"
TRADE_SECOND = "矩衡铎锲枢钧砺桓辂轸辙轲锴镒铨镡榫杼轫轶桁钊钺镕硕韧锜鋆毅拓"


class SectorWords(NamedTuple):
    """What firms of a sector make, how they are called for short, how many in 1,000 they are, how well they stand."""

    share: int
    short: str
    products: tuple[str, ...]
    strength: float


SECTORS: dict[str, SectorWords] = {
    "农业机械": SectorWords(75, "农机", ("农业装备", "收获机械", "植保机械", "拖拉机配件", "播种机械", "灌溉设备"), -0.10),
    "内燃机": SectorWords(55, "动力", ("动力机械", "柴油机", "内燃机配件", "增压器", "燃油喷射系统", "活塞环"), 0.10),
    "工程机械": SectorWords(90, "重工", ("工程机械", "起重设备", "路面机械", "混凝土机械", "高空作业平台", "桩工机械"), 0.18),
    "仪器仪表": SectorWords(80, "仪表", ("仪器仪表", "自动化仪表", "流量计", "测控技术", "分析仪器", "称重设备"), 0.12),
    "文化办公设备": SectorWords(8, "办公", ("办公设备", "投影设备", "印刷器材"), -0.05),
    "石化通用": SectorWords(130, "流体", ("泵业", "阀门", "压缩机", "风机", "石化装备", "分离机械", "换热设备"), 0.05),
    "重型矿山": SectorWords(85, "重机", ("矿山机械", "重型机械", "输送设备", "冶金设备", "破碎设备", "起重运输机械"), 0.0),
    "机床工具": SectorWords(130, "机床", ("数控机床", "精密机床", "量具刃具", "磨料磨具", "锻压机械", "铸造机械"), 0.05),
    "电工电器": SectorWords(150, "电气", ("电气", "变压器", "电机", "开关设备", "电线电缆", "焊接设备", "锅炉"), 0.10),
    "机械基础件": SectorWords(130, "精密", ("轴承", "齿轮传动", "液压件", "紧固件", "密封件", "模具", "粉末冶金"), -0.08),
    "食品包装机械": SectorWords(16, "包装", ("包装机械", "食品机械", "灌装设备"), -0.15),
    "汽车": SectorWords(100, "汽配", ("汽车零部件", "专用汽车", "制动系统", "汽车底盘", "汽车电子"), 0.20),
    "其他民用机械": SectorWords(51, "机械", ("环保设备", "纺织机械", "印刷机械", "制药机械", "塑料机械", "电子专用设备"), -0.12),
}
"""The 13 sectors; at 120 firms two of them have fewer than three."""

SMALL_SECTORS = frozenset({"文化办公设备", "食品包装机械"})
"""Kept under three firms while a roster has fewer than 150."""

REGIONS: dict[str, int] = {
    "江苏": 17, "浙江": 15, "山东": 13, "广东": 10, "河南": 8, "辽宁": 6, "上海": 5, "安徽": 5, "四川": 4, "湖北": 4,
    "湖南": 4, "河北": 4, "陕西": 3, "福建": 3, "天津": 2, "北京": 2, "重庆": 2, "江西": 2, "山西": 2, "黑龙江": 2,
    "吉林": 1, "广西": 1, "云南": 1, "甘肃": 1,
}  # fmt: skip

REGION_NAMES: dict[str, tuple[str, ...]] = {
    "江苏": ("江苏", "苏南", "苏北", "苏中"), "浙江": ("浙江", "浙东", "浙西", "浙中"), "山东": ("山东", "鲁中", "鲁西", "鲁南"),
    "广东": ("广东", "粤西", "粤东", "粤北"), "河南": ("河南", "豫中", "豫北", "豫西"), "辽宁": ("辽宁", "辽东", "辽南"),
    "安徽": ("安徽", "皖北", "皖中"), "四川": ("四川", "川南", "川西"), "湖北": ("湖北", "鄂东", "鄂西"), "湖南": ("湖南", "湘中", "湘北"),
    "河北": ("河北", "冀中", "冀南"), "陕西": ("陕西", "陕南", "关中"), "福建": ("福建", "闽南", "闽东"),
}  # fmt: skip
"""What a firm's name begins with, where that is more than the province's own name."""

ENDINGS = ("有限公司",) * 14 + ("股份有限公司",) * 4 + ("有限责任公司",) * 2
GROUP_ENDING = "集团有限公司"
LONG_MIDDLES = ("与成套装备", "及精密传动系统", "与智能化成套装备")
LONG_ENDINGS = ("工程技术研究开发股份有限公司第二制造分公司", "工程技术股份有限公司高新园区制造分公司", "研究开发制造有限责任公司第一分公司")

FAMILY_NAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_NAMES = (
    "映川", "庭松", "疏影", "知遥", "砚秋", "望舒", "景行", "怀瑾", "云起", "若谷", "闻溪", "牧之", "清和", "以宁", "听澜", "既明",
    "一苇", "行简", "思齐", "见微", "南乔", "北辰", "书宁", "远帆", "春和", "岁安", "长庚", "予安", "星野", "临川",
)  # fmt: skip
