"""Interviews: one question after the other, until nothing that can be asked changes the answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverdict.decision import Interview, UnknownPolicyError
from coverdict.language.model import FactType
from coverdict.text import DocumentError
from tests.decision.trial import line, request, shipped, trial

# The logic makes room for its recursion, of which hypothesis warns when it happens while an example runs.
pytestmark = pytest.mark.filterwarnings("ignore:The recursion limit will not be reset")

A, B = "bcbsm/cryosurgical-ablation-liver", "bsc/7.01.75"
STARTS: list[tuple[str, dict[str, Any] | None]] = [
    (A, None),
    (A, {"payer": "bcn", "product": "commercial_hmo"}),
    (A, {"payer": "bcn"}),
    (A, {"payer": "example", "product": "example_ppo"}),
    (A, {"tumor.resectable": "no"}),
    (B, None),
    (B, {"payer": "bsc", "product": "fep"}),
]
ANSWERS = {
    FactType.YES_NO: ["yes", "no"],
    FactType.NUMBER: ["0", "1", "2", "40"],
    FactType.QUANTITY: ["1 cm", "40 mm", "4.1 cm"],
    FactType.DATE: ["2012-06-01"],
    FactType.NAME: ["commercial_hmo", "example_ppo", "somewhere"],
}


def answers(interview: Interview, fact: str) -> list[str]:
    known = interview.analyst.program.names.facts[fact]
    return [option.name for option in known.options] or ANSWERS[known.type]


def nothing_left_to_ask(interview: Interview) -> bool:
    """Whether the answer is settled, in conflict, or hangs on what nobody is asked for."""
    if interview.settled or interview.conflict or interview.skipped:
        return True
    findings = interview.findings
    return any(one.decides or one.matters for one in (*findings.readings, *findings.judgements))


# However the questions are answered, they end with a settled answer, a conflict, or readings and judgements
# only; no fact is asked twice, and none that was skipped is asked again.
@given(st.sampled_from(STARTS), st.data())
def test_to_the_end(start: tuple[str, dict[str, Any] | None], data: st.DataObject) -> None:
    interview = shipped().interview(*start)
    asked: list[str] = []
    while interview.questions:
        fact = data.draw(st.sampled_from([one.fact for one in interview.questions]))
        assert fact not in asked
        asked.append(fact)
        skip = data.draw(st.integers(0, 5)) == 0
        interview = interview.answer(
            fact, "?" if skip else data.draw(st.sampled_from(answers(interview, fact)))
        )
        assert len(asked) < 40
    assert nothing_left_to_ask(interview)


# With every question answered, in the order in which they are asked, the interview is settled in the end or
# nothing but readings and judgements is open; and the questions agree with those of a determination.
@given(st.data())
def test_agrees_with_decide(data: st.DataObject) -> None:
    interview = shipped().interview(
        A, {"payer": "example", "product": "example_ppo", "service_date": "2012-06-01"}
    )
    facts: dict[str, str] = {}
    while True:
        given_request = {
            "payer": "example",
            "product": "example_ppo",
            "service_date": "2012-06-01",
            "services": [{"system": "CPT", "code": "47381"}],
            "facts": facts,
        }
        found = line(shipped(), given_request)
        if interview.conflict:
            assert interview.conflict == found.conflict and found.action == "pend"
            break
        assert [one.fact for one in interview.questions] == [one.fact for one in found.questions]
        assert (interview.possible, interview.dispositions) == (found.possible, found.dispositions)
        if not interview.questions:
            break
        fact = interview.questions[0].fact
        facts[fact] = data.draw(st.sampled_from(answers(interview, fact)))
        interview = interview.answer(fact, facts[fact])
    assert nothing_left_to_ask(interview)


# An empty answer, a question mark and "unknown" skip a question; answered later after all, it counts.
@pytest.mark.parametrize("answer", ["", " ", "?", "unknown"])
def test_skip(answer: str) -> None:
    start = trial().interview("acme/trial", {"payer": "acme", "product": "plain"})
    assert [one.fact for one in start.questions] == ["tumor.stage"]
    skipped = start.answer("tumor.stage", answer)
    assert skipped.questions == () and not skipped.settled and skipped.skipped == {"tumor.stage"}
    after_all = skipped.answer("tumor.stage", "early")
    assert after_all.settled and after_all.dispositions == ("favourable",)


# Answers that contradict each other are named, and nothing more is asked.
def test_contradiction() -> None:
    start = shipped().interview(A, {"payer": "example", "product": "example_ppo"})
    wrong = start.answer("tumor.origin", "metastatic").answer("tumor.malignant", "no")
    assert set(wrong.conflict) == {"tumor.origin", "tumor.malignant"}
    assert (wrong.questions, wrong.possible) == ((), ())
    assert wrong.answer("tumor.malignant", "yes").conflict == ()


# What is known otherwise from the request's own keys is a contradiction too, until it is answered again.
def test_contradiction_in_what_is_known() -> None:
    start = trial().interview(
        "acme/trial", {"payer": "acme", "product": "plain", "facts": {"product": "bare"}}
    )
    assert start.conflict == ("product",)
    assert start.answer("product", "plain").conflict == ()


# An answer changes nothing in the interview that it was given to.
def test_answers_do_not_change_what_was() -> None:
    start = trial().interview("acme/trial", {"payer": "acme", "product": "plain"})
    start.answer("tumor.stage", "early")
    assert not start.settled and start.questions and "tumor.stage" not in start.facts


# A payer's product that settles everything leaves no question.
def test_nothing_to_ask() -> None:
    assert trial().interview("acme/trial", {"payer": "acme", "product": "bare"}).questions == ()
    assert (
        shipped().interview(A, {"payer": "bcn", "product": "bcn65"}).questions[0].fact
        == "primary_payer.decision"
    )


# Without a payer the questions settle the status; with one, the disposition.
def test_targets() -> None:
    assert trial().interview("acme/trial").target == "status"
    assert trial().interview("acme/trial", {"payer": "acme"}).target == "disposition"


# An answer that is no value of its fact, and a fact that nobody knows, are refused.
@pytest.mark.parametrize(
    ("fact", "text", "words"),
    [
        ("tumor.stage", "Early on", "early"),
        ("tumor.size", "3", "cm"),
        ("tumor.stadium", "early", "tumor.stage"),
    ],
)
def test_refused(fact: str, text: str, words: str) -> None:
    with pytest.raises(DocumentError, match=words):
        trial().interview("acme/trial", {"payer": "acme"}).answer(fact, text)


# A policy that is not there, a day without a version, and a payer that does not adopt the policy are refused.
@pytest.mark.parametrize(
    ("policy", "known", "words"),
    [
        ("acme/trail", None, "acme/trial"),
        ("acme/trial@2019-01-01", None, "2019-01-01"),
        ("acme/trial@soon", None, "soon"),
        ("acme/trial", {"payer": "acme", "service_date": "2019-01-01"}, "2019-01-01"),
    ],
)
def test_unknown_policies(policy: str, known: dict[str, Any] | None, words: str) -> None:
    with pytest.raises(UnknownPolicyError, match=words):
        trial().interview(policy, known)
    with pytest.raises(UnknownPolicyError, match="bsc"):
        shipped().interview(A, {"payer": "bsc"})


# The questions of an interview are those of a request with the same facts.
def test_as_in_a_request() -> None:
    interview = trial().interview("acme/trial", {"payer": "acme", "product": "plain"})
    assert interview.questions == line(trial(), request("plain")).questions
