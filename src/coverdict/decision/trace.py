"""The trace: the rules that were looked at, criterion by criterion, with facts, sources and citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from coverdict.decision.findings import Analyst, Findings
from coverdict.decision.model import FactShown, GuidelineFinding, State, Stated, TraceNode
from coverdict.language.model import CodeSet, Document, Elements, Fact, FactType, Value
from coverdict.library.program import Truth
from coverdict.library.routing import Routed


def shown(fact: Fact, value: Value) -> str:
    """A fact's value as people write it: `3.2 cm`, `yes`, `ICD-10-CM C22.0`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        plain = f"{value.normalize():f}" if value else "0"
        return f"{plain} {fact.unit}".rstrip()
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


def fact_shown(facts: Mapping[str, Fact], name: str, stated: Mapping[str, Stated]) -> FactShown:
    given = stated.get(name)
    if given is None or name not in facts:
        return FactShown(name, None)
    source = given.source
    if given.by or given.role:
        who = ", ".join(part for part in (given.by, given.role) if part)
        source = f"{source} ({who})" if source else who
    if given.on is not None:
        source = f"{source}, {given.on}".lstrip(", ")
    return FactShown(name, shown(facts[name], given.value), source, given.documented)


class Tracer:
    """Writes the trace of one state of knowledge with the facts of one request."""

    def __init__(self, analyst: Analyst, findings: Findings, stated: Mapping[str, Stated]) -> None:
        self.analyst = analyst
        self.findings = findings
        self.stated = stated

    def state(self, truth: Truth) -> State | None:
        if truth.function is None:
            return None
        if not self.findings.truths:
            return "unknown"
        found = self.findings.truths[self.analyst.function_number[id(truth.function)]]
        return "unknown" if found is None else "met" if found else "not met"

    def node(self, truth: Truth) -> TraceNode:
        step = truth.step
        facts = self.analyst.program.names.facts
        return TraceNode(
            kind=step.kind,
            label=step.label,
            state=self.state(truth),
            text=step.text,
            facts=tuple(fact_shown(facts, name, self.stated) for name in step.facts if name in facts),
            cites=step.cites,
            place=step.place,
            children=tuple(self.node(child) for child in truth.children),
        )

    def rules(self) -> Iterable[TraceNode]:
        return (self.node(truth) for truth in self.analyst.program.truths)

    def guidelines(self) -> tuple[GuidelineFinding, ...]:
        """What the guidelines beside the policy say: rules that are met, or may be."""
        found = []
        for guideline in self.analyst.program.guidelines:
            for rule, truth in self.analyst.program.beside[guideline.id]:
                state = self.state(truth) or "met"
                if state != "not met":
                    found.append(
                        GuidelineFinding(
                            guideline.id, guideline.title, rule.id, rule.label, rule.then, state, rule.cites
                        )
                    )
        return tuple(found)


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
        children=tuple(
            TraceNode("note", note.says, cites=note.cites, place=note.place)
            for note in policy.notes
            if note.in_trace
        ),
    )


def numbers_type(fact: Fact) -> bool:
    return fact.type in (FactType.NUMBER, FactType.QUANTITY)
