"""Claims about the rule for quotes: the author's words go first, else it is made of the forms in use."""

import re

import pytest

from qualcode.errors import ChangedMeanwhile
from qualcode.services.chapter.chapter import chapter
from qualcode.services.condensing.quote_rules import PARTS, quote_rule_of, quote_rules, sentence_of, write_quote_rule
from qualcode.services.condensing.quotes import change_printed, mark_quote, sign_off
from qualcode.services.synthesis.synthesis import add_paragraph, remove_paragraph
from qualcode.storage.opening import OpenStudy
from qualcode.text.editing import EDITS
from tests.builders import add_group, add_transcript, code_words, registered
from tests.services.written import write_analysis

CHECKED = "Sitatene er kontrollert bokstav for bokstav mot transkripsjonene."
CUT = "Utelatte ord er markert med (...)."
ADDED = "Våre tillegg og presiseringer står i klammeparentes."
LINES = "Noen sitater er utdrag av samtaler, med en linje for hver taler."
JOINED = "I noen sitater står ordene til flere talere samlet, uten at det går fram hvem som sier hva."
SIGNED = "Endringer ut over utelatelser, stor forbokstav og tillegg i klammer er vurdert og godkjent enkeltvis."


def test_without_a_rule_the_forms_in_use_tell_it(study: OpenStudy) -> None:
    written = write_analysis(study)
    assert quote_rule_of(study, written.analysis).text == "Sitatene er gjengitt ordrett."
    change_printed(study, written.quotes[0], "Jeg ble sittende (...) en stund.")
    shortened = quote_rule_of(study, written.analysis)
    assert "(...)" in shortened.text
    assert (shortened.forms, shortened.written, shortened.version) == ((("shortened", 1),), False, 0)
    change_printed(study, written.quotes[1], "Noe helt annet.")
    assert quote_rule_of(study, written.analysis).unsigned == 0, "only placed quotes are printed"


def test_all_that_was_done_to_a_quote_is_in_the_rule_and_not_the_most_far_reaching_alone(study: OpenStudy) -> None:
    written = write_analysis(study)
    change_printed(study, written.quotes[0], "Eg blei sitjande (...) ei [lita] stund.", form="normalised", signed=True)
    rule = quote_rule_of(study, written.analysis)
    assert rule.forms == (("normalised", 1),)
    for words in ("bokstav for bokstav", "Utelatte ord", "klammeparentes", "dialekt til bokmål", "godkjent enkeltvis"):
        assert words in rule.text
    assert "lett redigert" not in rule.text


def test_what_nobody_has_signed_is_counted(study: OpenStudy) -> None:
    written = write_analysis(study)
    change_printed(study, written.quotes[0], "Eg vart sitjande i gangen.", form="normalised")
    assert quote_rule_of(study, written.analysis).unsigned == 1
    sign_off(study, written.quotes[0])
    assert quote_rule_of(study, written.analysis).unsigned == 0


def test_the_authors_rule_goes_first_and_is_not_written_over(study: OpenStudy) -> None:
    written = write_analysis(study)
    write_quote_rule(study, written.analysis, "Vi har tatt ut nøling.", seen=0)
    (rule,) = quote_rules(study)
    assert (rule.text, rule.written, rule.version) == ("Vi har tatt ut nøling.", True, 1)
    with pytest.raises(ChangedMeanwhile):
        write_quote_rule(study, written.analysis, "Noe annet.", seen=0)
    write_quote_rule(study, written.analysis, "", seen=1)
    assert not quote_rule_of(study, written.analysis).written


@pytest.mark.parametrize(("language", "word"), [("nb", "oversatt"), ("nn", "omsette"), ("en", "translated")])
def test_the_sentence_is_in_the_chapters_language(language: str, word: str) -> None:
    assert word in sentence_of(("translated",), language=language)
    everything = sentence_of((*PARTS, *EDITS), language=language)
    assert len(re.findall(r"[\w)]\.(?= |$)", everything)) == len(PARTS) + 1, "a sentence for each"
    assert "{" not in everything


def test_a_dialogue_has_its_lines_told_and_one_that_is_joined_is_not_verbatim(study: OpenStudy) -> None:
    written = write_analysis(study)
    talk = add_transcript(study, "G", [("FL6", "Hos oss lå det."), ("FL7", "I tre uker?")])
    unit = code_words(study, talk, "Hos oss lå det.\n\nI tre uker?", add_group(study, "Brevet"))
    quote = mark_quote(study, unit.coding_id)
    add_paragraph(study, written.category, quote_id=quote)
    assert _rule(study) == "Sitatene er gjengitt ordrett. " + LINES

    change_printed(study, quote, "Hos oss lå det. I tre uker?")
    assert _rule(study) == CHECKED + " " + JOINED
    assert quote_rule_of(study, written.analysis).unsigned == 1
    sign_off(study, quote)
    assert _rule(study) == f"{CHECKED} {JOINED} {SIGNED}"

    change_printed(study, quote, "Hos oss (...) lå det.\n\nI tre [lange] uker?")
    assert _rule(study) == f"{CHECKED} {CUT} {ADDED} {LINES}"


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Da ble jeg sittende.", "nøling og gjentakelser er tatt ut"),
        ("Eh, da ble jeg.", "enkelte ord er tatt ut"),
        ("Eh, da ble vi sittende.", "enkelte ord er føyd til eller byttet ut"),
        ("Eh da da ble jeg sittende!", "tegnsetting eller stor og liten bokstav er endret"),
    ],
)
def test_an_edited_quote_is_told_by_what_was_done_to_its_words(study: OpenStudy, printed: str, told: str) -> None:
    written = write_analysis(study)
    talk = add_transcript(study, "P4", [("P4", "Eh, da da ble jeg sittende.")])
    unit = code_words(study, talk, "Eh, da da ble jeg sittende.", add_group(study, "Brevet"))
    quote = mark_quote(study, unit.coding_id, printed=printed)
    add_paragraph(study, written.category, quote_id=quote)
    assert told in _rule(study)
    assert SIGNED not in _rule(study)
    sign_off(study, quote)
    assert _rule(study).endswith(SIGNED)


def test_quotes_of_transcripts_that_are_not_verbatim_are_not_called_so(study: OpenStudy) -> None:
    write_analysis(study)
    registered(study, transcripts=[{"transcript": "P1", "kind": "summary"}])
    assert "ordrett." not in _rule(study)
    assert "referater" in _rule(study)


def test_a_chapter_without_quotes_says_nothing_of_them_unless_the_author_does(study: OpenStudy) -> None:
    written = write_analysis(study)
    heading = "Sitater"
    assert heading in dict(chapter(study).appendix)
    remove_paragraph(study, written.placed)
    assert quote_rules(study)[0].placed == 0
    assert heading not in dict(chapter(study).appendix)
    write_quote_rule(study, written.analysis, "Vi gjengir ingen sitater.")
    assert dict(chapter(study).appendix)[heading] == "Vi gjengir ingen sitater."


def _rule(study: OpenStudy) -> str:
    return quote_rules(study)[0].text
