"""The cases of a document run: in which ways the library does not say what they expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from coverdict.analysis.cases.cases import status_side
from coverdict.analysis.texts import Text
from coverdict.decision import Desk
from coverdict.decision.context import context_of
from coverdict.decision.knowledge import knowledge_of
from coverdict.decision.model import LineDetermination, Request, Service, Stated
from coverdict.language.model import Case, Document, Expectation, SettledReading, Value
from coverdict.language.syntax import Code
from coverdict.library.index import Library, PolicyVersion
from coverdict.library.layers import Outcome, Ruling
from coverdict.library.program import Program, compile_texts
from coverdict.text import did_you_mean


@dataclass(frozen=True, slots=True)
class Found:
    """What the library says of a case; what only a payer can say is None without one."""

    rulings: frozenset[Ruling]
    line: LineDetermination | None = None


def run_case(desk: Desk, text: Text, case: Case) -> tuple[str, ...]:
    """The ways in which a case does not come out as it expects; empty when it does.

    Arguments:
        text: the policy that the case stands in, which need not be in the library.

    Result: one sentence each. Without a payer the case is about the policy and the mandates on it; with one,
        it is decided as a request to that payer would be.
    """
    return case_runner(desk, text).run(case)


def case_runner(desk: Desk, text: Text) -> CaseRunner:
    """What runs many cases of one text, and compiles nothing twice."""
    return CaseRunner(desk, text)


class CaseRunner:
    """Runs the cases of a text; see `run_case`."""

    def __init__(self, desk: Desk, text: Text) -> None:
        self.desk = desk
        self.text = text
        self._programs: dict[tuple[str, ...], Program] = {}
        self._desk_with = cache(self._opened)

    def run(self, case: Case) -> tuple[str, ...]:
        found = self._for_payer(case) if case.payer else self._alone(case)
        return found if isinstance(found, tuple) else tuple(_differences(case.expect, found))

    # --- without a payer ---------------------------------------------------------------------------

    def _alone(self, case: Case) -> Found | tuple[str, ...]:
        day = case.date or self.text.day
        program = self._position(day)
        strange = tuple(_strange_readings(case, program.names.readings))
        if strange:
            return strange
        values: dict[str, Value] = {"service.date": day} if case.date else {}
        if case.code is not None:
            values["service.code"] = case.code
        rulings = _rulings(program, {**values, **dict(case.facts)}, dict(case.readings))
        return Found(rulings) if rulings else (_CONTRADICTION,)

    def _position(self, day: date) -> Program:
        """The policy with the mandates that are law on a day."""
        texts = status_side(self.desk, replace(self.text, day=day)).texts
        key = tuple(text.place.file for text in texts)
        if key not in self._programs:
            self._programs[key] = compile_texts(self.desk.library, texts)
        return self._programs[key]

    # --- with a payer ------------------------------------------------------------------------------

    def _for_payer(self, case: Case) -> Found | tuple[str, ...]:
        library = self.desk.library
        payers = library.contents.payers
        version = self.text.version
        assert version is not None
        if case.payer not in payers:
            return (f"no payer {case.payer} in the library; {did_you_mean(case.payer, payers)}".rstrip("; "),)
        if version.policy not in payers[case.payer].adopts:
            return (f"{case.payer} does not work under {version.policy}",)
        day = case.date or _first_day(library, case.payer, version)
        plans = library.plans(case.payer, version.policy, day)
        of_plans = {one.id: one.options for plan in plans for one in plan.readings}
        strange = tuple(_strange_readings(case, {**self._position(day).names.readings, **of_plans}))
        if strange:
            return strange
        code = case.code or _first_code(version)
        if code is None:
            return (f"{version.policy} lists no code, so no request to {case.payer} leads to it",)
        desk = self._desk_with(case.payer, case.readings)
        facts = {name: Stated(value) for name, value in case.facts}
        request = Request(case.payer, (Service("1", code, day),), case.product or None, facts)
        (line,) = desk.decide(request).lines
        if line.routing != "addressed":
            return (f"no version decides: {line.notice_reason}",)
        if (line.policy, line.version) != (version.policy, version.name):
            return (f"on {day} {line.policy}, version {line.version}, decides and not this text",)
        if line.conflict:
            return (f"{_CONTRADICTION}: {line.conflict_says}",)
        mine = next(one for one in desk.library.contents.versions[version.policy] if one.name == version.name)
        practice = desk.programs.practice(case.payer, mine, day)
        known = practice.program.names.facts
        stated = context_of(desk.library, known, request, request.services[0], None).facts
        values = {name: one.value for name, one in stated.items()}
        return Found(_rulings(practice.program, values, practice.settled), line)

    def _opened(self, payer: str, readings: tuple[tuple[str, str], ...]) -> Desk:
        """The desk with this text in its library, and the payer's readings settled as the case takes them."""
        if not readings and not self.text.draft:
            return self.desk
        library = self.desk.library
        if self.text.draft:
            library = _with_draft(library, self.text)
        contents = library.contents
        settings = contents.payers[payer]
        chosen = dict(readings)
        kept = tuple(one for one in settings.settled if one.reading not in chosen)
        taken = tuple(
            SettledReading(reading, option, "a case", "", date.min, settings.place)
            for reading, option in readings
        )
        payers = {**contents.payers, payer: replace(settings, settled=(*kept, *taken))}
        return Desk(replace(library, contents=replace(contents, payers=payers)))


_CONTRADICTION = "the facts contradict each other"


def _strange_readings(case: Case, known: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    for reading, option in case.readings:
        options = known.get(reading)
        if options is None:
            yield f"no text that decides here has a reading {reading}"
        elif option not in options:
            yield f"the reading {reading} has no option {option}; {did_you_mean(option, options)}"


def _rulings(program: Program, values: Mapping[str, Value], settled: Mapping[str, str]) -> frozenset[Ruling]:
    """The rulings on the status that are possible."""
    masks = knowledge_of(program, values, settled).masks
    outcomes = program.outcome.possible(masks)
    return frozenset(one.status for one in outcomes if isinstance(one, Outcome))


def _first_day(library: Library, payer: str, version: PolicyVersion) -> date:
    if version.effective is not None:
        return version.effective
    return min((window.start for window in library.windows(payer, version.policy)), default=date.max)


def _first_code(version: PolicyVersion) -> Code | None:
    return next((entry.code for entry in version.codes if entry.role == "governed"), None)


def _with_draft(library: Library, text: Text) -> Library:
    """The library with a draft among the versions of its policy, in the place of one of the same day."""
    draft = text.version
    assert draft is not None
    others = [
        one for one in library.contents.versions.get(draft.policy, ()) if one.effective != draft.effective
    ]
    ordered = sorted([*others, draft], key=lambda one: one.effective or date.min)
    spans = tuple(
        _until(one, following.effective) if following is not None else one
        for one, following in zip(ordered, [*ordered[1:], None], strict=True)
    )
    versions = {**library.contents.versions, draft.policy: spans}
    held = library.text

    def text_of(file: str) -> Document:
        return text.document if file == draft.file else held(file)

    return replace(library, contents=replace(library.contents, versions=versions), text=text_of)


def _until(version: PolicyVersion, following: date | None) -> PolicyVersion:
    if following is None or version.last is not None:
        return version
    return replace(version, last=following - timedelta(days=1))


# --- what is expected -----------------------------------------------------------------------------------


def _differences(expect: Expectation, found: Found) -> Iterable[str]:
    """What is otherwise than expected, one sentence each."""
    line = found.line
    statuses = {one.value for one in found.rulings}
    if line is not None:
        statuses = {one.status or "" for one in line.possible}
    if expect.status and set(expect.status) != statuses:
        yield _otherwise("status", statuses, expect.status)
    if expect.decided_by:
        deciders = {_decider(one) for one in found.rulings if one.rule}
        if set(expect.decided_by) != deciders:
            yield _otherwise("decided by", deciders, expect.decided_by)
    if line is None:
        return
    benefits = {one.benefit for one in line.possible}
    if expect.benefit and set(expect.benefit) != benefits:
        yield _otherwise("benefit", benefits, expect.benefit)
    if expect.action is not None and expect.action != line.action:
        yield _otherwise("action", [line.action], [expect.action])
    target = line.referral.to if line.referral else "nobody"
    if expect.refer_to is not None and expect.refer_to != target:
        yield _otherwise("refer to", [target], [expect.refer_to])
    asked = [question.fact for question in line.questions]
    if expect.questions is not None and set(expect.questions) != set(asked):
        yield _otherwise("questions", asked, expect.questions)


def _decider(ruling: Ruling) -> str:
    return f"{ruling.rule.partition('#')[2]}{' otherwise' if ruling.otherwise else ''}"


def _otherwise(key: str, found: Iterable[str], expected: Iterable[str]) -> str:
    return f"{key} is {_listed(found)}; the case expects {_listed(expected)}"


def _listed(names: Iterable[str]) -> str:
    return " or ".join(sorted(set(names))) or "none"
