"""What was read to a draft in the project's language, and the vocabulary that it proposes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coverdict.documents.importing.facts import slug
from coverdict.documents.importing.model import (
    Event,
    Fact,
    Findings,
    Hole,
    Identity,
    Listed,
    Remark,
    Stated,
)
from coverdict.documents.importing.trees import Tree
from coverdict.documents.importing.words import FAVOURABLE
from coverdict.documents.importing.yaml_parts import block, cites, clean, flow, label, prose, quoted

SERVICE_SYSTEMS = frozenset({"CPT", "HCPCS", "ICD-10-PCS"})
_OPENING = (
    "A draft, made by `coverdict import` from the document that the front matter names. Its quotations are",
    "the source's words, each with its place and fingerprint. What could not be read is a hole; as long as",
    "there is one, this policy decides nothing. `coverdict check` lists them.",
)
_UNREAD = Hole("not-read-by-a-person", "Nobody has held this draft against its source yet.")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a draft was made from."""

    file: str
    format: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A draft: the policy's text, and its vocabulary's.

    Arguments:
        id, vocabulary: what they are called.
    """

    id: str
    policy: str
    vocabulary: str
    vocabulary_text: str


def written(found: Findings, origin: Origin, extends: str) -> Texts:
    """The texts of a draft.

    Arguments:
        extends: a vocabulary whose facts the criteria use; empty where there is none.
    """
    name = slug(found.identity.title or origin.file, "-")
    number = "".join(char if char.isalnum() or char in ".-" else "-" for char in found.identity.number)
    short = number.strip("-.") if number.isascii() and number.strip("-.") else name
    vocabulary = f"draft-{name}"
    policy = f"draft/{short}"
    lines = [*_front(found.identity, origin, policy, vocabulary), *_opening(found)]
    lines += _statements(found.statements)
    lines += _definitions(found)
    lines += _codes(found.codes)
    lines += _history(found.history)
    lines += _remarks(found)
    return Texts(
        policy,
        "\n".join(lines).rstrip("\n") + "\n",
        vocabulary,
        _vocabulary(vocabulary, found, extends),
    )


# --- front matter -----------------------------------------------------------------------------------------


def _front(identity: Identity, origin: Origin, policy: str, vocabulary: str) -> Iterator[str]:
    yield "---"
    yield f"policy: {policy}"
    yield f"title: {quoted(identity.title or 'not stated')}"
    if identity.publisher:
        yield f"publisher: {quoted(identity.publisher)}"
    yield f"number: {quoted(identity.number or 'not stated')}"
    if identity.section:
        yield f"section: {{code: {quoted(identity.section[0])}, name: {quoted(identity.section[1])}}}"
    if identity.original:
        yield f"original date: {identity.original.isoformat()}"
    if identity.effective:
        until = f", until: {identity.until.isoformat()}" if identity.until else ""
        yield f"in force: {{from: {identity.effective.isoformat()}{until}}}"
    else:
        yield "in force: not stated"
    yield f"vocabulary: {vocabulary}"
    if identity.others:
        yield "meta:"
        yield from (f"  {quoted(name)}: {quoted(value)}" for name, value in identity.others)
    yield "source:"
    yield f"  file: {quoted(origin.file)}"
    yield f"  format: {origin.format}"
    yield f"  sha256: {origin.sha256}"
    yield "---"
    yield ""


def _opening(found: Findings) -> Iterator[str]:
    yield f"# {label(found.identity.title or 'A policy without a title')}"
    yield ""
    yield from _OPENING
    yield ""
    for hole in (_UNREAD, *found.holes):
        lines = [f"id: {hole.id}", f"says: {quoted(hole.says)}"]
        yield from block("hole", [*lines, *([f"cites: {cites(hole.cites)}"] if hole.cites else [])])


# --- rules ------------------------------------------------------------------------------------------------


def _statements(statements: Iterable[Stated]) -> Iterator[str]:
    known = sorted(statements, key=_rank)
    if not known:
        return
    yield "# Policy Statement"
    yield ""
    for stated in known:
        yield prose(stated.quote)
        yield ""
        tree = Tree(stated.id)
        when = [line for node in stated.when for line in tree.lines(node, 1)]
        lines = [f"id: {stated.id}", *([f"label: {quoted(stated.label)}"] if stated.label else [])]
        lines += ["when:", *when] if when else []
        yield from block("rule", [*lines, f"status: {stated.status.value}", f"cites: {cites(stated.cites)}"])
        yield from tree.named()


def _rank(stated: Stated) -> int:
    """Where a rule goes: the first whose condition holds decides.

    What excludes comes before what covers, and what speaks of the rest comes last.
    """
    if stated.remainder or not stated.when:
        return 3
    if stated.status in FAVOURABLE:
        return 2
    return 1 if stated.status.value == "delegated" else 0


def _definitions(found: Findings) -> Iterator[str]:
    for defined in found.definitions:
        yield f"## {label(defined.title)}"
        yield ""
        yield prose(defined.title)
        yield ""
        tree = Tree(defined.id)
        when = [line for node in defined.when for line in tree.lines(node, 1)]
        lines = [f"id: {defined.id}", f"title: {quoted(defined.title)}", "when:", *when]
        yield from block("criterion", [*lines, f"cites: {cites(defined.cites)}"])
        yield from tree.named()


# --- tables and notes --------------------------------------------------------------------------------------


def _codes(codes: Iterable[Listed]) -> Iterator[str]:
    known = tuple(codes)
    services = [one for one in known if one.system in SERVICE_SYSTEMS]
    if known:
        yield "# Applicable Codes"
        yield ""
    if services:
        yield from block("codes", (line for one in services for line in _code(one)))
    for system in sorted({one.system for one in known} - SERVICE_SYSTEMS):
        listed = [one for one in known if one.system == system]
        lines = [
            f"id: listed-{system.lower()}",
            f"title: {quoted(f'{system} codes that the document lists')}",
            f"system: {system}",
            f"codes: [{', '.join(quoted(one.code) for one in listed)}]",
            f"cites: {cites(listed[0].cites)}",
        ]
        yield from block("value set", lines)


def _code(one: Listed) -> Iterator[str]:
    yield f"- code: {quoted(one.code)}"
    yield f"  system: {one.system}"
    yield f"  role: {'companion' if one.companion else 'governed'}"
    if one.approach:
        yield f"  approach: {one.approach}"
    if one.label:
        yield f"  label: {quoted(one.label)}"
    if one.description:
        yield f"  note: {quoted(one.description)}"
    yield f"  cites: {cites(one.cites)}"


def _history(events: Iterable[Event]) -> Iterator[str]:
    known = sorted(events, key=lambda event: event.day)
    if not known:
        return
    yield "# Policy History"
    yield ""
    lines: list[str] = []
    for event in known:
        plain = event.action.lower()
        lines += [f"- date: {event.day.isoformat()}", f"  action: {quoted(event.action or 'not stated')}"]
        if "without position change" in plain or "no change in position" in plain:
            lines.append("  position change: no")
        elif "with position change" in plain or "position change" in plain:
            lines.append("  position change: yes")
        if "no change to policy statement" in plain or "policy statement unchanged" in plain:
            lines.append("  statement change: no")
        if "literature" in plain:
            lines.append("  literature: yes")
        lines.append(f"  cites: {cites(event.cites)}")
    yield from block("history", lines)


def _remarks(found: Findings) -> Iterator[str]:
    if found.sections:
        yield "# Sections of the source"
        yield ""
        says = "The sections of the document, what each is for, and where it stands."
        yield from block("note", _note(Remark("section", "sections", says, None, found.sections)))
    for remark in found.remarks:
        yield from block("note", _note(remark))


def _note(remark: Remark) -> Iterator[str]:
    yield f"kind: {remark.kind}"
    yield f"id: {remark.id}"
    if clean(remark.says):
        yield f"says: {quoted(remark.says)}"
    if remark.data:
        yield "data:"
        yield from (f"  - {flow(row)}" for row in remark.data)
    yield f"cites: {cites(remark.cites)}" if remark.cites else "cites: own words"


# --- the vocabulary ----------------------------------------------------------------------------------------


def _vocabulary(name: str, found: Findings, extends: str) -> str:
    lines = [
        "# Facts that a draft proposes: name them, give them their types, and say who can answer.",
        f"vocabulary: {name}",
        f"title: {quoted(f'Facts of {found.identity.title or name}')}",
    ]
    if extends:
        lines.append(f"extends: [{extends}]")
    facts = found.facts or (() if extends else (Fact("draft.unread", "yes/no", "Nothing was read."),))
    if facts:
        lines.append("facts:")
    for fact in facts:
        lines += [
            f"  {fact.name}:",
            f"    type: {fact.type}",
            *([f"    unit: {quoted(fact.unit)}"] if fact.unit else []),
            f"    label: {quoted(fact.quote)}",
            f"    ask: {quoted(f'{_question(fact)} “{clean(fact.quote)[:400]}”')}",
            "    who: clinician",
        ]
    return "\n".join(lines) + "\n"


def _question(fact: Fact) -> str:
    return (
        "Does this hold of the patient:"
        if fact.type == "yes/no"
        else "How much is it, of what the policy says:"
    )
