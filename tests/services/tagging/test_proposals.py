"""Claims about who a turn may be: words before time before label, and never a turn that somebody has tagged."""

from dataclasses import replace

import pytest

from qualcode.services.tagging.proposals import BY_LABEL, BY_TIME, BY_WORDS, propose
from qualcode.views.speaking import Proposal
from qualcode.views.table_log import LogLineView, Person, SeatView
from qualcode.views.transcript import SpeakerView, TurnView

FL6, FL8, FL9 = (Person("participant", number, f"FL{number}", key=str(number)) for number in (6, 8, 9))
MODERATOR = Person("moderator")
PEOPLE = (MODERATOR, Person("secretary"), FL6, FL8, FL9)

SAID = (
    "Men da må jo resymeet komme før timen.",
    "Ja. Det gjorde det ikke hos oss.",
    "Hos oss lå det i posten i tre uker. Hva? Tre?",
    "En om gangen, takk.",
)
TEXT = "\n\n".join(SAID)


def turns(*starts: int | None) -> list[TurnView]:
    found, at = [], 0
    for number, words in enumerate(SAID, start=1):
        start_ms = starts[number - 1] if starts else None
        found.append(TurnView(number, number, at, at + len(words), None, start_ms, None))
        at += len(words) + 2
    return found


def line(words: str, person: Person, at_ms: int | None = None, kind: str = "said") -> LogLineView:
    seat = SeatView(1, 1, person.role, person.participant_id, person.code or None, person.called, 1)
    return LogLineView(1, at_ms, kind, words, seat, 1)


TIMES = (2_460_000, 2_464_000, 2_475_000, 2_490_000)


def test_first_words_tell_whose_turn_it_is_even_without_times() -> None:
    found = propose(TEXT, turns(), people=PEOPLE, lines=[line("lå det i posten", FL8), line("en om gangen", MODERATOR)])
    assert found == {3: Proposal(FL8, BY_WORDS), 4: Proposal(MODERATOR, BY_WORDS)}


def test_words_that_stand_in_two_turns_are_told_apart_by_time() -> None:
    lines = [line("hos oss", FL6, 2_466_000), line("hos oss", FL8, 2_477_000)]
    assert propose(TEXT, turns(*TIMES), people=PEOPLE, lines=lines) == {
        2: Proposal(FL6, BY_WORDS),
        3: Proposal(FL8, BY_WORDS),
    }
    assert propose(TEXT, turns(), people=PEOPLE, lines=lines) == {}


def test_without_times_a_turn_that_another_line_can_only_mean_is_not_meant_by_this_one() -> None:
    lines = [line("hos oss", FL6), line("lå det i posten", FL8)]
    assert propose(TEXT, turns(), people=PEOPLE, lines=lines) == {
        2: Proposal(FL6, BY_WORDS),
        3: Proposal(FL8, BY_WORDS),
    }


def test_a_line_whose_words_are_nowhere_means_the_turn_being_said_when_it_was_written() -> None:
    found = propose(TEXT, turns(*TIMES), people=PEOPLE, lines=[line("brev, sykt lenge", FL8, 2_477_000)])
    assert found == {3: Proposal(FL8, BY_TIME)}


def test_words_go_before_time() -> None:
    lines = [line("noe helt annet", FL9, 2_476_000), line("lå det i posten", FL8, 2_479_000)]
    assert propose(TEXT, turns(*TIMES), people=PEOPLE, lines=lines)[3] == Proposal(FL8, BY_WORDS)


def test_the_first_who_is_written_down_in_a_turn_is_proposed_for_it() -> None:
    lines = [line("x", FL8, 2_476_000), line("y", FL9, 2_480_000)]
    assert propose(TEXT, turns(*TIMES), people=PEOPLE, lines=lines)[3] == Proposal(FL8, BY_TIME)


@pytest.mark.parametrize("kind", ["nod", "laughter", "note", "overlap"])
def test_who_nods_is_not_who_speaks(kind: str) -> None:
    assert propose(TEXT, turns(*TIMES), people=PEOPLE, lines=[line("posten", FL8, 2_477_000, kind)]) == {}


def test_a_temporary_name_proposes_nobody() -> None:
    green = Person("participant", called="grønn genser")
    assert propose(TEXT, turns(*TIMES), people=PEOPLE, lines=[line("lå det i posten", green, 2_477_000)]) == {}


def test_one_short_word_is_no_sign_of_anybody() -> None:
    assert propose(TEXT, turns(), people=PEOPLE, lines=[line("Ja", FL6)]) == {}


def test_a_line_long_after_everything_was_said_means_nobody() -> None:
    ended = [*turns(*TIMES)[:3], replace(turns(*TIMES)[3], end_ms=2_491_000)]
    assert propose(TEXT, ended, people=PEOPLE, lines=[line("etterpå", FL6, 3_000_000)]) == {}


def labelled(label: str, role: str = "unknown", participant: str | None = None) -> list[TurnView]:
    first, *others = turns()
    return [replace(first, speaker=SpeakerView(1, label, role, participant)), *others]


@pytest.mark.parametrize("label", ["FL8", "fl8", "8"])
def test_a_label_that_is_a_code_or_its_number_is_proposed(label: str) -> None:
    assert propose(TEXT, labelled(label), people=PEOPLE, lines=[]) == {1: Proposal(FL8, BY_LABEL)}


def test_a_label_mapped_in_another_transcript_is_proposed_here_and_not_assumed() -> None:
    elsewhere = {"kari": Person("participant", 9), "ordstyrer": Person("moderator")}
    assert propose(TEXT, labelled("Kari"), people=PEOPLE, lines=[], said=elsewhere) == {1: Proposal(FL9, BY_LABEL)}
    assert propose(TEXT, labelled("Ordstyrer"), people=PEOPLE, lines=[], said=elsewhere) == {
        1: Proposal(MODERATOR, BY_LABEL)
    }
    assert propose(TEXT, labelled("Ola"), people=PEOPLE, lines=[], said=elsewhere) == {}


def test_a_turn_that_somebody_has_tagged_has_no_proposal() -> None:
    tagged = labelled("Kari", "participant", "FL6")
    assert propose(TEXT, tagged, people=PEOPLE, lines=[line("men da må jo", FL8)]) == {}
