"""What one judges a result category by: what it retells, how wide it reaches, who can be recognised, what was left."""

from qualcode.locale import say
from qualcode.services.condensing import quote_rules
from qualcode.services.material.transcripts import transcript_lines
from qualcode.services.synthesis import outcomes, recognisability, retelling, weighing
from qualcode.text.span import Span
from qualcode.tui.dialogs.choose import Choice, ChooseDialog
from qualcode.tui.dialogs.write import TextDialog, WriteDialog
from qualcode.tui.screens.synthesis.validating import ValidatingActions
from qualcode.tui.shown import shortened
from qualcode.tui.widgets.condensate import tell_group_breadth
from qualcode.views.recognisability import RecognisabilityFinding
from qualcode.views.synthesis import UNCODED, CategoryView, GroupOutcomeView, WeighedPassage

_SHOWN = 200


class JudgingActions(ValidatingActions):
    """The commands that tie, weigh and judge."""

    def action_paragraph_link(self) -> None:
        """Say which condensates the paragraph under the cursor retells; one that it retells already, no longer."""
        category, paragraph = self.require_category(), self.text.paragraph
        if category is None or paragraph is None or paragraph.quote is not None:
            self.tell(say("synthesis_screen.link_what"))
            return
        choices = [
            Choice(one.id, one.path, ("✓ " if one.path in paragraph.retells else "") + one.text)
            for one in self.material.condensates
        ]
        linked = {one.id for one in self.material.condensates if one.path in paragraph.retells}

        def link(condensate_id: int) -> None:
            retelling.link_paragraph(self.session.study, paragraph.id, condensate_id, on=condensate_id not in linked)
            self.show()

        self.ask(ChooseDialog(say("synthesis_screen.retells_which"), choices), link)

    def action_paragraph_sections(self) -> None:
        """A section to begin from for every condensate that is not retold yet."""
        category = self.require_category()
        if category is not None:
            count = retelling.add_sections(self.session.study, category.id)
            self.tell(say("synthesis_screen.sections" if count else "synthesis_screen.no_sections", count=count))
            self.show()

    def action_breadth_show(self) -> None:
        """Who speaks in what the category rests on and who does not; an interview that is chosen is opened."""
        category, analysis = self.require_category(), self.session.analysis
        if category is None or analysis is None:
            return
        breadth = category.breadth
        found = transcript_lines(self.session.study, analysis.id)
        lines = {name: line.id for line in found for name in (line.name, f"{line.substudy}:{line.name}")}
        silent = say("condensing_screen.silent")
        choices = [Choice(name, name, "") for name in breadth.participants]
        choices += [Choice(name, name, silent) for name in breadth.silent]
        choices += [Choice(name, name, say("condensing_screen.heard_in")) for name in breadth.interviews]
        choices += [Choice(name, name, silent) for name in breadth.silent_interviews]
        title = tell_group_breadth(breadth)

        def look(name: str) -> None:
            if name in lines:
                self.app.go_to("coding", transcript_id=lines[name], span=None, unit_id=None)

        self.ask(ChooseDialog(title, choices, explanation=say("synthesis_screen.breadth_help")), look)

    def action_passage_weigh(self) -> None:
        """What may nuance or contradict: units the category does not carry, and what the same people said uncoded."""
        category = self.require_category()
        if category is None:
            return
        found = weighing.passages_to_weigh(self.session.study, category.id)
        if not found:
            self.tell(say("synthesis_screen.nothing_to_weigh"))
            return
        choices = [Choice(one, shortened(one.text, cells=_SHOWN), _tell_passage(one)) for one in found]
        help_text = say("synthesis_screen.weigh_help")
        dialog = ChooseDialog(say("synthesis_screen.weigh"), choices, explanation=help_text)
        dialog.add_class("tall")
        self.ask(dialog, lambda chosen: self._weigh(category, chosen))

    def _weigh(self, category: CategoryView, chosen: WeighedPassage) -> None:
        where = {"transcript_id": chosen.transcript_id, "revision_id": chosen.revision_id}
        self.add_passage(category, chosen.text, **where, span=Span(chosen.start, chosen.end))

    def action_group_outcomes(self) -> None:
        """What became of every code group; one that ends in no category is given a reason."""
        choices = [Choice(one, one.group, _tell_outcome(one)) for one in self._group_outcomes()]
        help_text = say("synthesis_screen.outcomes_help")
        dialog = ChooseDialog(say("synthesis_screen.outcomes"), choices, explanation=help_text)
        self.ask(dialog, self._give_reason)

    def _group_outcomes(self) -> tuple[GroupOutcomeView, ...]:
        analysis = self.session.analysis
        return tuple(outcomes.group_outcomes(self.session.study, analysis.id)) if analysis is not None else ()

    def _give_reason(self, outcome: GroupOutcomeView) -> None:
        """Why the group ends in no category; then on to the next without an end."""
        if outcome.categories:
            self.tell(_tell_outcome(outcome))
            return

        def keep(reason: str) -> None:
            outcomes.end_without_category(self.session.study, outcome.group_id, reason, seen=outcome.version)
            self.show()
            if any(one.is_open for one in self._group_outcomes()):
                self.action_group_outcomes()

        title = say("synthesis_screen.without_category", name=outcome.group)
        self.ask(WriteDialog(title, outcome.reason, explanation=say("synthesis_screen.reason_help")), keep)

    def action_recognisability_show(self) -> None:
        """Who can be recognised in what is to be printed; a finding that is chosen is accepted with a reason."""
        found = recognisability.recognisability_findings(self.session.study)
        if not found:
            self.tell(say("recognisability.none"))
            return
        ordered = sorted(found, key=lambda one: one.accepted)
        choices = [Choice(one, one.message, _tell_finding(one)) for one in ordered]
        help_text = say("synthesis_screen.recognisability_help")
        dialog = ChooseDialog(say("synthesis_screen.recognisability"), choices, explanation=help_text)
        dialog.add_class("tall")
        self.ask(dialog, self._judge)

    def _judge(self, finding: RecognisabilityFinding) -> None:
        """Accept it with a reason; an empty one takes back what was accepted. Then on to the next that is open."""
        study = self.session.study

        def accept(reason: str) -> None:
            if reason:
                recognisability.accept_finding(study, finding.id, reason)
                if any(not one.accepted for one in recognisability.recognisability_findings(study)):
                    self.action_recognisability_show()
                self.tell(say("recognisability.now_accepted", message=finding.message))
            elif finding.accepted:
                recognisability.take_back_acceptance(study, finding.id)
                self.tell(say("recognisability.now_open"))

        title = say("synthesis_screen.why_accepted")
        dialog = TextDialog(title, finding.reason, explanation=finding.message, may_be_empty=finding.accepted)
        self.ask(dialog, accept)

    def action_quote_rule(self) -> None:
        """What was done to the quotes in print, for the method part."""
        analysis = self.session.analysis
        if analysis is None:
            return
        rule = quote_rules.quote_rule_of(self.session.study, analysis.id)
        forms = ", ".join(f"{say(f'quoting.forms.{form}')} {count}" for form, count in rule.forms)
        told = [say("synthesis_screen.rule_help"), forms]
        if rule.unsigned:
            told.append(say("synthesis_screen.rule_unsigned", count=rule.unsigned))
        dialog = WriteDialog(
            say("synthesis_screen.rule"), rule.text, explanation="\n".join(part for part in told if part)
        )
        self.ask(dialog, lambda text: self._keep_rule(analysis.id, text, rule.version))

    def _keep_rule(self, analysis_id: int, text: str, seen: int) -> None:
        quote_rules.write_quote_rule(self.session.study, analysis_id, text, seen=seen)
        self.tell(say("synthesis_screen.rule_kept"))

    def action_comparison_open(self) -> None:
        """To the comparison across substudies."""
        self.app.go_to("comparing")


def _tell_passage(one: WeighedPassage) -> str:
    what = say("synthesis_screen.uncoded") if one.kind == UNCODED else ", ".join(one.groups)
    place = say("synthesis_screen.place", transcript=one.transcript, number=one.turn)
    return " · ".join(part for part in (what, ", ".join(one.participants), place) if part)


def _tell_outcome(one: GroupOutcomeView) -> str:
    if one.categories:
        return say("synthesis_screen.ends_in", headings=", ".join(f"«{heading}»" for heading in one.categories))
    if one.reason:
        return say("synthesis_screen.ends_in_none", reason=one.reason, coder=one.coder)
    return say("synthesis_screen.ends_open")


def _tell_finding(one: RecognisabilityFinding) -> str:
    told = [one.substudy, *([one.where] if one.where != one.substudy else [])]
    if one.accepted:
        told.append(f"✓ {say('recognisability.accepted', coder=one.coder, reason=one.reason)}")
    return " · ".join(told)
