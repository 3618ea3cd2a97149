"""Paragraphs about a study: as they should be, and with one slip in the numbers.

Each function draws one paragraph; `{who}` stands for the study's authors with their citation.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bench.lint.words import EVENTS, OUTCOMES, PEOPLE, percent, pick, spelled
from coverdict.evidence.studies.two_by_two import Table, p_values


@dataclass(frozen=True, slots=True)
class Pair:
    """A text, its twin with one defect, and the rules of which one should find it."""

    right: str
    wrong: str
    rules: tuple[str, ...]


def _intro(rng: random.Random, n: int, who: str) -> str:
    return pick(
        rng,
        f"{{who}} enrolled {n} {who}.",
        f"{{who}} reported on {n} {who} treated between 2008 and 2014.",
        f"{{who}} followed {n} consecutive {who} at 3 centers.",
        f"In a series of {n} {who}, {{who}} evaluated outcomes of treatment.",
        f"{{who}} conducted a study that included {n} {who}.",
    )


def _slipped(rng: random.Random, shown: str, count: int, total: int, decimals: int) -> str:
    """Another percentage of the same look, which the count is not, however rounded."""
    value = float(shown)
    step = 10**-decimals
    while True:
        off = rng.choice((-1, 1)) * rng.choice((3, 5, 7, 9, 10, 12)) * max(step, 0.3 if decimals else 1)
        other = round(value + off, decimals)
        if 0.5 < other < 99 and abs(other - 100 * count / total) > 1.6 * step:
            return f"{other:.{decimals}f}"


def stated_share(rng: random.Random) -> Pair:
    who, n = rng.choice(PEOPLE), rng.randint(24, 400)
    k, d = rng.randint(3, n - 2), rng.choice((0, 1, 1, 1, 2))
    outcome = rng.choice(OUTCOMES)
    p = percent(k, n, d)
    forms = (
        "{k} of {n} {who} ({p}%) had {o}.",
        "{k} ({p}%) of {n} {who} had {o}.",
        "{o} was seen in {k}/{n} {who} ({p}%).",
        "the rate of {o} was {p}% ({k}/{n}).",
        "{p}% of {who} ({k} of {n}) had {o}.",
        "{o} occurred in {k} out of {n} {who} ({p} percent).",
        "{s} of {n} {who} ({p}%) had {o}.",
        "{o} was recorded for {k} of the {n} {who} [{p}%].",
    )
    form = rng.choice(forms)
    said = _cap(form.format(k=k, n=n, who=who, p=p, o=outcome, s=spelled(k)))
    wrong = _cap(form.format(k=k, n=n, who=who, p=_slipped(rng, p, k, n, d), o=outcome, s=spelled(k)))
    intro = _intro(rng, n, who)
    return Pair(f"{intro} {said}", f"{intro} {wrong}", ("percentage-of-count",))


def led_share(rng: random.Random) -> Pair:
    who, n = rng.choice(PEOPLE), rng.randint(24, 300)
    k = rng.randint(3, n - 2)
    d = rng.choice((0, 1, 1))
    p = percent(k, n, d)
    form = rng.choice(
        (
            "Of the {n} {who}, {k} ({p}%) had {o}.",
            "Among {n} {who} with complete data, {k} ({p}%) reported {o}.",
            "Of {n} {who} who were treated, {k} ({p}%) achieved {o}.",
        )
    )
    o = rng.choice(OUTCOMES)
    intro = _intro(rng, n, who)
    right, wrong = (form.format(n=n, who=who, k=k, p=one, o=o) for one in (p, _slipped(rng, p, k, n, d)))
    return Pair(f"{intro} {right}", f"{intro} {wrong}", ("percentage-of-count",))


def unstated_total(rng: random.Random) -> Pair:
    who, n = rng.choice(PEOPLE), rng.randint(120, 400)
    k = rng.randint(20, n // 2)
    tumors = n + rng.randint(20, 90)
    other = max(k + 5, int(n * rng.uniform(0.55, 0.8)))
    right, wrong = percent(k, n, 1), percent(k, other, 1)
    form = pick(
        rng, "At 6 months, {o} was seen in {k} ({p}%).", "{O} was noted in {k} {who} ({p}%) at last visit."
    )
    o = rng.choice(OUTCOMES)
    intro = f"{{who}} treated {n} {who} with {tumors} lesions."
    texts = [form.format(o=o, O=_cap(o), k=k, p=p, who=who) for p in (right, wrong)]
    return Pair(
        f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("denominator-not-stated", "percentage-of-count")
    )


def attached(rng: random.Random) -> Pair:
    n = rng.randint(14, 48)
    who = rng.choice(PEOPLE)
    possible = {round(100 * k / n) for k in range(n + 1)} | {100 * k // n for k in range(n + 1)}
    good = {round(100 * k / n) for k in range(2, n - 1)}
    bad = [value for value in range(8, 95) if not possible & {value}]
    if not bad:
        return attached(rng)
    o = rng.choice(OUTCOMES)
    form = pick(
        rng,
        "{O} was reported by {p}% of the {n} {who}.",
        "{P}% of {n} {who} had {o}.",
        "{O} was seen in {p}% of {n} {who}.",
    )
    texts = [
        form.format(O=_cap(o), o=o, p=p, P=p, n=n, who=who)
        for p in (rng.choice(sorted(good)), rng.choice(bad))
    ]
    intro = _intro(rng, n, who)
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("percentage-without-count",))


def two_arms(rng: random.Random) -> Pair:
    a, b = rng.randint(22, 140), rng.randint(22, 140)
    who = rng.choice(PEOPLE)
    slip = rng.choice((10, -10, 3, -3, 5))
    c = a + slip
    while abs(slip) > 0.13 * (a + b) or c < 10:
        slip = rng.choice((2, -2, 3, -3))
        c = a + slip
    form = pick(
        rng,
        "{{who}} randomized {n} {who} to treatment (n={a}) or control (n={b}).",
        "{{who}} assigned {n} {who} at random to active treatment (n = {a}) or to usual care (n = {b}).",
        "In a trial by {{who}}, {n} {who} were randomly allocated to the device (n={a}) or sham (n={b}).",
        "{{who}} divided {n} {who} into an early group (n={a}) and a late group (n={b}).",
        "{{who}} studied {n} {who}: {a} received treatment and {b} received usual care.",
        "{{who}} reported on {n} {who} ({a} men and {b} women).",
        "{{who}} reported on {n} {who}, {a} women and {b} men.",
        "{{who}} analyzed {n} {who} treated with (n={a}) or without (n={b}) additional medication.",
    )
    right, wrong = (form.format(n=a + b, who=who, a=x, b=b) for x in (a, c))
    tail = pick(rng, " Follow-up was complete.", " Baseline features were balanced.", "")
    return Pair(right + tail, wrong + tail, ("group-sum", "parts-of-whole"))


def listed_parts(rng: random.Random) -> Pair:
    events = rng.sample(EVENTS, rng.choice((3, 4, 5)))
    counts = [rng.randint(1, 9) for _ in events]
    total = sum(counts)
    n = rng.randint(6 * total, 12 * total)
    p = percent(total, n, 1)
    who = rng.choice(PEOPLE)
    at = rng.randrange(len(counts))
    slip = rng.choice((1, 2)) if total < 14 else rng.choice((1, 2, -1))
    other = [c + (slip if i == at else 0) for i, c in enumerate(counts)]
    if min(other) < 1:
        return listed_parts(rng)
    style = rng.randrange(4)
    texts = []
    for values in (counts, other):
        in_n = [
            f"{e} in {c} {who if c > 1 else who.rstrip('s')}" for e, c in zip(events, values, strict=True)
        ]
        led = [f"{c} {e}" for e, c in zip(events, values, strict=True)]
        bracket = [f"{e} (n={c})" for e, c in zip(events, values, strict=True)]
        joined = [f"{', '.join(x[:-1])}, and {x[-1]}" for x in (in_n, led, bracket)]
        texts.append(
            (
                f"Complications occurred in {total} ({p}%) {who}, including {joined[0]}.",
                f"There were {total} adverse events: {joined[1]}.",
                f"A total of {total} events were recorded, consisting of {joined[1]}.",
                f"Adverse events were noted in {total} {who} ({p}%), comprising {joined[2]}.",
            )[style]
        )
    intro = _intro(rng, n, who)
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("parts-of-whole",))


def parted_percentages(rng: random.Random) -> Pair:
    counts = [rng.randint(8, 60) for _ in range(3)]
    whole = sum(counts)
    n = whole + rng.randint(30, 150)
    kinds = ("local", "regional", "distant")
    at = rng.randrange(3)
    wrong = [percent(c, n, 1) for c in counts]
    right = list(wrong)
    wrong[at] = _slipped(rng, right[at], counts[at], n, 1)
    texts = [
        f"Recurrence was seen in {whole} ({percent(whole, n, 1)}%) patients ("
        + ", ".join(f"n = {c} [{p}%] {k}" for c, p, k in zip(counts, shown, kinds, strict=True))
        + ")."
        for shown in (right, wrong)
    ]
    intro = _intro(rng, n, "patients")
    return Pair(
        f"{intro} {texts[0]}",
        f"{intro} {texts[1]}",
        ("percentages-of-parts", "percentage-of-count", "denominator-not-stated"),
    )


def reported_p(rng: random.Random) -> Pair:
    a, b = rng.randint(20, 150), rng.randint(20, 150)
    k, m = rng.randint(2, a - 2), rng.randint(2, b - 2)
    values = p_values(Table((k, m), (a, b)))
    name = rng.choice([one for one in values if one in ("Pearson", "Yates", "Fisher", "likelihood ratio")])
    value = values[name]
    lowest, highest = min(values.values()), max(values.values())
    if not 0.002 < value < 0.9:
        return reported_p(rng)
    other = highest * 3 + 0.05 if highest < 0.25 else lowest / 6
    if other > 0.99 or other < 0.002:
        return reported_p(rng)
    d = rng.choice((2, 3))
    if d == 2 and (value < 0.02 or other < 0.02):
        d = 3
    lead = rng.choice(("", "0"))
    shown = [f"{one:.{d}f}"[0 if lead else 1 :] for one in (value, other)]
    form = pick(
        rng,
        "{O} was observed in {x}% and {y}%, respectively (p={p}).",
        "{O} was {x}% with treatment and {y}% with control (P = {p}).",
        "{O} differed little in wording but was {x}% vs {y}% (p={p}).",
        "The proportion with {o} was {x}% versus {y}%, p = {p}.",
        "{O} was reported by {k} ({x}%) {who} after treatment and by {m} ({y}%) after control (p={p}).",
    )
    o, who = rng.choice(OUTCOMES), rng.choice(PEOPLE)
    texts = [
        form.format(O=_cap(o), o=o, x=percent(k, a, 1), y=percent(m, b, 1), p=p, k=k, m=m, who=who)
        for p in shown
    ]
    intro = f"{{who}} randomized {a + b} {who} to treatment (n={a}) or control (n={b})."
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("p-not-reproduced",))


def interval(rng: random.Random) -> Pair:
    estimate = round(math.exp(rng.uniform(-1.2, 1.2)), 2)
    error = rng.uniform(0.12, 0.45)
    low, high = (round(math.exp(math.log(estimate) + sign * 1.96 * error), 2) for sign in (-1, 1))
    if low < 0.05 or low >= estimate or high <= estimate:
        return interval(rng)
    p = math.erfc(abs(math.log(estimate)) / error / math.sqrt(2))
    said_p = f"p={p:.3f}".replace("0.", ".") if p >= 0.001 else "p<.001"
    name = rng.choice(("hazard ratio", "odds ratio", "relative risk", "HR", "OR"))
    form = pick(
        rng,
        "The {name} was {e} (95% CI, {l} to {h}; {p}).",
        "({name} {e}; 95% CI {l}-{h}; {p}) was reported for the primary outcome.",
        "The adjusted {name} was {e} (95% confidence interval [CI], {l} to {h}; {p}).",
        "The {name} for recurrence was {e} [95% CI: {l}–{h}], {p}.",
    ).lstrip("(")
    form = form if form.startswith("The") else f"The effect ({form}"
    kind = rng.choice(("outside", "reversed", "lopsided", "p"))
    shown = {"e": f"{estimate:.2f}", "l": f"{low:.2f}", "h": f"{high:.2f}", "p": said_p}
    wrong = dict(shown)
    rules: tuple[str, ...]
    if kind == "outside":
        wrong["e"], rules = f"{high + 0.3:.2f}", ("estimate-outside-interval",)
    elif kind == "reversed":
        wrong["l"], wrong["h"], rules = shown["h"], shown["l"], ("interval-reversed",)
    elif kind == "lopsided":
        wrong["h"], rules = f"{high * 3.2:.2f}", ("interval-lopsided", "p-against-interval")
    else:
        wrong["p"], rules = ("p=.002" if p > 0.3 else "p=.64"), ("p-against-interval",)
        if 0.02 < p <= 0.3:
            return interval(rng)
    texts = [form.format(name=name, **one) for one in (shown, wrong)]
    intro = _intro(rng, rng.randint(60, 400), "patients")
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", rules)


def average_outside(rng: random.Random) -> Pair:
    low = rng.randint(18, 35)
    high = rng.randint(70, 88)
    mean = rng.uniform(low + 8, high - 8)
    form = pick(
        rng,
        "Mean age was {m} years (range {l}-{h}).",
        "The median age of the patients was {m} years (range, {l} to {h} years).",
        "Median age was {m} years (range: {l}–{h} years).",
    )
    texts = [form.format(m=f"{value:.1f}", l=low, h=high) for value in (mean, high + rng.uniform(2, 9))]
    intro = _intro(rng, rng.randint(60, 400), "patients")
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("estimate-outside-interval",))


def symmetric(rng: random.Random) -> Pair:
    middle = round(rng.uniform(9, 30), 1)
    half = round(rng.uniform(2, 6), 1)
    what = rng.choice(
        ("overall survival", "disease-free survival", "time to progression", "duration of response")
    )
    form = pick(
        rng,
        "Median {w} was {m} months (range, {l}-{h} months).",
        "The median {w} was {m} months (range: {l}–{h} months).",
    )
    right = form.format(w=what, m=middle, l=round(middle * 0.1, 1), h=round(middle * 3.1 + 0.4, 1))
    wrong = form.format(w=what, m=middle, l=round(middle - half, 1), h=round(middle + half, 1))
    intro = _intro(rng, rng.randint(30, 90), "patients")
    return Pair(f"{intro} {right}", f"{intro} {wrong}", ("range-symmetric",))


def _cap(text: str) -> str:
    return text[0].upper() + text[1:]


NUMBERS: Mapping[str, Callable[[random.Random], Pair]] = {
    "count and total": stated_share,
    "count of a total named first": led_share,
    "total not named": unstated_total,
    "percentage of few": attached,
    "two groups": two_arms,
    "listed parts": listed_parts,
    "percentages of parts": parted_percentages,
    "p of two percentages": reported_p,
    "interval of a ratio": interval,
    "average and range": average_outside,
    "range or interval": symmetric,
}
