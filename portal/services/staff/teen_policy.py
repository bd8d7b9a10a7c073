"""The practice's policy for teens: how far guardians of 12- to 17-year-olds may go, and own accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import col, select

from portal import clock
from portal.access import teens
from portal.access.actor import Duty
from portal.access.audit import Deed
from portal.access.needs import needs
from portal.access.practice import Practice
from portal.access.teens import Policy
from portal.errors import Invalid
from portal.i18n import day, t
from portal.models.account import Account, AccountContents
from portal.models.guardian import TeenPolicy
from portal.services import areas, invitations


@dataclass(frozen=True, slots=True)
class AreaChoice:
    """One area: its name, how far it is open, and what may be chosen, as (level, words)."""

    area: str
    title: str
    level: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PolicyView:
    """The policy as it is. `line`: since when, by whom; `work`: areas of work; `kinds`: of record."""

    work: list[AreaChoice] = field(default_factory=list)
    kinds: list[AreaChoice] = field(default_factory=list)
    own_account: bool = True
    line: str = ""


@needs(Duty.STAFF)
def show_policy(practice: Practice) -> PolicyView:
    """The policy that counts now."""
    policy, titles = teens.policy_now(practice.db), areas.titles()
    rows = [_choice(area, title, policy) for area, title in titles.items()]
    return PolicyView(
        work=[row for row in rows if row.area not in teens.KINDS],
        kinds=[row for row in rows if row.area in teens.KINDS],
        own_account=policy.own_account,
        line=_line(practice),
    )


@needs(Duty.STAFF, acting=True, proof=True)
def set_policy(practice: Practice, levels: Mapping[str, str], *, own_account: bool) -> PolicyView:
    """Decide the policy; it counts from the next event on, on pages that are open too.

    Where teens may have no account of their own, invitations that were sent to them end.

    Raises: Invalid, naming each area without a level of its own.
    """
    wrong = {
        area: t("Choose one.")
        for area, allowed in teens.LEVELS.items()
        if str(levels.get(area, "")) not in [str(level) for level in allowed]
    }
    if wrong:
        raise Invalid(fields=wrong)
    chosen = Policy({area: teens.Level(str(levels[area])) for area in teens.AREAS}, own_account)
    before = teens.policy_now(practice.db)
    if chosen.written() != before.written() or own_account != before.own_account:
        practice.db.add(
            TeenPolicy(
                made_at=clock.now(),
                made_by=practice.actor.account_id,
                levels=chosen.written(),
                own_account=own_account,
            )
        )
        practice.db.flush()
        practice.note(Deed("teen_policy.changed", subject=_changes(before, chosen)))
        if not own_account:
            invitations.end_those_of_teens(practice)
    return show_policy(practice)


def _choice(area: str, title: str, policy: Policy) -> AreaChoice:
    return AreaChoice(area, title, str(policy.levels[area]), areas.choices(area, teens.LEVELS[area]))


def _line(practice: Practice) -> str:
    row = practice.db.exec(select(TeenPolicy).order_by(col(TeenPolicy.made_at).desc()).limit(1)).first()
    if row is None:
        return t("As it came with the portal. Nobody has changed it yet.")
    account = practice.db.get(Account, row.made_by) if row.made_by else None
    name = practice.unseal(account, AccountContents).name if account else t("the operator")
    return t("Changed on {day} by {name}.", day=day(row.made_at), name=name)


def _changes(before: Policy, after: Policy) -> str:
    """What is different, for the trail: "results: closed; …"."""
    titles = areas.titles()
    changed = [
        f"{titles[area]}: {areas.level_words(area, after.levels[area])[0]}"
        for area in teens.AREAS
        if before.levels[area] != after.levels[area]
    ]
    if before.own_account != after.own_account:
        changed.append(t("own account: {yes}", yes=t("yes") if after.own_account else t("no")))
    return "; ".join(changed)
