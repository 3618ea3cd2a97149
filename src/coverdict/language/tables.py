"""Value sets, code tables, products, history, a payer's settings, notes and accepted findings."""

from __future__ import annotations

from datetime import date
from typing import cast

from coverdict.language.blocks import (
    AcceptedShape,
    ApprovalShape,
    CodeShape,
    HistoryShape,
    HoleShape,
    NoteShape,
    PolicyWindowShape,
    ProductShape,
    ReferralShape,
    SetMemberShape,
    SettledShape,
    ValueSetShape,
)
from coverdict.language.citations import read_citation
from coverdict.language.drafts import Draft, ParsedBlock
from coverdict.language.model import (
    AcceptedFinding,
    AutomaticApproval,
    CodeEntry,
    HistoryRow,
    Hole,
    Note,
    PolicyWindow,
    Product,
    ReferralSettings,
    SettledReading,
    ValueSet,
)
from coverdict.language.nodes import ListNode, MapNode, Node, TextNode, to_plain
from coverdict.language.scalars import shorten
from coverdict.language.shapes import place_of, read_shape
from coverdict.language.syntax import Code
from coverdict.text import Place, Report

_CODE_CHARACTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_")
_LEAST_WORDS = 3  # of a reason


def read_value_set(tree: Node, name: str, full: str, report: Report) -> ValueSet | None:
    """A value set; None where the report got a problem.

    Arguments:
        name: its name where the tree does not hold it under `id`.
        full: the name that conditions get.
    """
    if name and isinstance(tree, MapNode):
        key = TextNode("id", tree.place), TextNode(name, tree.place)
        tree = MapNode((key, *tree.entries), tree.place) if tree.get("id") is None else tree
    shape = read_shape(ValueSetShape, tree, report, "a value set")
    if shape is None:
        return None
    before = len(report)
    listing = cast(MapNode, tree)
    codes: list[Code] = []
    if (shape.codes is None) == (shape.codes_by_system is None):
        report.add(
            tree.place,
            f"the value set {shape.id} has no list of codes",
            "write codes: [..], or codes by system: {CPT: [..]}",
        )
    elif shape.codes is not None:
        if not shape.system:
            right = "write system: CPT, HCPCS, ICD-10-CM …"
            report.add(place_of(listing, "id"), f"the value set {shape.id} names no code system", right)
        _read_members(shape.codes, shape.system, codes, report)
    elif isinstance(shape.codes_by_system, MapNode):
        for system, members in shape.codes_by_system.items():
            _read_members(members, system, codes, report)
    else:
        report.add(
            shape.codes_by_system.place, "codes by system is a mapping", "write {CPT: [..], ICD-10-CM: [..]}"
        )
    cites = read_citation(shape.cites, report)
    if len(report) > before:
        return None
    return ValueSet(full, tuple(codes), place_of(listing, "id"), shape.title, cites)


def _read_members(node: Node, system: str, codes: list[Code], report: Report) -> None:
    if not isinstance(node, ListNode):
        report.add(node.place, "codes is a list", "write codes: [47383, 47399]")
        return
    seen = {code.code for code in codes if code.system == system}
    for item in node.items:
        text = item.text if isinstance(item, TextNode) else ""
        if isinstance(item, MapNode):
            member = read_shape(SetMemberShape, item, report, "a code")
            if member is None:
                continue
            text = member.code
            if member.from_ is not None or member.until is not None:
                what = "the codes of a value set have no dates: it holds the same codes on every day"
                right = "give dates in a block codes, or compare service.date in the rule"
                report.add(item.place, what, right)
                continue
        elif isinstance(item, ListNode):
            report.add(item.place, "a list where a code belongs", "write the code alone")
            continue
        text = text.removeprefix(system + " ")
        if not is_code(text, item.place, report):
            continue
        if text in seen:
            report.add(item.place, f"the code {text} stands twice", "keep one of them", len(text))
            continue
        seen.add(text)
        codes.append(Code(system, text))


def is_code(text: str, place: Place, report: Report) -> bool:
    """Whether `text` is one code; otherwise `report` gets a problem."""
    first, dash, last = text.partition("-")
    is_range = bool(dash) and len(first) == len(last) >= 3
    if text and set(text) <= _CODE_CHARACTERS and not is_range:
        return True
    right = "write each code alone; a range of codes is written out" if is_range or " " in text else ""
    report.add(place, f"{shorten(text)} is no code", right, len(text) or 1)
    return False


def read_codes(parsed: ParsedBlock, draft: Draft) -> list[CodeEntry]:
    """The rows of a block of codes."""
    entries = []
    for row in parsed.rows("codes", draft.report):
        shape = read_shape(CodeShape, row, draft.report, "a code")
        if shape is None:
            continue
        tree = cast(MapNode, row)
        place = place_of(tree, "code")
        text = shape.code.removeprefix(shape.system + " ")
        cites = read_citation(shape.cites, draft.report)
        if is_code(text, place, draft.report) and draft.claim(
            "code", f"{shape.system} {text} {shape.from_}", place
        ):
            code = Code(shape.system, text)
            entries.append(
                CodeEntry(
                    code, shape.role, place, shape.approach, shape.label, shape.from_, shape.until, cites
                )
            )
        _check_span(shape.from_, shape.until, place, draft.report)
    return entries


def _check_span(first: date | None, last: date | None, place: Place, report: Report) -> None:
    if first is not None and last is not None and last < first:
        report.add(place, "it ends before it begins", "write the earlier day under from")


def read_products(parsed: ParsedBlock, draft: Draft) -> list[Product]:
    """The rows of a block of products."""
    products = []
    for row in parsed.rows("products", draft.report):
        shape = read_shape(ProductShape, row, draft.report, "a product")
        if shape is None:
            continue
        place = place_of(cast(MapNode, row), "product")
        draft.claim("product", shape.product, place)
        authorization = {"required": "required", "not required": "not_required"}.get(
            shape.authorization, "not_stated"
        )
        products.append(
            Product(
                shape.product,
                shape.label or shape.product,
                place,
                shape.line_of_business,
                shape.funding,
                shape.appeal,
                authorization,  # type: ignore[arg-type]  # the mapping above has no other values
                shape.example,
            )
        )
    return products


def read_history(parsed: ParsedBlock, draft: Draft) -> list[HistoryRow]:
    """The rows of a block of history."""
    rows = []
    for row in parsed.rows("history", draft.report):
        shape = read_shape(HistoryShape, row, draft.report, "a row of the history")
        if shape is None:
            continue
        read_citation(shape.cites, draft.report)
        rows.append(
            HistoryRow(
                shape.date,
                shape.action,
                place_of(cast(MapNode, row), "date"),
                shape.position_change,
                shape.statement_change,
                shape.literature,
                shape.upstream,
            )
        )
    return rows


def read_window(parsed: ParsedBlock, draft: Draft) -> PolicyWindow | None:
    """When an undated policy is in force for this payer."""
    shape = read_shape(PolicyWindowShape, parsed.tree, draft.report, "a window")
    if shape is None:
        return None
    place = place_of(cast(MapNode, parsed.tree), "policy")
    _check_span(shape.from_, shape.until, place_of(cast(MapNode, parsed.tree), "until"), draft.report)
    return PolicyWindow(shape.policy, shape.from_, place, shape.until, shape.example, shape.note)


def read_settled(parsed: ParsedBlock, draft: Draft) -> SettledReading | None:
    """A reading that the payer has settled."""
    before = len(draft.report)
    shape = read_shape(SettledShape, parsed.tree, draft.report, "a settled reading is signed and dated: it")
    if shape is None:
        return None
    place = place_of(cast(MapNode, parsed.tree), "reading")
    full = shape.reading if "#" in shape.reading else f"{shape.policy}#{shape.reading}"
    draft.claim("settled reading", full, place)
    if len(draft.report) > before:
        return None
    return SettledReading(full, shape.as_, shape.signed_by, shape.role, shape.on, place, shape.note)


def read_approval(parsed: ParsedBlock, draft: Draft) -> AutomaticApproval | None:
    """Whether favourable determinations of a product are approved without a person."""
    shape = read_shape(ApprovalShape, parsed.tree, draft.report, "an automatic approval")
    if shape is None:
        return None
    place = place_of(cast(MapNode, parsed.tree), "product")
    draft.claim("automatic approval of", shape.product, place)
    return AutomaticApproval(shape.product, shape.on, place, shape.accept)


def read_referral(parsed: ParsedBlock, draft: Draft) -> ReferralSettings | None:
    """What a referral shows the person who decides."""
    shape = read_shape(ReferralShape, parsed.tree, draft.report, "a referral")
    if shape is None or not draft.claim("referral", "", parsed.tree.place):
        return None
    return ReferralSettings(shape.shows)


def read_note(parsed: ParsedBlock, draft: Draft) -> Note | None:
    """Something that the source says and that is no rule."""
    shape = read_shape(NoteShape, parsed.tree, draft.report, "a note")
    if shape is None:
        return None
    tree = cast(MapNode, parsed.tree)
    before = len(draft.report)
    if shape.id is not None:
        draft.claim("note", shape.id, place_of(tree, "id"))
    if not shape.says and shape.data is None:
        draft.report.add(tree.place, "a note says nothing", "write says: …, or data: …")
    cites = read_citation(shape.cites, draft.report)
    if len(draft.report) > before:
        return None
    data = to_plain(shape.data) if shape.data is not None else None
    place = place_of(tree, "kind")
    return Note(
        shape.kind, shape.id or "", place, shape.says, data, shape.in_trace, cites, parsed.block.heading
    )


def read_hole(parsed: ParsedBlock, draft: Draft) -> Hole | None:
    """What is missing in the document; None where the report got a problem, or a person signed a proposal."""
    shape = read_shape(HoleShape, parsed.tree, draft.report, "a hole")
    if shape is None:
        return None
    tree = cast(MapNode, parsed.tree)
    place = place_of(tree, "id")
    before = len(draft.report)
    draft.claim("hole", shape.id, place)
    cites = read_citation(shape.cites, draft.report)
    signed = bool(shape.signed_by) or shape.on is not None
    if signed and not shape.proposed:
        key = "signed by" if shape.signed_by else "on"
        right = "write what the source says there, and remove the hole"
        draft.report.add(place_of(tree, key), f"the hole {shape.id} is signed and proposes nothing", right)
    elif signed and not (shape.signed_by and shape.on):
        key, other = ("signed by", "on") if shape.signed_by else ("on", "signed by")
        what = f"the proposal {shape.id} has no {other}: a person signs it with name and day"
        draft.report.add(place_of(tree, key), what, "write signed by: NAME, and on: YYYY-MM-DD")
    if signed or len(draft.report) > before:
        return None
    return Hole(shape.id, place, shape.says, cites, shape.proposed)


def read_accepted(parsed: ParsedBlock, draft: Draft) -> AcceptedFinding | None:
    """A finding that the document accepts; None where the report got a problem."""
    shape = read_shape(AcceptedShape, parsed.tree, draft.report, "an accepted finding")
    if shape is None:
        return None
    tree = cast(MapNode, parsed.tree)
    place = place_of(tree, "finding")
    before = len(draft.report)
    if len(shape.because.split()) < _LEAST_WORDS:
        right = "write why the finding may stay, in a sentence"
        what = f"because: {shorten(shape.because)} is no reason that a reader could judge"
        draft.report.add(place_of(tree, "because"), what, right, len(shape.because.splitlines()[0]))
    about = f"{shape.finding} about {shape.about}" if shape.about else shape.finding
    first = draft.ids.setdefault(("accepted finding", about), place)
    if first is not place:
        what = f"{about} is already accepted in line {first.line}"
        draft.report.add(place, what, "keep one of the two, with both reasons", len(shape.finding))
    if len(draft.report) > before:
        return None
    return AcceptedFinding(shape.finding, shape.about, shape.because, place, shape.by, shape.on)
