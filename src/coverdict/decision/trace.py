"""The trace: the rules that were looked at, criterion by criterion, with facts, sources and citations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from coverdict.decision.findings import Analyst, Findings
from coverdict.decision.model import FactShown, GuidelineFinding, State, Stated, TraceNode
from coverdict.language.model import CodeSet, Document, Elements, Fact, PolicyWindow, Value
from coverdict.language.syntax import Code
from coverdict.library.functions import NODE_BUDGET
from coverdict.library.program import Program, Truth
from coverdict.library.routing import Routed
from coverdict.library.template import Step
from coverdict.logic import Diagram
from coverdict.text import with_unit


def shown(fact: Fact, value: Value) -> str:
    """A fact's value as people write it: `3.2 cm`, `yes`, `ICD-10-CM C22.0`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return with_unit(value, fact.unit)
    if isinstance(value, CodeSet):
        codes = ", ".join(str(code) for code in value.codes) or "none"
        return codes if value.complete else f"{codes}, and perhaps others"
    if isinstance(value, Elements):
        fields = {field.name: field for field in fact.item}
        items = (
            " and ".join(f"{name} {shown(fields[name], given)}" for name, given in element.fields)
            or "unmeasured"
            for element in value.items
        )
        listed = "; ".join(items) or "none"
        return listed if value.complete else f"{listed}; and perhaps others"
    return str(value)


def fact_shown(fact: Fact, given: Stated) -> FactShown:
    """A known fact as the trace shows it, with where it comes from."""
    source = given.source
    if given.by or given.role:
        who = ", ".join(part for part in (given.by, given.role) if part)
        source = f"{source} ({who})" if source else who
    if given.on is not None:
        source = f"{source}, {given.on}".lstrip(", ")
    return FactShown(fact.name, shown(fact, given.value), source, given.documented)


Truths: TypeAlias = tuple[bool | None, ...]

NODES = 10_000
"""Written nodes of one step to remember."""

FEW = 4
"""Facts of a rule that recurs as a whole often enough to be remembered as one."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """How a step is written: `number` finds its truth among the findings'; None: it has none."""

    step: Step
    number: int | None
    children: tuple[Plan, ...]


class Tracer:
    """Writes the traces of lines under one policy version.

    Arguments:
        analyst: the policy's.
        settings: the payer's.
    """

    def __init__(self, analyst: Analyst, settings: Document) -> None:
        self.analyst = analyst
        self.settings = settings
        program = analyst.program
        self.unknown = {name: FactShown(name, None) for name in program.names.facts}
        self._rules = tuple(self._plan(truth) for truth in program.truths)
        self._beside = {
            name: tuple((rule, self._plan(truth)) for rule, truth in rules)
            for name, rules in program.beside.items()
        }
        self._frames: dict[tuple[PolicyWindow | None, Code], tuple[TraceNode, ...]] = {}

    def trace(
        self, routed: Routed, findings: Findings, known: Mapping[str, FactShown]
    ) -> tuple[TraceNode, ...]:
        """The whole trace: the policy and what was settled, then the rules in the order of their layers."""
        key = (routed.window, routed.entry.code)
        frame = self._frames.get(key)
        if frame is None:
            frame = self._frames[key] = self._frame(routed)
        return (*frame, *self.rules(findings, known))

    def rules(self, findings: Findings, known: Mapping[str, FactShown]) -> list[TraceNode]:
        """The trees of all rules."""
        return [in_turn(plan, findings, self._node(plan, findings.truths, known)) for plan in self._rules]

    def guidelines(self, findings: Findings) -> tuple[GuidelineFinding, ...]:
        """What the guidelines beside the policy say: rules that are met, or may be."""
        found = []
        for guideline in self.analyst.program.guidelines:
            for rule, plan in self._beside[guideline.id]:
                state = state_of(plan, findings.truths) or "met"
                if state != "not met":
                    found.append(
                        GuidelineFinding(
                            guideline.id, guideline.title, rule.id, rule.label, rule.then, state, rule.cites
                        )
                    )
        return tuple(found)

    def _node(self, plan: Plan, truths: Truths, known: Mapping[str, FactShown]) -> TraceNode:
        """The node of one step, with those below it."""
        return written(
            plan,
            state_of(plan, truths),
            tuple([known.get(name) or self.unknown[name] for name in plan.step.facts]),
            tuple([self._node(child, truths, known) for child in plan.children]),
        )

    def _plan(self, truth: Truth) -> Plan:
        function = truth.function
        number = self.analyst.function_number[id(function)] if function is not None else None
        return Plan(truth.step, number, tuple(self._plan(child) for child in truth.children))

    def _frame(self, routed: Routed) -> tuple[TraceNode, ...]:
        policy, *others = self.analyst.program.texts
        return (
            routing_node(routed, policy),
            *document_nodes(tuple(others)),
            *settings_nodes(self.analyst.program, self.settings),
            *method_nodes(self.analyst.program),
        )


Write: TypeAlias = Callable[[Truths, Mapping[str, FactShown]], TraceNode]


class RememberingTracer(Tracer):
    """A tracer for many lines whose shown facts are the same objects, over and over.

    Nodes are found again by the identity of their parts. A node holds its parts, so as long as it is
    remembered, no other object can have their identity.
    """

    def __init__(self, analyst: Analyst, settings: Document) -> None:
        super().__init__(analyst, settings)
        self._writers = tuple(
            (plan, self._writer(plan), tuple(facts_below(plan)), dict[tuple[object, ...], TraceNode]())
            for plan in self._rules
        )
        self._out_of_turn: dict[int, tuple[TraceNode, TraceNode]] = {}

    def rules(self, findings: Findings, known: Mapping[str, FactShown]) -> list[TraceNode]:
        found = []
        for plan, write, names, remembered in self._writers:
            if len(names) > FEW:  # seldom the same again as a whole, though its parts are
                found.append(self._in_turn(plan, findings, write(findings.truths, known)))
                continue
            key = (findings, *[id(known.get(name)) for name in names])
            node = remembered.get(key)
            if node is None:
                if len(remembered) >= NODES:
                    remembered.clear()
                node = remembered[key] = self._in_turn(plan, findings, write(findings.truths, known))
            found.append(node)
        return found

    def _in_turn(self, plan: Plan, findings: Findings, node: TraceNode) -> TraceNode:
        if plan.step.rule in findings.deciding or node.state == "not met":
            return node
        known = self._out_of_turn.get(id(node))
        if known is None:
            if len(self._out_of_turn) >= NODES:
                self._out_of_turn.clear()
            known = self._out_of_turn[id(node)] = (node, in_turn(plan, findings, node))
        return known[1]

    def _writer(self, plan: Plan) -> Write:
        if len(plan.step.facts) == 1 and not plan.children and plan.number is not None:
            return self._writer_of_one_fact(plan, plan.step.facts[0], plan.number)
        remembered: dict[tuple[object, ...], TraceNode] = {}
        number = plan.number
        below = tuple(self._writer(child) for child in plan.children)
        facts = tuple((name, self.unknown[name]) for name in plan.step.facts)

        def write(truths: Truths, known: Mapping[str, FactShown]) -> TraceNode:
            parts = [known.get(name, unknown) for name, unknown in facts] if facts else ()
            children = [child(truths, known) for child in below] if below else ()
            truth = truths[number] if number is not None else None
            key = (truth, *map(id, parts), *map(id, children))
            node = remembered.get(key)
            if node is None:
                if len(remembered) >= NODES:
                    remembered.clear()
                node = remembered[key] = written(plan, state_of(plan, truths), tuple(parts), tuple(children))
            return node

        return write

    def _writer_of_one_fact(self, plan: Plan, name: str, number: int) -> Write:
        """The same for the tips of most rules, in fewer steps."""
        remembered: dict[tuple[bool | None, int], TraceNode] = {}
        unknown = self.unknown[name]

        def write(truths: Truths, known: Mapping[str, FactShown]) -> TraceNode:
            part = known.get(name, unknown)
            key = (truths[number], id(part))
            node = remembered.get(key)
            if node is None:
                if len(remembered) >= NODES:
                    remembered.clear()
                node = remembered[key] = written(plan, state_of(plan, truths), (part,), ())
            return node

        return write


def in_turn(plan: Plan, findings: Findings, node: TraceNode) -> TraceNode:
    """The node of a rule; of one that is or may be met and decides nothing, with the reason for that."""
    if plan.step.rule in findings.deciding or node.state == "not met" or not findings.outcomes:
        return node
    told = "another rule decides before it"
    return replace(node, text=f"{node.text}; {told}" if node.text else told)


def facts_below(plan: Plan) -> dict[str, None]:
    """The facts that a step and those below it show, in order."""
    found = dict.fromkeys(plan.step.facts)
    for child in plan.children:
        found.update(facts_below(child))
    return found


def state_of(plan: Plan, truths: Truths) -> State | None:
    """Whether a step is met; None for a step that has no condition."""
    return None if plan.number is None else _STATES[truths[plan.number]]


def written(
    plan: Plan, state: State | None, facts: tuple[FactShown, ...], children: tuple[TraceNode, ...]
) -> TraceNode:
    step = plan.step
    return TraceNode(step.kind, step.label, state, step.text, facts, step.cites, step.place, children)


_STATES: dict[bool | None, State] = {True: "met", False: "not met", None: "unknown"}


def note_nodes(text: Document) -> tuple[TraceNode, ...]:
    """What a document wants to be said beside every decision."""
    return tuple(
        TraceNode("note", note.says, cites=note.cites, place=note.place)
        for note in text.notes
        if note.in_trace
    )


def document_nodes(texts: tuple[Document, ...]) -> tuple[TraceNode, ...]:
    """The plans and mandates that have something to say beside every decision."""
    return tuple(
        TraceNode(text.kind, f"{text.id}: {text.title}", place=text.place, children=notes)
        for text in texts
        if (notes := note_nodes(text))
    )


def routing_node(routed: Routed, policy: Document) -> TraceNode:
    """Why this version: by code and date, and by the payer's window where the policy has no date."""
    version = routed.version
    if routed.window is None:
        why = f"in force from {version.effective}" + (f" until {version.last}" if version.last else "")
    else:
        end = routed.window.end or "further notice"
        why = f"the policy has no date; the payer set a window from {routed.window.start} until {end}"
        if routed.window.example:
            why += " (an example, not the payer's own)"
    return TraceNode(
        "policy",
        f"{policy.id}: {policy.title}",
        text=why,
        place=policy.place,
        cites=routed.entry.cites,
        children=note_nodes(policy),
    )


def settings_nodes(program: Program, settings: Document) -> tuple[TraceNode, ...]:
    """The payer's decisions on readings that this policy has."""
    meanings = {rule.meaning.reading for rule in program.rules.values() if rule.meaning is not None}
    windows = {duty.reading for duty in program.policy.duties}
    known = {*program.names.readings, *meanings, *windows}
    return tuple(
        TraceNode(
            "settled reading",
            f"{one.reading.partition('#')[2]}: {one.option}",
            text=f"settled by {one.signed_by}, {one.role}, on {one.on}",
            place=one.place,
        )
        for one in settings.settled
        if one.reading in known
    )


def method_nodes(program: Program) -> tuple[TraceNode, ...]:
    """How the outcome was found, where that was not by a walk on the decision diagram."""
    if isinstance(program.outcome, Diagram):
        return ()
    why = f"the decision diagram needs more than {NODE_BUDGET:,} nodes"
    return (TraceNode("method", "decided by the solver", text=why),)
