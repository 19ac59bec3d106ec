"""Long lists are shown a page at a time, and an enterprise is searched for where a box would be too long."""

import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.parts.long_lists import AT_ONCE


def _page(count: int) -> None:
    import pandas as pd
    import streamlit as st

    from pages.parts.long_lists import choose_enterprise, page_of

    rows = pd.DataFrame({"place": range(count)})
    st.dataframe(page_of(rows, "rows"))
    st.text(choose_enterprise("企业", {f"9132{place:06d}": f"第{place}厂" for place in range(count)}, placeholder="名称"))


def _shown(at: AppTest) -> pd.DataFrame:
    return at.dataframe[0].value


def test_a_list_that_fits_is_shown_whole_with_a_box_to_choose_from() -> None:
    at = AppTest.from_function(_page, args=(AT_ONCE,)).run()

    assert len(_shown(at)) == AT_ONCE
    assert not at.number_input
    assert len(at.selectbox[0].options) == AT_ONCE


def test_a_longer_list_has_pages_and_the_last_one_ends_with_the_last_row() -> None:
    at = AppTest.from_function(_page, args=(2 * AT_ONCE + 1,)).run()
    first = _shown(at)["place"].tolist()

    at.number_input[0].set_value(3).run()

    assert first == list(range(AT_ONCE))
    assert _shown(at)["place"].tolist() == [2 * AT_ONCE]


def test_one_of_many_enterprises_is_found_by_a_part_of_its_name_or_code() -> None:
    at = AppTest.from_function(_page, args=(AT_ONCE + 1,)).run()
    asked = [len(at.selectbox)]

    at.text_input[0].set_value("第1999厂").run()
    by_name = at.selectbox[0].options
    at.text_input[0].set_value("9132002000").run()

    assert asked == [0]
    assert by_name == ["第1999厂　9132001999"]
    assert at.selectbox[0].options == ["第2000厂　9132002000"]
