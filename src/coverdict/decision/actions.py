"""From possible outcomes to what happens next: disposition, denial class, action, referral.

Design §3 and §5.10. The program approves, pends, refers or says that no authorization is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coverdict.decision.model import Disposition, PossibleOutcome, Referral, Shows, Target
from coverdict.language.model import DenialClass, Rule
from coverdict.library.layers import Outcome

_DISPOSITIONS: dict[str, Disposition] = {
    "covered": "favourable",
    "coinsurance_only": "favourable",
    "not_covered": "adverse",
    "undetermined": "unsettled",
}
ADVERSE_STATUSES = frozenset({"investigational", "not_medically_necessary", "criteria_not_met"})
_ORDER: tuple[Disposition, ...] = ("favourable", "adverse", "unsettled")
_CLASSES: tuple[DenialClass, ...] = ("clinical", "administrative", "unsettled")

QUALIFICATIONS: dict[Target, str] = {
    "physician": "a physician qualified to decide clinical questions of this service",
    "benefits": "a benefits analyst with the member's contract at hand",
    "intake": "intake staff",
}


def disposition_of(outcome: Outcome) -> Disposition:
    """What an outcome means for the request; coinsurance only ever follows a known primary decision."""
    return _DISPOSITIONS[outcome.benefit.value]


def in_order(dispositions: Iterable[Disposition]) -> tuple[Disposition, ...]:
    return tuple(sorted(set(dispositions), key=_ORDER.index))


def denial_class_of(outcome: Outcome, rules: Mapping[str, Rule]) -> DenialClass | None:
    """The class of an adverse or unsettled outcome; None of a favourable one.

    The rule that decided the benefit may name its class. Else a clause of the contract is administrative,
    an adverse clinical position on an undecided benefit is clinical, and the rest is unsettled.
    """
    if disposition_of(outcome) == "favourable":
        return None
    rule = rules.get(outcome.benefit.rule)
    if rule is not None and rule.denial_class is not None:
        return rule.denial_class
    if outcome.benefit.layer == "contract":
        return "administrative"
    if outcome.benefit.value == "undetermined" and outcome.status.value in ADVERSE_STATUSES:
        return "clinical"
    return "unsettled"


def classes_in_order(classes: Iterable[DenialClass | None]) -> tuple[DenialClass, ...]:
    found = {one for one in classes if one is not None}
    return tuple(one for one in _CLASSES if one in found)


def possible_outcomes(outcomes: Iterable[Outcome]) -> tuple[PossibleOutcome, ...]:
    """The outcomes by status and benefit; two that differ in layer alone are one."""
    merged: dict[tuple[str, str], set[str]] = {}
    for outcome in outcomes:
        merged.setdefault((outcome.status.value, outcome.benefit.value), set()).add(outcome.layer)
    return tuple(
        PossibleOutcome(status, benefit, min(layers, key=_LAYERS.index))
        for (status, benefit), layers in sorted(merged.items())
    )


_LAYERS = ("law", "contract", "product", "policy", "none")


@dataclass(frozen=True, slots=True)
class Case:
    """What the choice of a referral rests on."""

    dispositions: tuple[Disposition, ...]
    classes: tuple[DenialClass, ...]
    reading_decides: bool
    judgement_matters: bool
    individual_consideration: bool


def refer(case: Case, shows: Shows) -> Referral:
    """Who has to decide, and why, when nothing is left to ask."""
    copy_to = ("policy owner",) if case.reading_decides else ()
    if case.reading_decides:
        to: Target = "physician"
        why = "a sentence of the policy can be read in more than one way, and the readings lead apart"
    elif "clinical" in case.classes or (case.judgement_matters and len(case.dispositions) > 1):
        to = "physician"
        why = "the outcome rests on a clinical position or judgement, which a physician decides"
    elif case.dispositions == ("favourable",):
        to = "intake"
        why = "every possible outcome is favourable, but automatic approval does not apply"
    elif "administrative" in case.classes:
        to = "benefits"
        why = "a clause of the contract or the member's eligibility decides"
    else:
        to = "benefits"
        why = "nothing at hand settles the benefit"
    return Referral(
        to=to,
        qualification=QUALIFICATIONS[to],
        why=why,
        copy_to=copy_to,
        shows=shows,
        individual_consideration=case.individual_consideration and to == "physician",
    )
