"""The app: an st.App when the server imports this file, the router when Streamlit runs it."""

import streamlit as st

if __name__ == "__main__":
    from pages.parts import frame, who
    from pages.parts.navigation import navigation
    from pages.parts.turns import drawing
    from web.paper import TITLE

    st.set_page_config(page_title=TITLE, page_icon=frame.icon(), layout="wide", initial_sidebar_state=220)
    frame.dressed()
    found = frame.current_visit()
    page = navigation(found.viewer)
    who.banner(found)
    who.told(found)
    with drawing(found.viewer):
        page.run()
else:
    from streamlit.runtime.pages_manager import PagesManager

    from pages.parts import broken
    from web.server import middleware, opening, routes

    # st.navigation sets this on the first visit; until then Streamlit serves what lies in pages/ by itself, and the
    # first deep link after a restart shows a stray "Page not found".
    PagesManager.uses_pages_directory = False
    app = st.App(
        __file__,
        routes=routes(),
        middleware=middleware(),
        lifespan=opening(st.get_option("server.port")),
        on_script_error=broken.told,
    )
