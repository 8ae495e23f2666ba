"""Who the labels of a transcript are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.label_choice import choose_labels
from qualcode.text.labels import LabelChoice, fold, is_label_shaped, read_opening


def choose(text: str) -> LabelChoice:
    """The labels chosen among these lines; an empty line is a break."""
    lines = text.strip().split("\n")
    breaks = [index == 0 or not lines[index - 1].strip() for index in range(len(lines))]
    return choose_labels(
        [read_opening(line, follows_break=new) for line, new in zip(lines, breaks, strict=True) if line.strip()]
    )


def speakers(text: str) -> set[str]:
    return set(choose(text).labels.values())


def doubts(text: str) -> set[tuple[str, bool]]:
    return {(doubt.label, doubt.taken) for doubt in choose(text).doubts}


def talk(*labels: str, turns: int = 3) -> str:
    """A talk in which each label speaks a few times."""
    return "\n".join(f"{label}: Det var ganske rart, syntes jeg." for _ in range(turns) for label in labels)


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("P4: Ja, det var rart.", "P4", "Ja, det var rart."),
        ("I:\tHva da?", "I", "Hva da?"),
        ("R1\tIngenting", "R1", "Ingenting"),
        ("I:Uten mellomrom", "I", "Uten mellomrom"),
        ("Kari Åsen : Hei", "Kari Åsen", "Hei"),
        ("Åsen, Kari (Ekstern): Hei", "Åsen, Kari (Ekstern)", "Hei"),
        ("Dr. Hansen: Hei", "Dr. Hansen", "Hei"),
        ("SPEAKER_01:", "SPEAKER_01", ""),
        ("SPEAKER_00", "SPEAKER_00", ""),
        ("Sara Mannheimer  00:03", "Sara Mannheimer", ""),
        ("Kari Åsen   1:00:05", "Kari Åsen", ""),
        ("[Kari Åsen] 09:15:33", "Kari Åsen", ""),
        ("[doctor] hi , martha .", "doctor", "hi , martha ."),
        ("[00:00:02] Doctor: Hello?", "Doctor", "Hello?"),
        ("Kari: [00:00:05] Hei", "Kari", "Hei"),
        ("P4: Hun sa: «Nei.»", "P4", "Hun sa: «Nei.»"),
    ],
)
def test_a_line_may_open_with_a_label(line: str, label: str, rest: str) -> None:
    opening = read_opening(line)
    assert (opening.label, opening.rest) == (label, rest)


@pytest.mark.parametrize(
    "line",
    [
        "10:30 kom jeg dit.",
        "Klokka 10:30 kom jeg dit.",
        "https://example.org/a",
        "C:\\Users\\kari",
        "Så gikk jeg hjem. Der lå det et brev: fra NAV",
        "Hva tenkte du! Og så: ingenting",
        "Dette er en altfor lang begynnelse på en linje til å være et navn: ja",
        "Ingen kolon her",
        "",
    ],
)
def test_speech_does_not_open_with_a_label(line: str) -> None:
    opening = read_opening(line)
    assert opening.label is None
    assert opening.whole == line


def test_the_time_of_a_label_line_is_the_turns() -> None:
    assert read_opening("Kari Åsen   0:05").start_ms == 5_000
    assert read_opening("[00:00:02] Kari: Hei").start_ms == 2_000
    assert read_opening("I: Hei #00:00:02-6#").end_ms == 2_600


def test_labels_that_come_back_are_speakers() -> None:
    assert speakers(talk("I", "P4")) == {"I", "P4"}
    assert speakers(talk("Kari Åsen", "Øystein Bø")) == {"Kari Åsen", "Øystein Bø"}
    assert speakers(talk("doctor", "patient")) == {"doctor", "patient"}


@pytest.mark.parametrize(
    "field",
    ["Til stede: Åse og Øyvind", "Dato: 3. mars", "Varighet: 34 min", "Sted: Bodø", "Merk: dette", "Present: all"],
)
def test_fields_of_the_heading_are_no_speakers(field: str) -> None:
    assert speakers(f"{field}\n{field}\n{talk('I', 'P4')}") == {"I", "P4"}


def test_a_heading_field_nobody_thought_of_is_no_speaker() -> None:
    assert speakers(f"Legekontor: Bodø sentrum\n\n{talk('Kari', 'Ola')}") == {"Kari", "Ola"}


@pytest.mark.parametrize(
    "saying", ["Bra: altså, det gikk jo fint.", "Ja: og så gikk jeg.", "Og så sa hun: nei.", "10:30 var det."]
)
def test_speech_with_a_colon_stays_speech(saying: str) -> None:
    assert speakers(f"{talk('I', 'P4')}\n{saying}\n{saying}") == {"I", "P4"}


def test_who_is_presented_above_the_talk_does_not_speak_there() -> None:
    heading = "Intervjuer: Kari Hansen\nDeltaker: P4\nInformant: en kvinne i 40-årene"
    assert speakers(f"{heading}\n\n{talk('I', 'P4')}") == {"I", "P4"}


def test_a_moderator_who_speaks_once_is_a_speaker_and_told() -> None:
    text = f"M: Velkommen.\n{talk('FL1', 'FL2')}"
    assert speakers(text) == {"M", "FL1", "FL2"}
    assert doubts(text) == {("M", True)}


def test_a_code_that_stands_once_is_a_speaker_and_told() -> None:
    text = talk("M", "FL1") + "\nFL6: Enig."
    assert speakers(text) == {"M", "FL1", "FL6"}
    assert doubts(text) == {("FL6", True)}


def test_a_name_that_stands_once_among_names_is_a_speaker_and_told() -> None:
    text = talk("Kari", "Ola") + "\nPer Olav: Enig."
    assert speakers(text) == {"Kari", "Ola", "Per Olav"}
    assert doubts(text) == {("Per Olav", True)}


def test_a_name_that_stands_once_among_codes_stays_in_the_text_and_is_told() -> None:
    text = talk("I", "P4") + "\nMamma: kom hjem."
    assert speakers(text) == {"I", "P4"}
    assert doubts(text) == {("Mamma", False)}


def test_a_short_file_needs_no_repetition_where_labels_are_clear() -> None:
    assert speakers("I: Hva tenkte du?\nP4: Ingenting.") == {"I", "P4"}
    assert speakers("Kari: Hei.\nOla: Hei. Går det bra?\nKari: Ja da.") == {"Kari", "Ola"}


def test_a_monologue_keeps_its_speaker() -> None:
    assert speakers("P4: Det begynte med et brev.\n\nSå gikk det en uke.\n\nOg så en til.") == {"P4"}
    assert speakers("P4: En.\n\nP4: To.\n\nP4: Tre.") == {"P4"}
    assert speakers("aal_uio_02: ja .\naal_uio_02: nei .\naal_uio_02: jo .") == {"aal_uio_02"}


def test_where_only_the_moderator_is_labelled_nothing_else_becomes_hers() -> None:
    answers = "\n".join(f"Et svar som ingen er navngitt for, nummer {n}." for n in range(20))
    text = f"MODERATOR: Ja?\n{answers}\nMODERATOR: Takk."
    assert speakers(text) == set()
    assert doubts(text) == {("MODERATOR", False)}


@pytest.mark.parametrize(
    "text",
    [
        "Det begynte med et brev.\nSå gikk det en uke.",
        "Kari: Hei.\nOla: Hei.",
        "Husk: melk.\nVi gikk en tur og alt var fint.\nDet var alt.",
        "Mandag: regn.\nTirsdag: sol.\nMandag: regn igjen.\nTirsdag: sol.",
    ],
)
def test_without_two_labels_that_come_back_the_text_stays_whole(text: str) -> None:
    assert speakers(text) == set()


def test_spellings_of_one_label_are_one_speaker() -> None:
    text = "P4: a.\nI: b?\np4: c.\nP 4: d.\nP4: e.\nI.: f?"
    assert choose(text).labels == {"p4": "P4", "i": "I"}


def test_remarks_in_brackets_are_no_speakers_but_labels_in_brackets_are() -> None:
    assert speakers("[doctor] hei .\n[patient] hei .\n[doctor] ja .\n[patient] nei .") == {"doctor", "patient"}
    assert speakers(talk("I", "P4") + "\n[uklart] ja\n[uklart] nei") == {"I", "P4"}


def test_a_label_alone_on_its_line_is_a_label() -> None:
    text = "SPEAKER_00\n[00:00:00] - Hei\n\nSPEAKER_01\n[00:00:03] - Hei"
    assert speakers(text) == {"SPEAKER_00", "SPEAKER_01"}


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose_labels([]) == LabelChoice({}, ())


def test_no_sentence_looks_like_a_label() -> None:
    assert not is_label_shaped("Jeg gikk. Så kom hun")
    assert not is_label_shaped("a" * 41)
    assert not is_label_shaped("en to tre fire fem seks sju")
    assert not is_label_shaped("– og")
    assert is_label_shaped("Kari Hansen (NAV)")


lines = st.lists(st.text(st.sampled_from("IP4:. \t[]a0å-"), max_size=16), max_size=12)


@given(lines)
def test_whatever_the_lines_a_choice_is_made(texts: list[str]) -> None:
    openings = [read_opening(text) for text in texts]
    choice = choose_labels(openings)
    for opening in openings:
        label = choice.speaker_of(opening)
        assert label is None or fold(label) == fold(opening.label or "")


@given(st.text(st.sampled_from("IP4:. \t[]a0å#-(),"), max_size=40))
def test_no_word_is_lost_when_a_label_is_parted_off(text: str) -> None:
    opening = read_opening(text)
    if opening.label is not None and opening.start_ms is None and opening.end_ms is None and not opening.inside:
        kept = "".join(c for c in opening.label + opening.rest if c.isalnum())
        assert kept == "".join(c for c in text if c.isalnum())
