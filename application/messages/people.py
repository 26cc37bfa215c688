"""Who is behind "the unit", its head, the desk, the leader in charge; and who may not be told."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from application.accounts import Account
from application.desk import Act, Desk
from application.duty import DutyBook
from application.messages import occasions
from application.messages.reaching import REPORTER, UNIT, parted
from application.messages.tables import INBOX
from application.registry import Units
from application.work import Work
from domain.case.events import Actor, Received
from domain.case.fold import corrected
from domain.case.rights import may_see
from domain.case.state import Case
from domain.case.words import Role
from domain.sealed import Sealed
from domain.units import CENTRE


class People:
    """The accounts that can log in now, by what they answer for."""

    def __init__(self, desk: Desk, duty: DutyBook, known: Mapping[str, Account]) -> None:
        """`known` are those that are not disabled, by user name."""
        self._units = Units(desk.log)
        self._duty = duty
        self._known = known

    def behind(self, addressee: str, *, sealed: bool = False) -> list[Account]:
        """The people one of `occasions`' addressees stands for.

        `sealed`: the matter is against the centre, so it is for those above it.
        """
        if sealed:
            return self._inspecting()
        if addressee == occasions.LEADER:
            return self._of(CENTRE, Role.LEADER)
        if addressee == occasions.INSPECTION:
            return self._inspecting()
        sort, code = parted(addressee)
        found = self._by_sort().get(f"{sort}:")
        if found is not None:
            return found(code)
        return [self._known[code]] if code in self._known else []

    def _by_sort(self) -> Mapping[str, Callable[[str], list[Account]]]:
        return {
            occasions.HEAD: self._head,
            occasions.UNIT: lambda code: (
                self._unit(code) if code != CENTRE else self._at_the_desk()
            ),
            occasions.AUDITORS: lambda names: self._auditing(names.split(",")),
        }

    def _inspecting(self) -> list[Account]:
        return [one for one in self._known.values() if one.role == Role.SUPERVISOR]

    def _auditing(self, names: list[str]) -> list[Account]:
        """Those of the names who are auditors still; where nobody is, whoever is one now."""
        every = [one for one in self._known.values() if one.role == Role.AUDITOR]
        return [one for one in every if one.username in names] or every

    def _of(self, code: str, role: str) -> list[Account]:
        found = self._known.values()
        return [one for one in found if one.role == role and (one.unit or CENTRE) == code]

    def _unit(self, code: str) -> list[Account]:
        """Who answers for a unit; where it has its leader only, that one."""
        return self._of(code, Role.RESPONDER) or self._of(code, Role.LEADER)

    def _head(self, code: str) -> list[Account]:
        """The leader of the unit, else of the next above that has one."""
        seen: set[str] = set()
        while code and code not in seen:
            found = self._of(code, Role.LEADER)
            if found:
                return found
            seen.add(code)
            code = self._units[code].parent if code in self._units else ""
        return self._of(CENTRE, Role.LEADER)

    def _at_the_desk(self) -> list[Account]:
        """The running shift; while there is none, everybody of the duty desk."""
        shift = self._duty.now().running
        names = (shift.leader, *shift.officers) if shift is not None else ()
        found = [self._known[name] for name in dict.fromkeys(names) if name in self._known]
        return found or self._of(CENTRE, Role.OPERATOR)


class Rights:
    """Who may be told of one case, as it stands now."""

    def __init__(self, desk: Desk, case_id: str) -> None:
        """Reads the case."""
        self._work = Work(desk, case_id)
        self._ctx = self._work.context(Act(by=Actor("", CENTRE, "")))

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self._work.case

    @property
    def duplicates(self) -> list[str]:
        """The numbers of those who brought the same matter."""
        return self.case.duplicates

    @property
    def phone(self) -> Sealed | None:
        """The telephone number the reporter gave, as it was corrected since."""
        first = next(iter(corrected(self._work.history)))
        return first.phone if isinstance(first, Received) else None

    @property
    def has_number(self) -> bool:
        """Whether the reporter gave one, and it was not erased."""
        return self.phone is not None and REPORTER not in self.case.erased

    @property
    def by_the_centre(self) -> bool:
        """Whether it may go out over what belongs to the centre: its mail server, its gateways."""
        return CENTRE not in self.case.accused

    @property
    def by_a_group(self) -> bool:
        """Whether a place that many read may show it: nobody knows whether the accused is there."""
        return not self.case.accused

    def may_tell(self, who: Account) -> bool:
        """Whether the case exists for somebody."""
        by = Actor(who.username, who.unit or CENTRE, who.role)
        return may_see(self.case, replace(self._ctx, by=by))


def may_go(account: Callable[[str], Account | None], row: Any, rights: Rights) -> bool:
    """Whether a message may still reach whom it was made for; `account` finds who can log in."""
    sort, name = parted(row.recipient)
    if row.channel != INBOX and not rights.by_the_centre:
        return False
    if sort == UNIT:
        return rights.by_a_group
    if sort == REPORTER:
        return True
    who = account(name)
    return who is not None and rights.may_tell(who)
