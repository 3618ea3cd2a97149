"""Determinations made by hand, so that what is printed can be checked apart from what decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from coverdict.decision.model import (
    Alteration,
    Approval,
    Change,
    Determination,
    DutyFinding,
    FactShown,
    GuidelineFinding,
    LineDetermination,
    OpenJudgement,
    OpenReading,
    PossibleOutcome,
    Question,
    ReasonSets,
    Referral,
    Service,
    TraceNode,
)
from coverdict.language.syntax import Citation, Code

INCLUSIONS = Citation("Inclusions", "1")
ESTABLISHED = PossibleOutcome("established", "not_covered", "product")
NOT_MET = PossibleOutcome("criteria_not_met", "not_covered", "product")
COVERED = PossibleOutcome("established", "covered", "contract")
UNDETERMINED = PossibleOutcome("investigational", "undetermined", "policy")

RESECTABLE = TraceNode(
    "criterion",
    "unresectable",
    "met",
    "tumor.resectable is no",
    (FactShown("tumor.resectable", "no", "surgical consult", True),),
    Citation("Medical policy statement"),
)
SMALL = TraceNode(
    "criterion",
    "few and small",
    "not met",
    "lesion.count < 2 and lesion.largest <= 4 cm",
    (FactShown("lesion.count", "1", "CT report", True), FactShown("lesion.largest", "4.1 cm", "", False)),
    INCLUSIONS,
)
ACTIVE = TraceNode(
    "criterion",
    "metabolically active",
    "unknown",
    "tumor.metabolically_active",
    (FactShown("tumor.metabolically_active", None),),
    Citation("Inclusions", "2"),
)
TRACE = TraceNode(
    "policy",
    "bcbsm/cryosurgical-ablation-liver",
    None,
    "in force by the window that bcn has set, an example",
    children=(
        TraceNode(
            "rule",
            "established",
            "unknown",
            children=(RESECTABLE, TraceNode("criterion", "any of", "unknown", children=(SMALL, ACTIVE))),
        ),
        TraceNode("note", "", None, "a code in the list is no promise of coverage", cites=Citation("Codes")),
    ),
)

PEND = LineDetermination(
    service=Service("1", Code("CPT", "47381"), date(2012, 6, 1), Decimal(1), ("22",), "hospital"),
    payer="bcn",
    product="commercial_hmo",
    routing="addressed",
    action="pend",
    possible=(ESTABLISHED, NOT_MET),
    disposition=None,
    dispositions=("adverse", "unsettled"),
    indication="liver tumor",
    policy="bcbsm/cryosurgical-ablation-liver",
    version="undated",
    policy_title="Cryosurgical ablation of primary or metastatic liver tumors",
    denial_classes=("clinical", "unsettled"),
    reasons=ReasonSets((("tumor.resectable", "lesion.count"), ("lesion.largest",)), 7, False),
    questions=(
        Question("group.override", "Does the group override the product table?", "payer", ("yes", "no")),
        Question("lesion.largest", "How large is the largest lesion?", "provider", (), "cm"),
    ),
    readings=(
        OpenReading(
            "bcbsm/cryosurgical-ablation-liver#size limit",
            "size limit",
            (("up to 4 cm", (COVERED,)), ("under 4 cm", (ESTABLISHED, NOT_MET))),
            decides=True,
            matters=True,
            cites=INCLUSIONS,
        ),
    ),
    judgements=(
        OpenJudgement("care.level", "Is this the most appropriate level?", "clinician", False, True),
    ),
    would_change=(Change((Alteration("lesion.largest", "4.1 cm", "4 cm or less"),), (COVERED,)),),
    guidelines=(
        GuidelineFinding("nccn", "NCCN hepatobiliary", "up to 3 cm", "may cure", "supports", "unknown"),
        GuidelineFinding("nccn", "NCCN hepatobiliary", "over 5 cm", "", "does_not_support", "not met"),
    ),
    trace=(TRACE,),
)

REFER = LineDetermination(
    service=Service("1", Code("CPT", "47383"), date(2021, 12, 1)),
    payer="bsc",
    product="commercial_ppo",
    routing="addressed",
    action="refer",
    possible=(UNDETERMINED,),
    disposition="unsettled",
    dispositions=("unsettled",),
    policy="bsc/7.01.75",
    version="2021-11-01",
    policy_title="Cryosurgical ablation of primary or metastatic liver tumors",
    denial_class="clinical",
    referral=Referral(
        "physician", "a physician", "the outcome rests on a clinical position", ("policy owner",)
    ),
    reasons=ReasonSets(((),), 1),
    duties=(
        DutyFinding(
            "confirm eligibility",
            "provider",
            "confirm_eligibility",
            "due",
            date(2021, 11, 26),
            date(2021, 11, 30),
            date(2021, 11, 26),
            by_reading=(("calendar days", "due"), ("business days", "missed")),
            cites=Citation("Prior authorization"),
        ),
        DutyFinding(
            "unseen", "payer", "never_shown", "not applicable", *(date(2021, 1, day) for day in (1, 2, 1))
        ),
    ),
    notice_reason="investigational",
    appeal="commercial",
    trace=(TraceNode("policy", "bsc/7.01.75", None, children=(RESECTABLE, SMALL, ACTIVE)),),
)

APPROVE = replace(
    PEND,
    service=Service("2", Code("CPT", "47371"), date(2012, 6, 1), companion_of="1"),
    action="approve",
    possible=(COVERED,),
    disposition="favourable",
    dispositions=("favourable",),
    denial_classes=(),
    indication=None,
    approval=Approval(Decimal(2), date(2012, 6, 1), date(2012, 8, 29), "Inclusions, 1"),
    reasons=ReasonSets((("tumor.resectable",),), 1),
    questions=(),
    readings=(),
    judgements=(),
    would_change=(),
    guidelines=(),
    trace=(),
)

NOT_REQUIRED = LineDetermination(
    service=Service("3", Code("CPT", "99213"), date(2012, 6, 1)),
    payer="bcn",
    product=None,
    routing="addressed",
    action="not_required",
    possible=(),
    disposition=None,
)

CONFLICT = LineDetermination(
    service=Service("1", Code("CPT", "47381"), date(2012, 6, 1)),
    payer="bcn",
    product=None,
    routing="addressed",
    action="pend",
    possible=(),
    disposition=None,
    conflict=("tumor.origin", "tumor.metastatic"),
    conflict_says="a metastasis is not a primary tumor",
)


def determination(*lines: LineDetermination) -> Determination:
    return Determination(lines, f"sha256:{'ab' * 32}", "0.1.0", date(2021, 11, 20), f"sha256:{'cd' * 32}")
