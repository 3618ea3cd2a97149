"""Rules, named criteria and duties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, cast

from coverdict.language.blocks import (
    CriterionShape,
    DutyShape,
    MeansShape,
    OpenMeaningShape,
    RuleShape,
    WindowShape,
)
from coverdict.language.citations import read_citation
from coverdict.language.criteria import reading_options
from coverdict.language.drafts import Draft, ParsedBlock
from coverdict.language.model import (
    BENEFITS,
    POSITIONS,
    STATUSES,
    Duty,
    FactType,
    Layer,
    Meaning,
    NamedCriterion,
    Rule,
    Slot,
    Window,
)
from coverdict.language.nodes import MapNode, Node, TextNode
from coverdict.language.shapes import place_of, read_shape
from coverdict.language.syntax import Criterion, CriterionRef, SlotIs, condition_of
from coverdict.language.walks import conditions_in
from coverdict.text import Place, did_you_mean

_VALUES = {"status": STATUSES, "benefit": BENEFITS, "position": POSITIONS}
_SLOTS = {
    "policy": ("status",),
    "plan": ("benefit",),
    "mandate": ("status", "benefit"),
    "guideline": ("position",),
}
_LAYERS = {
    "policy": ("policy",),
    "plan": ("product", "contract"),
    "mandate": ("law",),
    "guideline": ("guideline",),
}


def slots_below(kind: str, slot: str) -> frozenset[str]:
    """The slots that a rule's condition may ask about."""
    if kind == "plan":
        return frozenset({"status"})
    if kind == "mandate":
        return frozenset({"status", "benefit"} if slot == "benefit" else {"status"})
    return frozenset()


def read_rule(parsed: ParsedBlock, draft: Draft) -> Rule | None:
    """The rule of a block; None where the report got a problem."""
    report, kind = draft.report, draft.front.kind
    shape = read_shape(RuleShape, parsed.tree, report, "a rule")
    if shape is None:
        return None
    tree = cast(MapNode, parsed.tree)
    place = place_of(tree, "id")
    before = len(report)
    draft.claim("rule", shape.id, place)
    slot = _slot(tree, draft)
    when = None
    if shape.when is not None:
        when = draft.criteria(slots_below(kind, slot or "status"), shape.id).read(shape.when)
    cites = read_citation(shape.cites, report)
    layer = _layer(shape, tree, draft)
    otherwise, meaning = _otherwise(shape.otherwise, slot, draft) if slot else (None, None)
    if when is None and shape.when is None and shape.otherwise is not None:
        report.add(place_of(tree, "otherwise"), "a rule without `when` always holds", "remove otherwise")
    if slot is None or len(report) > before:
        return None
    return Rule(
        shape.id,
        cast(Slot, slot),
        cast(Layer, layer),
        str(getattr(shape, slot)),
        place,
        when,
        otherwise,
        shape.label,
        shape.class_,
        shape.individual_consideration,
        meaning,
        cites,
        shape.note,
        parsed.block.heading,
    )


def _slot(tree: MapNode, draft: Draft) -> str | None:
    """The one slot that the rule fills, its value checked."""
    report, kind = draft.report, draft.front.kind
    given = [key for key in _VALUES if tree.get(key) is not None]
    allowed = _SLOTS[kind]
    if len(given) != 1:
        what = f"a rule has {' and '.join(given)}" if given else "a rule without a result"
        right = " or ".join(f"{slot}: {_VALUES[slot][0]}" for slot in allowed)
        report.add(tree.place, what, f"write {right}, for example")
        return None
    slot = given[0]
    if slot not in allowed:
        key = tree.key(slot)
        what = f"a {kind} says nothing of the {slot}"
        report.add(key.place if key else tree.place, what, f"write {' or '.join(allowed)}", len(slot))
        return None
    return slot if _checked(tree.get(slot), slot, draft) else None


def _checked(node: Node | None, slot: str, draft: Draft) -> str | None:
    if not isinstance(node, TextNode):
        if node is not None:
            draft.report.add(node.place, f"{slot}: one text is expected")
        return None
    if node.text in _VALUES[slot]:
        return node.text
    right = did_you_mean("_".join(node.text.split()), _VALUES[slot])
    draft.report.add(node.place, f"{node.text} is no {slot}", right, len(node.text) or 1)
    return None


def _layer(shape: RuleShape, tree: MapNode, draft: Draft) -> str:
    allowed = _LAYERS[draft.front.kind]
    default = str(getattr(draft.front.shape, "layer", allowed[0]))
    if shape.layer is None:
        return default
    if shape.layer not in allowed:
        what = f"a rule of a {draft.front.kind} cannot have the layer {shape.layer}"
        draft.report.add(place_of(tree, "layer"), what, f"write {' or '.join(allowed)}", len(shape.layer))
    return shape.layer


def _otherwise(node: Node | None, slot: str, draft: Draft) -> tuple[str | None, Meaning | None]:
    if node is None:
        return None, None
    if isinstance(node, TextNode):
        return _checked(node, slot, draft), None
    shape = read_shape(OpenMeaningShape, node, draft.report, "otherwise")
    if shape is None:
        return None, None
    tree = cast(MapNode, node)
    given = [key for key in (*_VALUES, "value") if tree.get(key) is not None]
    if len(given) != 1 or given[0] not in (slot, "value"):
        draft.report.add(tree.place, f"otherwise has no {slot}", f"write otherwise: {{{slot}: …, means: …}}")
        return None, None
    value = _checked(tree.get(given[0]), slot, draft)
    if shape.means is None:
        return value, None
    means = read_shape(MeansShape, shape.means, draft.report, "means")
    if means is None:
        return value, None
    options = tree.get("means")
    place = place_of(cast(MapNode, options), "reading")
    for option in means.options:
        if option not in _VALUES[slot]:
            where = place_of(cast(MapNode, options), "options")
            draft.report.add(where, f"{option} is no {slot}", did_you_mean(option, _VALUES[slot]))
    if len(set(means.options)) < 2 or len(set(means.options)) < len(means.options):
        draft.report.add(place, f"the reading {means.reading} has no two different options", "name each once")
    return value, Meaning(draft.readings.declare(means.reading, means.options, place), tuple(means.options))


def read_criterion(parsed: ParsedBlock, draft: Draft) -> NamedCriterion | None:
    """The named criterion of a block; None where the report got a problem."""
    shape = read_shape(CriterionShape, parsed.tree, draft.report, "a criterion")
    if shape is None:
        return None
    place = place_of(cast(MapNode, parsed.tree), "id")
    before = len(draft.report)
    draft.claim("criterion", shape.id, place)
    if shape.id in draft.environment.facts:
        draft.report.add(
            place, f"{shape.id} is already a fact", "give the criterion another id", len(shape.id)
        )
    # In a mandate, whether a criterion may ask about the benefit depends on the rules that use it.
    criterion = draft.criteria(slots_below(draft.front.kind, "benefit")).read(shape.when)
    cites = read_citation(shape.cites, draft.report)
    if criterion is None or len(draft.report) > before:
        return None
    return NamedCriterion(draft.full(shape.id), _cited(criterion, cites, shape.note), place, shape.title)


def _cited(criterion: Criterion, cites: Any, note: str) -> Criterion:
    return replace(criterion, cites=criterion.cites or cites, note=criterion.note or note)


def read_duty(parsed: ParsedBlock, draft: Draft) -> Duty | None:
    """The duty of a block; None where the report got a problem."""
    report = draft.report
    shape = read_shape(DutyShape, parsed.tree, report, "a duty")
    if shape is None:
        return None
    tree = cast(MapNode, parsed.tree)
    place = place_of(tree, "id")
    before = len(report)
    draft.claim("duty", shape.id, place)
    for key, name in (("event", shape.event), ("anchor", shape.anchor)):
        _check_date(name, place_of(tree, key), draft)
    when = draft.criteria().read(shape.when) if shape.when is not None else None
    windows, reading = _windows(shape.window, draft)
    cites = read_citation(shape.cites, report)
    if len(report) > before:
        return None
    return Duty(
        shape.id,
        shape.actor,
        shape.action,
        shape.event,
        shape.anchor,
        windows,
        place,
        when,
        reading,
        cites,
        shape.note,
    )


def _check_date(name: str, place: Place, draft: Draft) -> None:
    facts = draft.environment.facts
    fact = facts.get(name)
    dates = [known.name for known in facts.values() if known.type is FactType.DATE]
    if fact is None:
        draft.report.add(place, f"there is no fact {name}", did_you_mean(name, dates), len(name))
    elif fact.type is not FactType.DATE:
        draft.report.add(
            place, f"{name} is a {fact.type} fact, no date", did_you_mean(name, dates), len(name)
        )


def _windows(node: Node, draft: Draft) -> tuple[tuple[tuple[str, Window], ...], str]:
    """The ways to read a window, and the full id of their reading."""
    if not isinstance(node, MapNode) or node.get("reading") is None:
        window = _window(node, draft)
        return ((("", window),) if window else ()), ""
    for key, _ in node.entries:
        if key.text not in ("reading", "options"):
            right = did_you_mean(key.text, ("reading", "options"))
            draft.report.add(key.place, f"a window has no key {key.text}", right, len(key.text) or 1)
    name = node.get("reading")
    if not isinstance(name, TextNode) or not name.text.strip():
        draft.report.add(node.place, "reading: the name of the reading is expected", "write reading: NAME")
        return (), ""
    entries = reading_options(node.get("options"), name, draft.report)
    if entries is None:
        return (), ""
    read = [(key.text, _window(value, draft)) for key, value in entries]
    full = draft.readings.declare(name.text, [label for label, _ in read], name.place)
    return tuple((label, window) for label, window in read if window is not None), full


def _window(node: Node, draft: Draft) -> Window | None:
    shape = read_shape(WindowShape, node, draft.report, "a window")
    if shape is None:
        return None
    (start, business), (end, also) = shape.from_, shape.to
    if start > end:
        draft.report.add(node.place, "the window ends before it begins", "write the earlier day under from")
        return None
    if business != also:
        draft.report.add(
            node.place, "one end counts business days, the other calendar days", "write both alike"
        )
        return None
    return Window(start, end, business)


def find_cycles(criteria: Iterable[NamedCriterion], draft: Draft) -> None:
    """A problem for each criterion that leads back to itself, with the way."""
    by_id = {criterion.id: criterion for criterion in criteria}
    uses = {name: tuple(r for r in references(item.criterion) if r in by_id) for name, item in by_id.items()}
    done: set[str] = set()
    for start in by_id:
        way: list[str] = []
        on_way: set[str] = set()
        stack: list[Iterator[str]] = [iter((start,))]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
                if way:
                    last = way.pop()
                    on_way.discard(last)
                    done.add(last)
            elif name in on_way:
                _report_cycle([*way[way.index(name) :], name], by_id, draft)
                done.update(way)
            elif name not in done:
                way.append(name)
                on_way.add(name)
                stack.append(iter(uses[name]))


def _report_cycle(way: list[str], by_id: dict[str, NamedCriterion], draft: Draft) -> None:
    names = [name.rpartition("#")[2] for name in way]
    what = f"the criterion {names[0]} refers to itself: {' → '.join(names)}"
    draft.report.add(by_id[way[0]].place, what, "write out one of them without the others", len(names[0]))


def references(criterion: Criterion) -> Iterator[str]:
    """The full ids of the criteria that `criterion` refers to, in order."""
    for found in conditions_in(condition_of(criterion)):
        if isinstance(found, CriterionRef):
            yield found.criterion


def check_slots(rules: Iterable[Rule], criteria: Iterable[NamedCriterion], draft: Draft) -> None:
    """A problem for each status rule whose criteria, however far away, ask about the benefit."""
    by_id = {criterion.id: criterion for criterion in criteria}
    for rule in rules:
        if rule.slot != "status" or rule.when is None:
            continue
        seen: set[str] = set()
        todo = [rule.when]
        while todo:
            for found in conditions_in(condition_of(todo.pop())):
                if isinstance(found, SlotIs) and found.slot == "benefit":
                    what = f"the rule {rule.id} is on status, and its criteria ask about the benefit"
                    draft.report.add(rule.place, what, "the benefit follows from the status", len(rule.id))
                elif (
                    isinstance(found, CriterionRef)
                    and found.criterion in by_id
                    and found.criterion not in seen
                ):
                    seen.add(found.criterion)
                    todo.append(by_id[found.criterion].criterion)
