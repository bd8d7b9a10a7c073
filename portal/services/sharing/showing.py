"""The links a patient has made: how each stands, and who opened it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, select

from portal import clock
from portal.access.charts import Chart
from portal.access.whose_work import not_other_helpers
from portal.errors import NotFound
from portal.i18n import moment, nt, t
from portal.integrations.shl import qr_picture
from portal.models.sharing import OpeningContents, Share, ShareContents, ShareOpening
from portal.services.records.whose import by_whom
from portal.services.sharing.choosing import kind_names, span_words

MOST_TRIES = 5
HOME = "/records/sharing"
_MOST_LINKS = 200
_MOST_OPENINGS = 200


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link in the list. `href` leads to it; `tag` says how it stands."""

    title: str
    line: str
    tag: str
    tone: str
    href: str
    icon: str = "shield"
    is_active: bool = False


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One opening, or one wrong passcode: who they said they were, when, and from which address."""

    title: str
    line: str
    tag: str
    tone: str
    icon: str = "person"


@dataclass(frozen=True, slots=True)
class LinkDetail:
    """One link with all there is to it. `link` and `qr` are empty once it no longer works.

    `why` says why the practice closed it.
    """

    id: str = ""
    title: str = ""
    status: str = ""
    tone: str = "plain"
    is_active: bool = False
    kinds: str = ""
    dates: str = ""
    made: str = ""
    by: str = ""
    ends: str = ""
    openings: str = ""
    link: str = ""
    qr: str = ""
    why: str = ""
    log: list[OpeningRow] = field(default_factory=list)


def rows(chart: Chart) -> list[LinkRow]:
    """Every link of this chart, newest first."""
    mine = select(Share).where(Share.patient_id == chart.patient_id, _theirs(chart))
    found = chart.db.exec(mine.order_by(col(Share.created_at).desc()).limit(_MOST_LINKS))
    return [_row(chart, share) for share in found]


def detail(chart: Chart, share_id: UUID) -> LinkDetail:
    """One link of this chart. Raises: NotFound."""
    share = own(chart, share_id)
    says, is_active = chart.unseal(share, ShareContents), works(share)
    status, tone = standing(share, says)
    return LinkDetail(
        id=str(share.id),
        title=title_of(says),
        status=status,
        tone=tone,
        is_active=is_active,
        kinds=kind_names(says.kinds),
        dates=span_words(_day(says.since), _day(says.until)) or t("All dates"),
        made=moment(share.created_at),
        by=_maker(chart, share, says),
        ends=moment(share.revoked_at or share.expires_at),
        openings=_openings(share),
        link=says.link if is_active else "",
        qr=qr_picture(says.link) if is_active else "",
        why=_why_closed() if says.is_closed else "",
        log=_log(chart, share),
    )


def own(chart: Chart, share_id: UUID) -> Share:
    """The row of one link of this chart. Raises: NotFound."""
    mine = select(Share).where(Share.id == share_id, Share.patient_id == chart.patient_id, _theirs(chart))
    share = chart.db.exec(mine).first()
    if share is None:
        raise NotFound
    return share


def _theirs(chart: Chart) -> ColumnElement[bool]:
    return not_other_helpers(chart, col(Share.account_id))


def works(share: Share) -> bool:
    """True while the link can be opened."""
    used_up = share.most_openings is not None and share.openings >= share.most_openings
    over = share.revoked_at is not None or share.expires_at <= clock.now()
    return not (over or used_up or share.tries >= MOST_TRIES)


def standing(share: Share, says: ShareContents) -> tuple[str, str]:
    """How a link stands in a word, and its tone."""
    if says.is_closed:
        return t("Closed by the practice"), "attention"
    if share.revoked_at is not None:
        return t("Turned off"), "plain"
    if share.expires_at <= clock.now():
        return t("Expired"), "plain"
    if share.tries >= MOST_TRIES:
        return t("Locked"), "danger"
    return (t("Works"), "good") if works(share) else (t("Used up"), "plain")


def _why_closed() -> str:
    return t(
        "The record has changed since this link was made, so the practice closed it. Nobody can open it any "
        "more. To go on sharing, make a new link."
    )


def title_of(says: ShareContents) -> str:
    """What a link is called: the patient's own label, or what it shares."""
    return says.label or kind_names(says.kinds)


def _row(chart: Chart, share: Share) -> LinkRow:
    says = chart.unseal(share, ShareContents)
    status, tone = standing(share, says)
    ends = t("until {moment}", moment=moment(share.expires_at)) if works(share) else ""
    by = _maker(chart, share, says)
    made = t("made by {name}", name=by) if by else ""
    line = " · ".join(
        filter(None, (made, ends, _openings(share), kind_names(says.kinds) if says.label else ""))
    )
    return LinkRow(title_of(says), line, status, tone, f"{HOME}/link?id={share.id}", is_active=works(share))


def _maker(chart: Chart, share: Share, says: ShareContents) -> str:
    """Who made a link; empty for one's own, and for those made before that was kept."""
    is_mine = share.account_id == chart.actor.account_id
    return by_whom(chart, says.by, says.relation, is_mine=is_mine)


def _openings(share: Share) -> str:
    most = share.most_openings
    if not share.openings:
        return nt("can be opened once", "can be opened {n} times", most) if most else t("not opened yet")
    if most is not None:
        return nt("opened {done} of {n} time", "opened {done} of {n} times", most, done=share.openings)
    return nt("opened {n} time", "opened {n} times", share.openings)


def _log(chart: Chart, share: Share) -> list[OpeningRow]:
    mine = select(ShareOpening).where(ShareOpening.share_id == share.id)
    found = chart.db.exec(mine.order_by(col(ShareOpening.at).desc()).limit(_MOST_OPENINGS))
    return [_opening(chart, row) for row in found]


def _opening(chart: Chart, row: ShareOpening) -> OpeningRow:
    says = chart.unseal(row, OpeningContents)
    where = t("from {address}", address=says.address) if says.address else ""
    line = " · ".join(filter(None, (moment(row.at), where)))
    tag, tone = (t("Opened"), "good") if row.is_opened else (t("Wrong passcode"), "attention")
    return OpeningRow(says.recipient, line, tag, tone)


def _day(kept: str) -> date | None:
    return date.fromisoformat(kept) if kept else None
