"""The app: an st.App when the server imports this file, the router when Streamlit runs it."""

import streamlit as st

if __name__ == "__main__":
    from pages.parts import frame

    st.set_page_config(page_title=frame.TITLE, page_icon=frame.icon(), layout="wide", initial_sidebar_state=220)
    frame.dressed()
    page = st.navigation(
        {
            "工作": [
                st.Page("pages/association/overview.py", title="总览", icon=":material/dashboard:", url_path="overview", default=True),
                st.Page("pages/association/intake.py", title="收件", icon=":material/inbox:", url_path="intake"),
            ],
            "查阅": [
                st.Page("pages/association/enterprises.py", title="企业", icon=":material/factory:", url_path="enterprises"),
                st.Page("pages/association/items.py", title="评价项目", icon=":material/checklist:", url_path="items"),
                st.Page("pages/association/regions.py", title="地区", icon=":material/map:", url_path="regions"),
                st.Page("pages/association/compare.py", title="两期对比", icon=":material/compare_arrows:", url_path="compare"),
                st.Page("pages/association/catalogue.py", title="清单", icon=":material/menu_book:", url_path="catalogue"),
            ],
        }
    )
    with st.sidebar:
        frame.period_choice(frame.viewer())
        st.markdown(":small[:gray[尚未启用登录，只在本机可用。]]")
    page.run()
else:
    from streamlit.runtime.pages_manager import PagesManager

    from web.compression import middleware
    from web.health import lifespan, routes

    # st.navigation sets this on the first visit; until then Streamlit serves what lies in pages/ by itself, and the
    # first deep link after a restart shows a stray "Page not found".
    PagesManager.uses_pages_directory = False
    app = st.App(__file__, routes=routes(), middleware=middleware(), lifespan=lifespan)
