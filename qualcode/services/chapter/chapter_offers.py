"""What the register can say in the chapter where the author has written nothing: offered sentences, marked as such.

The author's own prose always goes first: an offered text stands in the chapter only while its part is empty, and begins
with a mark that says where it comes from.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

from qualcode.locale import say
from qualcode.services.chapter.chapter_texts import (
    THE_STUDY,
    Owner,
    Place,
    analysis_titles,
    covered_substudies,
    titles_in_use,
    written_texts,
)
from qualcode.services.register.recruitment import flows
from qualcode.services.register.register import register_of
from qualcode.services.register.rows import substudy_names
from qualcode.services.written_language import chapter_language
from qualcode.storage.opening import OpenStudy
from qualcode.views.chapter import ChapterTextView
from qualcode.views.register import DID, InterviewEntry, RegisterView

Offers = dict[Place, str]
"""Offered texts by part and owner."""


def offered_texts(study: OpenStudy) -> list[ChapterTextView]:
    """The texts that the register offers for parts of the chapter that are not written, in the study's language."""
    language = chapter_language(study)
    with study.reading() as connection:
        names, written = substudy_names(connection), written_texts(connection)
        offers = offers_of(connection, language)
    return [
        ChapterTextView(names[owner.substudy], part, text)
        for (part, owner), text in offers.items()
        if (part, owner) not in written
    ]


def offers_of(connection: Connection, language: str, paper: int | None = None) -> Offers:
    """Every text that the register can give, also for parts that are written.

    In a chapter of one analysis, `paper`, the study's parts tell of that one and its substudies only.
    """
    told, names = register_of(connection), substudy_names(connection)
    covered = names if paper is None else covered_substudies(connection).get(paper, ())
    titles = titles_in_use(connection) if paper is None else {paper: analysis_titles(connection)[paper]}
    offering = _Offering(told, language)
    offers: Offers = {
        ("method", THE_STUDY): offering.method({names[key] for key in covered}),
        ("analysis", THE_STUDY): offering.analysis(titles.values()),
        ("ethics", THE_STUDY): offering.ethics(),
    }
    steps = {flow.substudy: flow for flow in flows(connection)}
    for key, name in names.items():
        if key is not None:
            flow = steps.get(name)
            counted = [(step.step, step.count) for step in flow.steps] if flow else []
            offers["recruitment", Owner(key)] = offering.recruitment(name, counted, flow.took_part if flow else None)
    mark = say("reporting.offered.mark", language=language)
    return {place: f"{mark} {text}" for place, text in offers.items() if text}


class _Offering:
    """The register in the prose of a method part."""

    def __init__(self, told: RegisterView, language: str) -> None:
        self._told, self._language = told, language

    def method(self, substudies: Collection[str]) -> str:
        """Who the team was, what each did, and user involvement in the whole study or in one of these substudies."""
        told = []
        if self._told.team:
            members = [f"{one.name} ({one.role})" if one.role else one.name for one in self._told.team]
            told.append(self._say("offered.team", members=self._listed(members)))
        for act in DID:
            names = [member.name for member in self._told.team if act in member.did]
            if names:
                told.append(self._say(f"offered.{act}", names=self._listed(names)))
        told += [
            self._say("involvement", who=one.who) + (f" {one.how}" if one.how else "")
            for one in self._told.user_involvement
            if one.substudy in ("", *substudies)
        ]
        return " ".join(told)

    def analysis(self, titles: Collection[str]) -> str:
        """Information power, a paragraph for each of these analyses."""
        entries = self._told.information_power
        return "\n\n".join(
            self._say("offered.power", analysis=title, assessments="; ".join(self._powers(title)))
            for title in dict.fromkeys(one.analysis for one in entries if one.analysis in titles)
        )

    def ethics(self) -> str:
        """The assessments with their reference numbers."""
        return " ".join(
            self._say(
                "offered.assessed",
                body=one.body,
                reference=self._say("offered.reference", reference=one.reference) if one.reference else "",
                assessment=f": {one.assessment.rstrip('.')}" if one.assessment else "",
            )
            for one in self._told.ethics
        )

    def recruitment(self, substudy: str, steps: Sequence[tuple[str, int]], took_part: int | None) -> str:
        """How the participants were chosen and found, and how the interviews were held.

        Empty where nothing but the sampling is registered, which is not enough for a paragraph.
        """
        held = self._held([one for one in self._told.interviews if one.substudy == substudy])
        if not (steps or held):
            return ""
        counted = [f"{say(f'register.step.{step}', language=self._language).lower()} {count}" for step, count in steps]
        counted += [self._say("offered.took_part", count=took_part)] if took_part is not None else []
        flow = self._say("offered.flow", steps=", ".join(counted)) if counted else ""
        return " ".join(part for part in (flow, self._sampling(substudy), held) if part)

    def _powers(self, analysis: str) -> Iterable[str]:
        for one in self._told.information_power:
            if one.analysis == analysis:
                power = f" {self._say(f'power.{one.assessment}')}" if one.assessment else ""
                reason = f" ({one.reason.rstrip('.')})" if one.reason else ""
                yield f"{self._say(f'dimension.{one.dimension}')}{power}{reason}"

    def _sampling(self, substudy: str) -> str:
        for one in self._told.substudies:
            if one.substudy == substudy and one.sampling:
                words = say(f"material.sampling.{one.sampling}", language=self._language)
                reason = f": {one.sampling_reason.rstrip('.')}" if one.sampling_reason else ""
                return self._say("offered.sampling", sampling=words, reason=reason)
        return ""

    def _held(self, interviews: Sequence[InterviewEntry]) -> str:
        """How many there were of each kind, how and how long; nothing unless one of these is registered."""
        if not any(one.mode or one.minutes is not None for one in interviews):
            return ""
        told = []
        for design in dict.fromkeys(one.design for one in interviews):
            these = [one for one in interviews if one.design == design]
            modes = [self._say(f"mode.{mode}") for mode in dict.fromkeys(one.mode for one in these) if mode]
            minutes = sorted(one.minutes for one in these if one.minutes is not None)
            how = f" ({', '.join(modes)})" if modes else ""
            if minutes:
                key = "offered.lasting" if minutes[0] < minutes[-1] else "offered.lasting_exactly"
                how += f" {self._say(key, least=minutes[0], most=minutes[-1])}"
            told.append(self._say(f"offered.interviews_{design}", count=len(these), how=how))
        return " ".join(told)

    def _listed(self, names: Sequence[str]) -> str:
        *most, last = names
        return f"{', '.join(most)} {self._say('offered.and')} {last}" if most else last

    def _say(self, key: str, **values: Any) -> str:
        return say(f"reporting.{key}", language=self._language, **values)
