"""亮点与故事 in the store: with their submission, in their order, and told to whoever sees the figures."""

from data.store import Store
from data.stories import told_stories
from data.submissions import add_submissions, submission
from models.access import Role, Verb, Viewer
from models.story import Story
from tests.data.makers import FIRST, SECOND, STAFF, enterprise_viewer, form, prepare

TOLD = (
    Story(scope="S.3", title="一把刀", text="第一段\n“第二段”", sheet="亮点与故事", cell="C9"),
    Story(scope="", title="=1+1", text="\x00", sheet="亮点与故事", cell="C10", incident=True),
)
LEADER = Viewer(name="领导", role=Role.LEADER)


def test_stories_rest_with_their_submission_in_their_order(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        numbers = [
            number for number, _ in add_submissions(connection, STAFF, [form(stories=TOLD), form(SECOND), form(SECOND, stories=TOLD[:1])])
        ]

    with store.reading() as connection:
        kept = [submission(connection, STAFF, number).stories for number in numbers]
        told = told_stories(connection, STAFF, "2020")

    assert kept[0][0] == TOLD[0]
    assert [(story.title, story.incident) for story in kept[0]] == [("一把刀", False), ("=1+1", True)]
    assert kept[1:] == [(), TOLD[:1]]
    assert told == {numbers[0]: list(kept[0]), numbers[2]: list(TOLD[:1])}


def test_a_leader_hears_them_and_an_enterprise_only_its_own(store: Store) -> None:
    with store.writing() as connection:
        prepare(connection)
        [(first, _), _] = add_submissions(connection, STAFF, [form(stories=TOLD[:1]), form(SECOND, stories=TOLD[:1])])

    with store.reading() as connection:
        assert len(told_stories(connection, LEADER, "2020")) == 2
        assert list(told_stories(connection, enterprise_viewer(FIRST), "2020")) == [first]
        assert told_stories(connection, Viewer(name="令牌", role=Role.LEADER, verbs=frozenset({Verb.SEE_GROUPS})), "2020") == {}
        assert told_stories(connection, STAFF, "2019") == {}
