"""Who is looking, what each role may do, and whose forms that reaches."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is here for."""

    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    LEADER = "leader"
    FORWARDER = "forwarder"
    ENTERPRISE = "enterprise"

    @property
    def chinese(self) -> str:
        """Name the role as pages do."""
        return _NAMES[self]


class Verb(StrEnum):
    """What can be done; a page, a download and a write each ask for one."""

    SEE_FIGURES = "see_figures"
    SEE_GROUPS = "see_groups"
    SEE_FORMS = "see_forms"
    SEE_CONTACTS = "see_contacts"
    SUBMIT = "submit"
    COLLECT = "collect"
    REVIEW = "review"
    MANAGE_PERIODS = "manage_periods"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"

    @property
    def chinese(self) -> str:
        """Name the deed for the sentence that refuses it."""
        return _DEEDS[self]


_NAMES = {
    Role.ADMINISTRATOR: "管理员",
    Role.REVIEWER: "审核员",
    Role.LEADER: "领导",
    Role.FORWARDER: "转报单位",
    Role.ENTERPRISE: "企业",
}
_DEEDS = {
    Verb.SEE_FIGURES: "查看得分",
    Verb.SEE_GROUPS: "查看各企业汇总",
    Verb.SEE_FORMS: "查看自评表",
    Verb.SEE_CONTACTS: "查看联系人",
    Verb.SUBMIT: "报送自评表",
    Verb.COLLECT: "批量收件",
    Verb.REVIEW: "审核自评表",
    Verb.MANAGE_PERIODS: "管理报告期和花名册",
    Verb.MANAGE_ACCOUNTS: "管理账号",
    Verb.READ_AUDIT: "查看操作记录",
}
_REVIEWER = {
    Verb.SEE_FIGURES,
    Verb.SEE_GROUPS,
    Verb.SEE_FORMS,
    Verb.SEE_CONTACTS,
    Verb.SUBMIT,
    Verb.COLLECT,
    Verb.REVIEW,
    Verb.MANAGE_PERIODS,
}
_MAY: dict[Role, frozenset[Verb]] = {
    Role.ADMINISTRATOR: frozenset(Verb),
    Role.REVIEWER: frozenset(_REVIEWER),
    Role.LEADER: frozenset({Verb.SEE_FIGURES, Verb.SEE_GROUPS}),
    Role.FORWARDER: frozenset({Verb.SEE_FIGURES, Verb.SEE_GROUPS, Verb.SEE_FORMS, Verb.SEE_CONTACTS, Verb.SUBMIT, Verb.COLLECT}),
    Role.ENTERPRISE: frozenset({Verb.SEE_FIGURES, Verb.SEE_FORMS, Verb.SEE_CONTACTS, Verb.SUBMIT}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose rows a viewer reaches, and which of them: two viewers of one scope see the same."""

    verbs: frozenset[Verb]
    uscc: str | None = None
    forwarder: str | None = None

    @property
    def everybody(self) -> bool:
        """Say whether the scope reaches every enterprise."""
        return self.uscc is None and self.forwarder is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """The person on whose behalf the store is asked; passed to every query.

    An enterprise has its `uscc`, a 转报单位 the name the roster has for it as `forwarder`; either sees nothing without it.
    `address` is where the person sits, for the log. `verbs` narrows what the role may do, None leaves it as it is: a
    token of a machine may do less than the person who made it.
    """

    name: str
    role: Role
    uscc: str | None = None
    forwarder: str | None = None
    address: str = ""
    verbs: frozenset[Verb] | None = None

    def may(self, verb: Verb) -> bool:
        """Say whether the person may do this at all; whose forms it reaches is the scope's matter."""
        return verb in _MAY[self.role] and (self.verbs is None or verb in self.verbs)

    @property
    def scope(self) -> Scope:
        """Give what decides which rows the viewer sees, and nothing else."""
        return Scope(
            verbs=frozenset(verb for verb in Verb if self.may(verb)),
            uscc=(self.uscc or "") if self.role is Role.ENTERPRISE else None,
            forwarder=(self.forwarder or "") if self.role is Role.FORWARDER else None,
        )


# Whoever can run the commands at this machine has its files anyway.
LOCAL_STAFF = Viewer(name="本机", role=Role.ADMINISTRATOR)
