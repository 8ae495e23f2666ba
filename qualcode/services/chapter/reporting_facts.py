"""What the study knows about itself, fact by fact, in its own language: what the reporting guidelines ask for."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from qualcode.analysis.informants import attendance
from qualcode.locale import say
from qualcode.model import Participant, Substudy
from qualcode.model.studies import RECORDS
from qualcode.services.chapter.chapter_texts import chapter_texts, paper_title
from qualcode.services.chapter.work_facts import work_facts
from qualcode.services.chosen import analysis_if_named
from qualcode.services.material.substudies import analyses
from qualcode.services.overview.studies import status
from qualcode.services.participants.participants import demographic_table
from qualcode.services.register.recruitment import recruitment_flow
from qualcode.services.register.register import register
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.version import VERSION
from qualcode.views.register import FlowStep, InterviewEntry, RegisterView, SubstudyEntry, TeamEntry
from qualcode.views.status import StudyStatus


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """Facts by name (empty or missing: not known), and the authors' own words by guideline and item."""

    title: str
    language: str
    told: dict[str, str]
    own: dict[tuple[str, int], str]


def facts(study: OpenStudy, analysis: str | None = None) -> KnownFacts:
    """Everything the guidelines can be answered with: of one analysis and its substudies, or of all that are in use.

    Raises `NothingNamed`.
    """
    told, about = register(study), status(study)
    only = analysis_if_named(study, analysis)
    told_of = {one.title: one.id for one in analyses(study) if (one.id == only if only else not one.retired)}
    about = replace(about, analyses=tuple(one for one in about.analyses if one.title in told_of))
    if only is not None:
        covered = {name for one in about.analyses for name in one.substudies}
        about = replace(about, substudies=tuple(one for one in about.substudies if one.name in covered))
        told = _told_of(told, covered)
    power = tuple(one for one in told.information_power if one.analysis in told_of)
    language = chapter_language(study)
    with study.reading() as connection:
        title = paper_title(connection, only) or about.title
    telling = _Telling(study, replace(told, information_power=power), replace(about, title=title), language)
    work = work_facts(study, about, language, of=list(told_of.values()))
    own = {(entry.guideline, entry.item): entry.answer for entry in told.reporting}
    return KnownFacts(title, language, telling.all(told_of if only else ()) | work, own)


def _told_of(told: RegisterView, substudies: Collection[str]) -> RegisterView:
    """The register without what it holds of other substudies; what is of the whole study stays."""
    sections = {section.name: getattr(told, section.name) for section in fields(told)}
    kept = ("", *substudies)
    return RegisterView(
        **{name: tuple(one for one in of if getattr(one, "substudy", "") in kept) for name, of in sections.items()}
    )


class _Telling:
    """The register put into sentences."""

    def __init__(self, study: OpenStudy, told: RegisterView, about: StudyStatus, language: str) -> None:
        self._study, self._told, self._about, self._language = study, told, about, language
        self._substudies = [one.name for one in about.substudies]

    def all(self, papers: Collection[str]) -> dict[str, str]:
        """Every fact by name. `papers` are analyses that have texts of their own in the place of the study's."""
        known = ("", *papers)
        written = {one.part for one in chapter_texts(self._study) if not one.substudy and one.analysis in known}
        of_team = ("credentials", "occupation", "gender", "training", "background", "relation", "known_to_participants")
        return {
            "title": self._about.title,
            "questions": _lines(f"{one.title}: {one.question}" for one in self._about.analyses if one.question),
            "purpose": self._see(written, "purpose"),
            "discussion": self._see(written, "discussion"),
            "team": _lines(_described(member) for member in self._told.team),
            **{name: self._of_team(name) for name in of_team},
            **{name: getattr(self, f"_{name}")() for name in _REGISTERED},
            "software": f"qualcode {VERSION}",
        }

    def _say(self, key: str, **values: Any) -> str:
        return say(f"reporting.{key}", language=self._language, **values)

    def _see(self, written: Collection[str], part: str) -> str:
        heading = say(f"chapter.heading.{part}", language=self._language)
        return self._say("see_chapter", heading=heading) if part in written else ""

    def _of_team(self, field: str) -> str:
        return _lines(f"{one.name}: {getattr(one, field)}" for one in self._told.team if getattr(one, field))

    def _interviewers(self) -> str:
        acts = (("interviewed", "did.interviewed"), ("moderated", "did.moderated"))
        by_team = [
            self._say(key, names=", ".join(names))
            for act, key in acts
            if (names := [member.name for member in self._told.team if act in member.did])
        ]
        led = _unique(one.moderator for one in self._told.interviews)
        return _lines(by_team) or (self._say("did.moderated", names=", ".join(led)) if led else "")

    def _sampling(self) -> str:
        def chosen(one: SubstudyEntry) -> str:
            name = say(f"material.sampling.{one.sampling}", language=self._language) if one.sampling else ""
            return "; ".join(part for part in (name, one.sampling_reason) if part)

        return _lines(f"{one.substudy}: {told}" for one in self._told.substudies if (told := chosen(one)))

    def _approach(self) -> str:
        """How participants were reached: the ways told of those invited, and how they met."""
        steps = ("invited", "reminded")
        return _lines(
            f"{one.substudy}: {say(f'register.step.{one.step}', language=self._language).lower()} {one.count}"
            f" ({one.reason})"
            for one in self._told.recruitment
            if one.step in steps and one.reason
        )

    def _lost(self) -> str:
        return _lines(
            f"{flow.substudy}: "
            + ", ".join(
                f"{say(f'register.step.{step.step}', language=self._language).lower()} {step.count}" + _reasons(step)
                for step in flow.steps
            )
            for flow in recruitment_flow(self._study)
            if flow.substudy in self._substudies
        )

    def _sample_size(self) -> str:
        told = []
        for one in self._about.substudies:
            people = self._say(f"sample_size.people{'_records' * (one.design == RECORDS)}", count=one.participants)
            if one.participants or one.interviews:
                size = {"substudy": one.name, "people": people, "count": one.interviews}
                told.append(self._say(f"sample_size.{one.design}", **size))
        return _lines(told)

    def _sample(self) -> str:
        tables = (
            (one.name, demographic_table(self._study, one.name, consenting=True)) for one in self._about.substudies
        )
        return _lines(f"{name}: {table.notes[-1]}" for name, table in tables if table.notes and len(table.columns) > 1)

    def _setting(self) -> str:
        def place(one: InterviewEntry) -> str:
            mode = self._say(f"mode.{one.mode}") if one.mode else ""
            return ", ".join(part for part in (mode, one.place) if part)

        return self._by_substudy(lambda these: "; ".join(_unique(map(place, these))))

    def _others(self) -> str:
        def there(these: Sequence[InterviewEntry]) -> str:
            secretaries = _unique(one.secretary for one in these)
            told = [self._say("secretary", names=", ".join(secretaries))] if secretaries else []
            return "; ".join([*told, *_unique(one.others for one in these)])

        return self._by_substudy(there)

    def _repeated(self) -> str:
        with self._study.reading() as connection:
            statement = (
                select(col(Participant.id))
                .join(Substudy, col(Substudy.id) == col(Participant.substudy_id))
                .where(col(Substudy.name).in_(self._substudies))
            )
            people = set(connection.execute(statement).scalars())
            times = Counter(person for person, _, _ in attendance(connection) if person in people)
        again = sum(count > 1 for count in times.values())
        return self._say("repeated" if again else "not_repeated", count=again) if times else ""

    def _duration(self) -> str:
        def minutes(these: Sequence[InterviewEntry]) -> str:
            known = sorted(one.minutes for one in these if one.minutes is not None)
            if not known:
                return ""
            return self._say("minutes", least=known[0], most=known[-1], known=len(known), total=len(these))

        return self._by_substudy(minutes)

    def _period(self) -> str:
        dates = sorted(one.date for one in self._told.interviews if one.date)
        return self._say("period", first=dates[0], last=dates[-1]) if dates else ""

    def _guide(self) -> str:
        topics: dict[str, list[str]] = {one.substudy: [] for one in self._told.guide}
        for one in self._told.guide:
            topics[one.substudy].append(one.topic)
        return _lines(self._say("guide", substudy=name, topics=", ".join(of)) for name, of in topics.items())

    def _involvement(self) -> str:
        return _lines(
            self._say("involvement", who=one.who) + (f" {one.how}" if one.how else "")
            for one in self._told.user_involvement
        )

    def _recording(self) -> str:
        if not self._told.recordings:
            return ""
        devices = _unique(one.device for one in self._told.recordings)
        recorded = self._say("recorded", count=len(self._told.recordings), total=len(self._told.interviews))
        return recorded + (f" ({', '.join(devices)})" if devices else "")

    def _field_notes(self) -> str:
        count = len(self._told.field_notes)
        return self._say("field_notes", count=count) if count else ""

    def _information_power(self) -> str:
        return _lines(
            f"{one.analysis}, {self._say(f'dimension.{one.dimension}')}: "
            + "; ".join(
                part for part in (self._say(f"power.{one.assessment}") if one.assessment else "", one.reason) if part
            )
            for one in self._told.information_power
        )

    def _ethics(self) -> str:
        return _lines(
            ", ".join(part for part in (one.body, one.reference, one.date, one.assessment) if part)
            for one in self._told.ethics
        )

    def _consent(self) -> str:
        given = [one for one in self._told.consent if one.given]
        if not given:
            return ""
        gone = sum(bool(one.withdrawn) for one in given)
        told = self._say("consent", count=len(given), total=sum(one.participants for one in self._about.substudies))
        return told + (f" {self._say('withdrawn', count=gone)}" if gone else "")

    def _transcription(self) -> str:
        states = self._told.transcripts
        kinds = [one.kind for one in states if one.kind]
        told = [self._say(f"wording.{kind}", count=kinds.count(kind)) for kind in dict.fromkeys(kinds)]
        for done in ("checked", "tagged", "deidentified"):
            count = sum(bool(getattr(one, done)) for one in states)
            told += [self._say(f"state.{done}", count=count, total=len(states))] if count else []
        return " ".join(told)

    def _by_substudy(self, tell: Callable[[Sequence[InterviewEntry]], str]) -> str:
        names = _unique(one.substudy for one in self._told.interviews)
        told = ((name, tell([one for one in self._told.interviews if one.substudy == name])) for name in names)
        return _lines(f"{name}: {text}" for name, text in told if text)


_REGISTERED = (
    "interviewers",
    "sampling",
    "approach",
    "lost",
    "sample_size",
    "sample",
    "setting",
    "others",
    "repeated",
    "duration",
    "period",
    "guide",
    "involvement",
    "recording",
    "field_notes",
    "information_power",
    "ethics",
    "consent",
    "transcription",
)


def _described(member: TeamEntry) -> str:
    told = [part for part in (member.role, member.credentials, member.occupation, member.background) if part]
    return f"{member.name}: {', '.join(told)}" if told else member.name


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _reasons(step: FlowStep) -> str:
    """Why, with the number for each reason where it is not that of the step."""
    told = [reason if count == step.count else f"{reason} {count}" for reason, count in step.reasons]
    return f" ({'; '.join(told)})" if told else ""


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(text for text in texts if text)
