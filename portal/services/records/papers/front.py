"""Whose paper it is and where it comes from: what stands at its beginning and on each of its pages."""

from babel.dates import format_skeleton

from portal import clock
from portal.access.charts import Chart
from portal.access.record_keys import source_key
from portal.i18n import day, language, moment, t
from portal.integrations.fhir import views
from portal.integrations.pdf.paper import Paper, PaperEntry, PaperFact, PaperSection
from portal.services.records import shelf
from portal.services.records.around import Around
from portal.services.records.told import hides_home, left_out_words
from portal.services.records.whose import patient_of
from portal.settings import get_settings


def paper_of(chart: Chart, title: str, sections: list[PaperSection], *, covers: str = "") -> Paper:
    """A paper about the patient of this chart, printed now."""
    who = patient_of(chart)
    return Paper(
        title=title,
        person=who.name,
        born=day(who.birth_date),
        mrn=who.mrn,
        language=language(),
        practice=_practice(),
        made=t("Printed from the practice’s record on {when}.", when=moment(clock.now())),
        covers=covers,
        sections=tuple(sections),
    )


def birth_date_of(chart: Chart) -> str:
    """The birth date in numbers, as forms have it: "03/09/1984"."""
    born = patient_of(chart).birth_date
    return format_skeleton("yMMdd", born, locale=language()) if born else ""


def demographics(chart: Chart) -> PaperSection:
    """What is on file about the person: names, address, how to reach them, language; for those who help, also
    what is left out.
    """
    who = patient_of(chart)
    source = source_key(chart.patient_id, f"Patient/{who.fhir_id}")
    held = shelf.by_source(chart, [source]).get(source)
    if held is None:
        own = [(t("Name"), who.name), (t("Born"), day(who.birth_date)), (t("Sex"), who.sex)]
        home = [(t("Phone"), who.phone), (t("Email"), who.email), (t("Address"), who.address)]
        return _about(chart, [*own, *([] if hides_home(chart) else home)])
    one = views.demographics(held.data, Around(chart, [held.data]))
    return _about(
        chart,
        [
            (t("Name"), one.name),
            (t("Other names"), ", ".join(one.other_names)),
            (t("Born"), one.born),
            (t("Died"), one.died),
            (t("Sex"), one.sex),
            (t("Medical record number"), one.mrn),
            (t("Address"), ", ".join(one.address)),
            (t("Phone"), ", ".join(one.phones)),
            (t("Email"), ", ".join(one.emails)),
            (t("Language"), one.language),
            (t("Interpreter"), t("Needed") if one.needs_interpreter else ""),
            (t("Doctor"), one.doctor),
        ],
    )


def _about(chart: Chart, pairs: list[tuple[str, str]]) -> PaperSection:
    facts = tuple(PaperFact(name, value) for name, value in pairs if value)
    return PaperSection(t("About the patient"), left_out_words(chart), (PaperEntry(facts=facts),))


def _practice() -> tuple[str, ...]:
    settings = get_settings()
    phone = t("Phone {phone}, {hours}", phone=settings.practice_phone, hours=settings.practice_hours)
    return tuple(filter(None, (settings.practice_name, settings.practice_address, phone)))
