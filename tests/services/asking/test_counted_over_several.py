"""The claim that tables over several substudies, analyses and coders count what plain loops over the material count."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import product

import pytest

from qualcode.errors import AmbiguousName, NothingNamed
from qualcode.services.asking.searching import search
from qualcode.services.asking.table_numbers import open_named
from qualcode.services.asking.table_passages import open_number, people_behind
from qualcode.services.asking.tables import count_table
from qualcode.services.material.substudies import retire_analysis
from qualcode.views.counting import PEOPLE, TableAsked
from qualcode.views.searching import SearchLimits
from tests.services.asking.several import (
    CODES,
    EVERY_GROUP,
    EVERYBODY,
    MATERIAL,
    PEOPLE_OF,
    ROUNDS,
    Material,
    Unit,
    named,
    person,
    several_of_everything,
)


@pytest.fixture(scope="module")
def material(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Material]:
    with several_of_everything(tmp_path_factory.mktemp("several")) as everything:
        yield everything


def half_up(part: int, whole: int) -> int:
    return int(100 * part / whole + 0.5 + 1e-9)


def test_frequencies(material: Material) -> None:
    rows = material.rows("frequencies")
    for analysis, group in EVERY_GROUP:
        units = material.units(analysis, group)
        within = [(substudy, name) for substudy in MATERIAL[analysis] for name in ROUNDS]
        words = sum(
            any(unit.at == at and unit.start < end and start < unit.end for unit in units)
            for at in within
            for start, end in material.words(at)
        )
        speaking = {one for unit in units for one in material.people(unit)}
        share = int(1000 * words / sum(len(material.words(at)) for at in within) + 0.5) / 10
        told = (len(set(units)), len(speaking), len({unit.at for unit in units}), words, share)
        assert rows[named(analysis, group)] == told


@pytest.mark.parametrize("analysis", [None, *MATERIAL])
def test_matrix_has_nothing_not_nought_of_who_is_not_in_the_analysis(material: Material, analysis: str | None) -> None:
    rows = {row[0]: row[1:] for row in count_table(material.study, TableAsked("matrix", analysis=analysis)).view.rows}
    groups = [one for one in EVERY_GROUP if analysis in (None, one[0])]
    for at in EVERYBODY:
        if analysis is not None and at[0] not in MATERIAL[analysis]:
            assert person(at) not in rows
            continue
        name = person(at) if analysis in (None, "Samlet") and person(at) in rows else at[1]
        expected: list[int | None] = [
            sum(at in material.people(unit) for unit in material.units(*one)) if at[0] in MATERIAL[one[0]] else None
            for one in groups
        ]
        every = {unit for one in groups for unit in material.units(*one) if at in material.people(unit)}
        assert rows[name] == (*expected, len(every))
    whole = {unit for one in groups for unit in material.units(*one)}
    assert rows["Totalt"] == (*(len(set(material.units(*one))) for one in groups), len(whole))


def test_framework_tells_units_that_nothing_is_written_of(material: Material) -> None:
    rows = material.rows("framework")
    for at, (column, one) in product(EVERYBODY, enumerate(EVERY_GROUP)):
        units = sum(at in material.people(unit) for unit in material.units(*one))
        told = None if not units else "1 enhet" if units == 1 else f"{units} enheter"
        assert rows[person(at)][column] == (told if at[0] in MATERIAL[one[0]] else "(ikke med i analysen)")


@pytest.mark.parametrize("within", ["overlap", "turn", "near"])
def test_cooccurrence(material: Material, within: str) -> None:
    def reach(unit: Unit) -> tuple[int, int]:
        if within == "overlap":
            return unit.start, unit.end - 1
        touched = [
            at for at, (_, start, end) in enumerate(material.turns(unit.at)) if unit.start < end and start < unit.end
        ]
        return touched[0], touched[-1]

    rows, near = material.rows("cooccurrence", within=within), int(within == "near")
    for one, (column, other) in product(EVERY_GROUP, enumerate(EVERY_GROUP)):
        mine, theirs = ({unit._replace(coder="", analysis="") for unit in material.units(*of)} for of in (one, other))
        pairs = 0
        for a, b in product(mine, theirs):
            if a.at == b.at:
                (first, last), (begins, ends) = reach(a), reach(b)
                pairs += first <= ends + near and begins <= last + near
        expected: int | None = len(mine) if one == other else pairs
        if not set(MATERIAL[one[0]]) & set(MATERIAL[other[0]]):
            expected = None
        assert rows[named(*one)][column] == expected, (one, other)


@pytest.mark.parametrize("of", EVERY_GROUP)
def test_words_of_a_group_against_the_rest_of_its_own_material(material: Material, of: tuple[str, str]) -> None:
    units = material.units(*of)
    if not units:
        return
    inside: Counter[str] = Counter()
    outside: Counter[str] = Counter()
    for at in product(MATERIAL[of[0]], ROUNDS):
        for start, end in material.words(at):
            coded = any(unit.at == at and unit.start < end and start < unit.end for unit in units)
            (inside if coded else outside)[material.text(at)[start:end].strip(".")] += 1
    table = count_table(material.study, TableAsked("words", group=":".join(of)), opened=True)
    for line, row in enumerate(table.view.rows):
        assert row[1:3] == (inside[str(row[0])], outside[str(row[0])])
        assert [len(open_number(material.study, table, line, column)) for column in (1, 2)] == list(row[1:3])


def test_course_and_talk_and_rounds(material: Material) -> None:
    rows = material.rows("course")
    for one, part in product(EVERY_GROUP, range(10)):
        begun = {unit for unit in material.units(*one) if unit.start * 10 // len(material.text(unit.at)) == part}
        assert rows[named(*one)][part] == len(begun)
    talk = count_table(material.study, TableAsked("talk")).view.rows
    for at in product(PEOPLE_OF, ROUNDS):
        whole = len(material.words(at))
        for who in {who for who, _ in material.said[at]}:
            words = [text.split() for speaker, text in material.said[at] if speaker == who]
            told = (len(words), sum(map(len, words)), int(1000 * sum(map(len, words)) / whole + 0.5) / 10)
            assert told in [row[4:] for row in talk if row[:2] == (":".join(at), who)]
    seen: set[tuple[str, str]] = set()
    for name, row in material.rows("rounds").items():
        held = [at for at in material.said if ROUNDS[at[1]] == name]
        spoken = {(at[0], who) for at in held for who, _ in material.said[at] if who != "I"}
        coded = {unit for unit, _ in material.coded if unit.at in held}
        groups = {(unit.analysis, group) for unit, group in material.coded if unit.at in held}
        length = sum(len(material.words(at)) for at in held)
        assert row == (len(held), len(spoken), length, len(coded), len(groups), len(groups - seen))
        seen |= groups


def test_crosstab_of_groups(material: Material) -> None:
    for columns in ("substudy", "round", "gender"):
        expected: Counter[tuple[str, str]] = Counter()
        for unit, group in material.coded:
            values = {material.registered[one]["gender"] for one in material.people(unit)} - {""}
            value = "annet" if len(values) > 1 else "".join(values)
            told = {"substudy": unit.at[0], "round": ROUNDS[unit.at[1]], "gender": value}[columns]
            expected[named(unit.analysis, group), told] += bool(told)
        view = count_table(material.study, TableAsked("crosstab", rows="code-group", columns=columns)).view
        for row in view.rows[:-1]:
            for name, cell in zip(view.columns[1:-1], row[1:-1], strict=True):
                n = expected[str(row[0]), name]
                analysis = next(of for of, group in EVERY_GROUP if named(of, group) == row[0])
                apart = columns == "substudy" and name not in MATERIAL[analysis]
                assert cell == (None if apart else n)
            assert row[-1] == sum(n for (group, _), n in expected.items() if group == row[0])
        assert view.rows[-1][-1] == expected.total()


@pytest.mark.parametrize("percent", ["", "row", "column", "total"])
def test_crosstab_of_people_leaves_out_who_has_no_value(material: Material, percent: str) -> None:
    pairs: Counter[tuple[str, str]] = Counter()
    for values in material.registered.values():
        if values["gender"] and values.get("specialist"):
            pairs[values["gender"], values["specialist"]] += 1
    view = count_table(
        material.study, TableAsked("crosstab", rows="gender", columns="specialist", percent=percent)
    ).view
    whole = pairs.total()
    for gender, *cells, n in view.rows[:-1]:
        of_row = sum(count for (one, _), count in pairs.items() if one == gender)
        assert n == of_row
        for name, cell in zip(view.columns[1:-1], cells, strict=True):
            of_column = sum(count for (_, one), count in pairs.items() if one == name)
            base = {"row": of_row, "column": of_column, "total": whole}.get(percent)
            count = pairs[str(gender), name]
            assert cell == (count if base is None else half_up(count, base))
    assert view.rows[-1][-1] == whole
    assert view.notes[-1] == f"Grunnlag: {whole} av 7."


@pytest.mark.parametrize("split", [False, True])
def test_records_with_several_codes_and_the_weeks_they_are_from(material: Material, *, split: bool) -> None:
    expected: Counter[str] = Counter()
    for code in CODES:
        several = re.split(r"\D+", code) if code[:1].isdigit() and len(code) > 1 else [code]
        expected.update(several if split or len(several) == 1 else ["annet"])
    missing = expected.pop("")
    asked = TableAsked("frequencies", rows="code", substudy="Lapper", split=split)
    rows = {str(row[0]): row[1:] for row in count_table(material.study, asked).view.rows}
    base = len(CODES) - missing
    for code, count in expected.items():
        assert rows[code][1:] == (count, half_up(count, base))
    assert (rows["Totalt"][1], rows["Mangler"][1]) == (base, missing)
    weeks = material.rows("answered", rows="week:week", columns="code", substudy="Lapper")
    for week, part in (("2016-01", CODES[:6]), ("2016-02", CODES[6:])):
        assert weeks[week] == (sum(map(bool, part)), len(part), half_up(sum(map(bool, part)), len(part)))


def test_every_number_opens_to_as_many_as_it_counts(material: Material) -> None:
    asked = [
        TableAsked("matrix"),
        TableAsked("course"),
        TableAsked("frequencies", rows="gender"),
        TableAsked("frequencies", rows="code", substudy="Lapper", split=True),
        TableAsked("crosstab", rows="gender", columns="code-group"),
        TableAsked("crosstab", rows="gender", columns="specialist"),
        TableAsked("crosstab", rows="transcript", columns="round"),
        TableAsked("demographics", substudy="Fastleger", form="totals"),
        TableAsked("informants"),
    ]
    for one in asked:
        table = count_table(material.study, one, opened=True)
        for (down, row), column in product(enumerate(table.view.rows), range(1, len(table.view.columns))):
            number = row[column]
            if table.view.columns[column] in ("label", "percent", "value") or not number:
                continue
            if table.of == PEOPLE:
                assert len(people_behind(material.study, table, down, column)) == number
            else:
                behind = open_number(material.study, table, down, column)
                opened = len(table.behind[down, column])
                assert number == (opened if one.kind != "crosstab" else number)
                assert len(behind) == opened


def test_passages_behind_a_number_are_named_so_that_they_are_found_again(material: Material) -> None:
    frequencies = count_table(material.study, TableAsked("frequencies"), opened=True)
    by_group: dict[str, set[Unit]] = defaultdict(set)
    for unit, group in material.coded:
        by_group[named(unit.analysis, group)].add(unit)
    for down, row in enumerate(frequencies.view.rows):
        hits = open_number(material.study, frequencies, down, 1)
        assert sorted((hit.substudy, hit.transcript, hit.start, hit.end) for hit in hits) == sorted(
            (unit.at[0], ":".join(unit.at), unit.start, unit.end) for unit in by_group[str(row[0])]
        )


def test_informants_and_totals_count_people_and_no_records(material: Material) -> None:
    rows = material.rows("informants")
    for substudy, codes in PEOPLE_OF.items():
        spoken = [{who for who, _ in material.said[substudy, name] if who != "I"} for name in ROUNDS]
        first, second = spoken[0] | spoken[1], spoken[2]
        assert rows[substudy] == (len(first), len(second), len(codes))
    assert rows["Informanter i alt"][-1] == len(EVERYBODY)
    totals = count_table(material.study, TableAsked("demographics", substudy="Leger", form="totals")).view.rows
    told = Counter(
        (name, value or "mangler")
        for at, values in material.registered.items()
        if at[0] == "Leger"
        for name, value in values.items()
        if name == "specialist"
    )
    assert {("specialist", str(row[1])): row[2] for row in totals if row[0] == "Spesialist"} == told


def test_number_is_opened_by_what_its_row_and_column_are_called(material: Material) -> None:
    table = count_table(material.study, TableAsked("matrix"), opened=True)
    opened = open_named(material.study, table, "p2", "Samlet:brev")
    assert len(opened.hits) == opened.number
    assert all(hit.participant is not None and "P2" in hit.participant for hit in opened.hits)
    assert open_named(material.study, table, "2", "Samlet:Brev") == opened
    for row, column in (("P9", "Rolle"), ("P2", "Role")):
        with pytest.raises(NothingNamed):
            open_named(material.study, table, row, column)
    table = count_table(material.study, TableAsked("talk"), opened=True)
    with pytest.raises(AmbiguousName):
        open_named(material.study, table, "Leger:T1", "words")


def test_records_without_words_are_told_beside_those_that_have(material: Material) -> None:
    table = count_table(material.study, TableAsked("frequencies", rows="code", substudy="Lapper"), opened=True)
    opened = open_named(material.study, table, "2", "n")
    assert (len(opened.people), opened.without_words, opened.hits) == (opened.number, opened.number, ())


def _said(material: Material, word: str, *, coded: bool) -> int:
    """How often a word stands where something is coded, or nothing, in the analyses of one substudy each."""
    units = [unit for unit, _ in material.coded if unit.analysis != "Samlet"]
    return sum(
        any(unit.at == at and unit.start < found.end() and found.start() < unit.end for unit in units) == coded
        for at in material.said
        for found in re.finditer(rf"\b{word}\b", material.text(at))
    )


def test_retired_analysis_is_in_no_table_and_no_search_unless_it_is_asked_for(material: Material) -> None:
    retire_analysis(material.study, "Samlet")
    try:
        assert "Brev" in material.rows("frequencies")
        assert "Samlet:Brev" not in material.rows("matrix")
        assert list(material.rows("frequencies", analysis="Samlet")) == ["Brev"]
        for coded, asked in ((True, SearchLimits(coded=True)), (False, SearchLimits(coded=False))):
            assert search(material.study, "legen", limits=asked).total == _said(material, "legen", coded=coded)
    finally:
        retire_analysis(material.study, "Samlet", retired=False)
