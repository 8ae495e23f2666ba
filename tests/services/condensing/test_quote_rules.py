"""Claims about the rule for quotes: the author's words go first, else it is made of the forms in use."""

import pytest

from qualcode.errors import ChangedMeanwhile
from qualcode.services.condensing.quote_rules import quote_rule_of, quote_rules, sentence_of, write_quote_rule
from qualcode.services.condensing.quotes import change_printed, sign_off
from qualcode.storage.opening import OpenStudy
from tests.services.written import write_analysis


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
    assert sentence_of((), language=language) == ""
