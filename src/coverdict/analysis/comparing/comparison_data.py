"""A comparison as plain data: mappings, lists, texts, numbers, booleans and None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from coverdict.analysis.comparing.comparison import Comparison, LineOfBusiness, Plans, Seen
from coverdict.analysis.joint import Pair, Share
from coverdict.analysis.patients import Patient, request_value
from coverdict.analysis.regions import Region, Where
from coverdict.analysis.standing import Standing, standings
from coverdict.analysis.words import Clause
from coverdict.language.model import CodeEntry, Document, Fact, Rule
from coverdict.language.syntax import Citation

PlainData = dict[str, Any]
Rules = Mapping[str, tuple[Document, Rule]]


def comparison_data(found: Comparison) -> PlainData:
    """The whole comparison; every pair of standings is there, regions where they were described."""
    first, second, both = found.asked
    return {
        "first": seen_data(found.first),
        "second": seen_data(found.second),
        "verdict": found.verdict,
        "same_words": found.same_words,
        "counted": found.counted,
        "lines_of_business": [_line(line) for line in found.lines],
        "regions": [region_data(region, found.rules, found.facts) for region in found.regions],
        "pairs": {
            "opposed": _pairs(found.opposed, found),
            "other_words": _pairs(found.renamed, found),
            "guideline_silent": _pairs(found.silent, found),
            "agreed": _pairs(found.agreed, found),
        },
        "asks": {"only_first": list(first), "only_second": list(second), "both": list(both)},
        "codes": {
            "both": [code_data(entry) for entry in found.codes.both],
            "only_first": [code_data(entry) for entry in found.codes.first],
            "only_second": [code_data(entry) for entry in found.codes.second],
        },
    }


def seen_data(seen: Seen) -> PlainData:
    return {
        "id": seen.id,
        "version": seen.version,
        "title": seen.title,
        "publisher": seen.publisher or None,
        "kind": seen.kind,
    }


def _line(line: LineOfBusiness) -> PlainData:
    return {
        "line_of_business": line.name,
        "label": line.label,
        "position": line.position,
        "benefits": [_plans(plans) for plans in line.plans if any(plans.products)],
    }


def _plans(plans: Plans) -> PlainData:
    sides = zip(("first", "second"), plans.payers, plans.products, plans.benefits, strict=True)
    return {
        "verdict": plans.verdict,
        **{
            side: {"payer": payer, "products": list(products), "benefits": list(benefits)}
            for side, payer, products, benefits in sides
        },
    }


def _pairs(pairs: Iterable[Pair], found: Comparison) -> list[PlainData]:
    return [{**_standings(pair, found.rules), "share": share_data(found.pairs[pair])} for pair in pairs]


def _standings(pair: Pair, rules: tuple[Rules, Rules]) -> PlainData:
    first, second = standings(pair)
    return {"first": standing_data(first, rules[0]), "second": standing_data(second, rules[1])}


def standing_data(standing: Standing, rules: Rules) -> PlainData:
    """What a text says, and the clauses that say it."""
    return {
        "says": standing.says,
        "favourable": None if standing.rank is None else standing.rank == 1,
        "otherwise": standing.otherwise,
        "clauses": [_clause(name, *rules[name]) for name in standing.rules],
    }


def _clause(name: str, text: Document, rule: Rule) -> PlainData:
    return {
        "rule": name,
        "label": rule.label or None,
        "document": text.id,
        "place": {"file": rule.place.file, "line": rule.place.line},
        "citation": citation_data(rule.cites),
    }


def citation_data(cites: Citation | None) -> PlainData | None:
    if cites is None:
        return None
    return {
        "section": cites.section or None,
        "item": cites.item or None,
        "from_source": cites.from_source,
    }


def share_data(share: Share) -> PlainData:
    """A share as a fraction of 1, rounded to six places; `exact` says whether it was counted."""
    return {"part": round(float(share.part), 6), "exact": share.exact, "drawn": share.of or None}


def region_data(region: Region, rules: tuple[Rules, Rules], facts: Mapping[str, Fact]) -> PlainData:
    return {
        **_standings(region.pair, rules),
        "share": share_data(region.share),
        "where": [where_data(where) for where in region.where],
        "patient": patient_data(region.patient, facts),
    }


def where_data(where: Where) -> PlainData:
    return {
        "all": [_said(clause) for clause in where.common],
        "any": [[_said(clause) for clause in way] for way in where.ways],
        "complete": where.complete,
    }


def _said(clause: Clause) -> PlainData:
    return {
        ("reading" if clause.reading else "fact"): clause.subject,
        "label": clause.label,
        "values": clause.values,
    }


def patient_data(patient: Patient, facts: Mapping[str, Fact]) -> PlainData:
    """A patient as a request states facts, with the readings under which it holds."""
    return {
        "facts": {name: request_value(facts[name], value) for name, value in patient.facts.items()},
        "readings": dict(patient.readings),
    }


def code_data(entry: CodeEntry) -> PlainData:
    return {
        "system": entry.code.system,
        "code": entry.code.code,
        "role": entry.role,
        "approach": entry.approach or None,
    }
