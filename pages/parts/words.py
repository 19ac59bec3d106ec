"""Streamlit's own English words in Chinese, wherever it writes them: menus, tool tips, labels for screen readers."""

import json

WORDS = {
    "Skip to main content": "跳到正文",
    "Sidebar": "侧栏",
    "Collapse sidebar": "收起侧栏",
    "Expand sidebar": "展开侧栏",
    "App pages": "页面",
    "Choose an option": "请选择",
    "Open": "展开",
    "Dismiss": "关闭",
    "Close": "关闭",
    "Clear all": "全部清除",
    "Clear value": "清除",
    "Select all": "全选",
    "No results": "没有找到",
    "Show/hide columns": "显示或隐藏列",
    "Download as CSV": "下载 CSV",
    "Search": "查找",
    "Type to search": "输入要找的内容",
    "Fullscreen": "放大",
    "Close fullscreen": "退出放大",
    "file upload": "选择文件",
    "Add files": "添加文件",
    "add icon": "",
    "Choose date": "选择日期",
    "Previous month": "上个月",
    "Next month": "下个月",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Format": "格式",
    "Statistics": "统计",
    "Autosize": "适合内容",
    "Pin column": "固定这一列",
    "Unpin column": "取消固定",
    "Hide column": "隐藏这一列",
    "Dataframe column menu": "列的菜单",
    "Copy column name": "复制列名",
    "text": "文字",
    "number": "数字",
    "Show all": "全部显示",
    "Page not found": "没有这一页",
    "The page that you have requested does not seem to exist. Running the app's main page.": "您要打开的页面不存在，已打开首页。",
    "Connection error": "连接中断",
    "Connecting": "正在连接",
    "CONNECTING": "正在连接",
    "Running...": "正在处理……",
    "Stop": "停止",
    "Rerun": "重新运行",
    "error icon": "错误",
    "info icon": "说明",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "程序可能已经停止，请在本机重新启动：",
}
"""What is written exactly so becomes what stands beside it."""

BEGINNINGS = {
    "Help for ": "说明：",
    "Remove ": "去掉 ",
    "Choose date, ": "选择日期，",
    "year, ": "年，",
    "month, ": "月，",
    "day, ": "日，",
}
"""What begins so keeps its rest."""

TRANSLATION = """<script>
if (!window.inChinese) {
  window.inChinese = true;
  const words = WORDS, beginnings = BEGINNINGS, attributes = ["aria-label", "title", "placeholder"];
  const chinese = (text) => {
    const bare = text.trim();
    if (Object.hasOwn(words, bare)) return words[bare];
    const start = Object.keys(beginnings).find((one) => bare.startsWith(one));
    return start ? beginnings[start] + bare.slice(start.length) : null;
  };
  const inText = (node) => {
    const said = node.parentElement?.closest("[data-testid=stMarkdownContainer], textarea, script, style") ? null : chinese(node.data);
    if (said !== null && said !== node.data) node.data = said;
  };
  const inElement = (element) => {
    for (const name of attributes) {
      const said = element.hasAttribute(name) ? chinese(element.getAttribute(name)) : null;
      if (said !== null && said !== element.getAttribute(name)) element.setAttribute(name, said);
    }
  };
  const everywhere = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return inText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    inElement(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) walker.currentNode.nodeType === Node.TEXT_NODE ? inText(walker.currentNode) : inElement(walker.currentNode);
  };
  document.documentElement.lang = "zh-CN";
  everywhere(document.body);
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(everywhere);
      else if (change.type === "attributes") inElement(change.target);
      else inText(change.target);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: attributes });
}
</script>"""


def translation() -> str:
    """Give the script that puts Streamlit's words into Chinese."""
    words, beginnings = (json.dumps(table, ensure_ascii=False) for table in (WORDS, BEGINNINGS))
    return TRANSLATION.replace("= WORDS", f"= {words}").replace("= BEGINNINGS", f"= {beginnings}")
