"""Roles and verbs: who may do what, and whose rows it reaches."""

import pytest

from models.access import LOCAL_STAFF, Role, Verb, Viewer

UNBOUND = [Role.ADMINISTRATOR, Role.REVIEWER, Role.LEADER]


@pytest.mark.parametrize("role", UNBOUND)
def test_the_association_and_leadership_reach_everybody(role: Role) -> None:
    assert Viewer(name="某", role=role).scope.everybody


@pytest.mark.parametrize("role", [Role.ENTERPRISE, Role.FORWARDER])
def test_who_belongs_to_somebody_reaches_nobody_without_saying_whom(role: Role) -> None:
    scope = Viewer(name="某", role=role).scope

    assert not scope.everybody
    assert (scope.uscc or "") + (scope.forwarder or "") == ""


def test_an_association_member_with_a_code_by_mistake_is_not_narrowed_and_an_enterprise_is_not_widened() -> None:
    assert Viewer(name="某", role=Role.REVIEWER, uscc="A", forwarder="B").scope.everybody
    assert Viewer(name="某", role=Role.ENTERPRISE, uscc="A", forwarder="B").scope.forwarder is None


@pytest.mark.parametrize("verb", [Verb.REVIEW, Verb.MANAGE_PERIODS, Verb.MANAGE_ACCOUNTS, Verb.READ_AUDIT])
@pytest.mark.parametrize("role", [Role.LEADER, Role.FORWARDER, Role.ENTERPRISE])
def test_nobody_outside_the_association_reviews_or_manages(role: Role, verb: Verb) -> None:
    assert not Viewer(name="某", role=role, uscc="A", forwarder="B").may(verb)


def test_a_leader_sees_figures_and_no_form() -> None:
    leader = Viewer(name="某", role=Role.LEADER)

    assert leader.may(Verb.SEE_GROUPS)
    assert not leader.may(Verb.SEE_FORMS)
    assert not leader.may(Verb.SEE_CONTACTS)


def test_a_narrowed_viewer_may_do_only_what_is_named_and_never_more_than_the_role() -> None:
    machine = Viewer(name="某", role=Role.LEADER, verbs=frozenset({Verb.SEE_FIGURES, Verb.REVIEW}))

    assert [verb for verb in Verb if machine.may(verb)] == [Verb.SEE_FIGURES]


def test_two_people_of_one_role_share_a_scope_whatever_their_names_and_addresses() -> None:
    one = Viewer(name="甲", role=Role.REVIEWER, address="10.0.0.1")
    other = Viewer(name="乙", role=Role.REVIEWER, address="10.0.0.2")

    assert one.scope == other.scope
    assert one.scope != LOCAL_STAFF.scope


def test_every_role_and_verb_has_a_chinese_name() -> None:
    assert all(named.chinese for named in (*Role, *Verb))
