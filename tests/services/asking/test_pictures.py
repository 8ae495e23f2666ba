"""Claims about what pictures show."""

from pathlib import Path

import pytest

from qualcode.services.asking.material_tables import recruitment_table
from qualcode.services.asking.pictures import export_picture, picture, picture_lines
from qualcode.services.material.substudies import retire_analysis, set_analysis
from qualcode.services.participants.speakers import match_speakers
from qualcode.storage.opening import OpenStudy
from tests.builders import SUBSTUDY, add_group, add_participant, add_substudy, add_transcript, code_words, registered


def test_recruitment_is_drawn_for_one_substudy_as_for_several(study: OpenStudy) -> None:
    add_substudy(study)
    registered(study, recruitment=[{"substudy": SUBSTUDY, "step": "invited", "count": 40}])
    assert [row[1] for row in picture(study, "recruitment").rows] == [40]
    add_substudy(study, "Legene")
    registered(study, recruitment=[{"substudy": "Legene", "step": "invited", "count": 20}])
    assert [row[1:] for row in picture(study, "recruitment").rows] == [(40, 20)]
    assert [row[1:] for row in picture(study, "recruitment", substudy="Legene").rows] == [(20,)]
    registered(study, recruitment=[{"substudy": "Legene", "step": "accepted", "count": 3}])
    drawn = picture(study, "recruitment")
    assert [row[1:] for row in drawn.rows] == [(40, 20), (None, 3), (None, 3)], "what is not registered is not nought"
    assert "Legene" in "\n".join(picture_lines(drawn, width=60))
    assert recruitment_table(study).notes == ("Legene: Registeret har 0 deltakere, men flyten ender på 3.",)


def test_interviews_and_groups_of_the_same_name_are_drawn_apart(study: OpenStudy) -> None:
    for name, words in ((SUBSTUDY, "Brevet kom."), ("Legene", "Brevet kom ikke frem.")):
        add_substudy(study, name)
        transcript = add_transcript(study, "En", [("A", words)], substudy=name)
        code_words(study, transcript, words, add_group(study, "Brev", analysis=name))
    set_analysis(study, "Alt", substudies=[SUBSTUDY, "Legene"])
    drawn = {(row[0], row[1], row[4]) for row in picture(study, "portrait").rows}
    assert drawn == {(f"{SUBSTUDY}:En", f"{SUBSTUDY}:Brev", 11), ("Legene:En", "Legene:Brev", 21)}
    assert {row[:2] for row in picture(study, "portrait", substudy="Legene").rows} == {("En", "Brev")}


def test_a_picture_of_several_analyses_names_them_and_leaves_out_retired_ones(study: OpenStudy) -> None:
    add_substudy(study)
    set_analysis(study, "Tillit", substudies=[SUBSTUDY])
    transcript = add_transcript(study, "En", [("A", "Brevet kom. Jeg gikk.")])
    for title, words in ((SUBSTUDY, "Brevet kom."), ("Tillit", "Jeg gikk.")):
        code_words(study, transcript, words, add_group(study, f"Om {title}", analysis=title))
    assert picture(study, "progress").rows[0][1:] == (2,)
    for kind in ("portrait", "progress"):
        assert picture(study, kind).notes == (f"Analyser: {SUBSTUDY}, Tillit.",)
    retire_analysis(study, "Tillit")
    assert picture(study, "progress").rows[0][1:] == (1,)
    assert {row[1] for row in picture(study, "portrait").rows} == {f"Om {SUBSTUDY}"}
    assert picture(study, "progress", analysis="Tillit").rows[0][1:] == (1,)


@pytest.mark.parametrize("kind", ["portrait", "progress"])
def test_a_picture_says_that_interviews_are_left_out_whole(study: OpenStudy, tmp_path: Path, kind: str) -> None:
    add_substudy(study)
    group_id = add_group(study, "Brev")
    for name, voices in (("En", "AB"), ("To", "A"), ("Tre", "B"), ("Fire", "B")):
        transcript = add_transcript(study, name, [(voice, f"Brevet kom til {voice}.") for voice in voices])
        code_words(study, transcript, f"Brevet kom til {voices[0]}.", group_id)
    for code in "AB":
        add_participant(study, code)
    with study.change("speakers.set") as change:
        match_speakers(change, 1)
    assert picture(study, kind, consenting=True).notes == ()
    registered(study, consent=[{"participant": "B", "given": "2016-03-07"}])
    assert picture(study, kind).notes == ()
    view = picture(study, kind, consenting=True)
    assert view.notes == ("2 intervjuer er utelatt: noen i dem har ikke gitt samtykke.",)
    export_picture(study, view, tmp_path / "p.svg")
    assert view.notes[0] in (tmp_path / "p.svg").read_text(encoding="utf-8")


def test_pairs_of_groups_with_long_names_are_told_apart_in_letters_and_for_those_who_hear_them(
    study: OpenStudy,
) -> None:
    add_substudy(study)
    names = [f"{word} er et svært langt navn på en kodegruppe i en analyse" for word in ("Uro", "Ære", "Håp")]
    transcript = add_transcript(study, "En", [("A", "Brevet kom. Jeg gikk.")])
    for name in names[:2]:
        code_words(study, transcript, "Brevet kom.", add_group(study, name))
    code_words(study, transcript, "Jeg gikk.", add_group(study, names[2]))
    alone = picture(study, "cooccurrence", substudy=SUBSTUDY)
    drawn = picture_lines(alone, width=50)
    assert [line.split()[0] for line in drawn[2:6]] == ["Uro", "Ære", "Ære", "Håp"]
    assert all(len(line) <= 50 for line in drawn[2:6])
    assert drawn[2].endswith("(1)")
    assert alone.alternative.endswith(f" {names[0]} – {names[1]} 1.")
    code_words(study, transcript, "Jeg gikk.", add_group(study, "Svik"))
    assert picture(study, "portrait").alternative.endswith(": En 4.")
    assert picture(study, "progress").alternative.endswith(": AA 2.")


def test_a_group_that_stands_alone_is_said_to(study: OpenStudy) -> None:
    add_substudy(study)
    transcript = add_transcript(study, "En", [("A", "Brevet kom.")])
    code_words(study, transcript, "Brevet kom.", add_group(study, "Brev"))
    view = picture(study, "cooccurrence")
    assert view.alternative == "Nett med 1 kodegruppe."
    assert view.notes == ("Ingen kodegrupper har steder som deler ord. Ved gruppen selv: dens egne steder.",)
