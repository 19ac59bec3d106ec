"""Taking a page's data away: one small menu with both kinds of file, made only when asked for."""

from collections.abc import Callable

import streamlit as st

from services.exports import CSV, XLSX, Export, as_csv, as_workbook


def download_page(export: Callable[[], Export], name: str, *, key: str, label: str = "下载本页数据") -> None:
    """Offer the data of a page as a workbook and as CSV; `name` is the file name without its ending."""
    with st.popover(label, icon=":material/download:"):
        st.markdown(":small[:gray[数字与页面相同，不含联系人。]]" if "含联系人" not in name else ":small[:gray[含个人信息，请妥善保管。]]")
        st.download_button("Excel 表（xlsx）", lambda: as_workbook(export()), f"{name}.xlsx", XLSX, key=f"{key}-xlsx", on_click="ignore")
        st.download_button("文本表（CSV）", lambda: as_csv(export()), f"{name}.csv", CSV, key=f"{key}-csv", on_click="ignore")
