"""More paragraphs about a study: claims, times, follow-up, subsets, and rates that are no counts."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from bench.lint.numbers import Pair, _cap, _intro
from bench.lint.words import OUTCOMES, PEOPLE, percent, pick
from coverdict.evidence.figures import figure
from coverdict.evidence.studies.percentages import counts_for
from coverdict.evidence.studies.two_by_two import Table, p_values


def alike(rng: random.Random) -> Pair:
    n = rng.randint(70, 160)
    k = rng.randint(n // 4, n // 2)
    near, far = k + rng.choice((-1, 0, 1)), min(n - 3, k + n // 3)
    o = rng.choice(OUTCOMES)
    form = pick(
        rng,
        "The rate of {o} did not differ between groups ({x}% vs {y}%).",
        "There was no difference in {o} ({x}% vs {y}%).",
        "Rates of {o} were not different between the groups ({x}% with treatment and {y}% with control).",
        "{O} was {x}% with treatment and {y}% with control. While {o} did not differ between groups, "
        "quality of life was not assessed.",
    )
    intro = f"{{who}} randomized {2 * n} patients to treatment (n={n}) or control (n={n})."
    texts = [form.format(o=o, O=_cap(o), x=percent(k, n, 1), y=percent(m, n, 1)) for m in (near, far)]
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("claim-against-numbers",))


def significant(rng: random.Random) -> Pair:
    o = rng.choice(OUTCOMES)
    if rng.random() < 0.5:
        form = pick(
            rng,
            "{O} was significantly more frequent with treatment (p{p}).",
            "A statistically significant reduction in pain was reported (P{p}).",
            "Scores improved significantly in the treatment group (p{p}).",
        )
        right, wrong = rng.choice(("=.01", "<.001", " = 0.03")), rng.choice(("=.21", " = 0.48", "=.09"))
    else:
        form = pick(
            rng,
            "There was no significant difference in {o} between groups (p{p}).",
            "{O} did not differ significantly (P{p}).",
            "The difference in {o} was not statistically significant (p{p}).",
        )
        right, wrong = rng.choice(("=.21", " = 0.48", "=.09")), rng.choice(("=.01", "<.001", " = 0.003"))
    intro = _intro(rng, rng.randint(40, 300), rng.choice(PEOPLE))
    texts = [form.format(o=o, O=_cap(o), p=p) for p in (right, wrong)]
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("claim-against-p",))


def direction(rng: random.Random) -> Pair:
    low, high = sorted(rng.sample(range(12, 60), 2))
    if high - low < 6:
        return direction(rng)
    up = rng.random() < 0.5
    word = rng.choice(("higher", "more frequent", "greater") if up else ("lower", "less frequent", "lower"))
    form = pick(
        rng,
        "Symptom relief at 1 month was {w} with treatment ({x}% vs {y}%).",
        "The rate of remission was {w} in the treatment group than in the control group ({x}% vs {y}%).",
        "Reported success was {w} after active stimulation than after sham ({x}% versus {y}%).",
    )
    first, second = (high, low) if up else (low, high)
    intro = f"{{who}} enrolled {rng.randint(400, 900)} patients in a registry."
    texts = [form.format(w=word, x=x, y=y) for x, y in ((first, second), (second, first))]
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("direction-against-numbers",))


def survival(rng: random.Random) -> Pair:
    a = rng.randint(82, 97)
    b = a - rng.randint(6, 20)
    c = b - rng.randint(6, 20)
    form = pick(
        rng,
        "Overall survival rates at 1, 3, and 5 years were {a}%, {b}%, and {c}%, respectively.",
        "The 1-, 3-, and 5-year overall survival rates were {a}%, {b}%, and {c}%.",
        "Survival was {a}%, {b}%, and {c}% at 1, 2, and 3 years, respectively.",
        "Disease-free survival at 1, 2, and 3 years was {a}%, {b}%, and {c}%.",
    )
    intro = _intro(rng, rng.randint(25, 90), "patients")
    right, wrong = form.format(a=a, b=b, c=c), form.format(a=a, b=c, c=b)
    return Pair(f"{intro} {right}", f"{intro} {wrong}", ("series-not-monotone",))


def respectively(rng: random.Random) -> Pair:
    a = rng.randint(70, 92)
    b, c = a - rng.randint(8, 20), a - rng.randint(22, 40)
    form = pick(
        rng,
        "Recurrence-free rates at 1, 3, and 5 years were {x}, respectively.",
        "The 1-, 3-, and 5-year survival rates were {x}, respectively.",
    )
    intro = _intro(rng, rng.randint(40, 90), "patients")
    return Pair(
        f"{intro} {form.format(x=f'{a}%, {b}%, and {c}%')}",
        f"{intro} {form.format(x=f'{a}% and {b}%')}",
        ("respectively-mismatch",),
    )


def follows(rng: random.Random) -> Pair:
    n = rng.randint(90, 500)
    dead = rng.randint(n // 6, n // 3)
    p = percent(dead, n, 1)
    alive, other = percent(n - dead, n, 1), percent(n - dead - n // 5, n, 1)
    form = pick(
        rng,
        "During follow-up, {k} patients died (mortality rate, {p}%), corresponding to a survival rate of "
        "{s}%.",
        "Deaths occurred in {k} patients ({p}%), which corresponds to an overall survival of {s}%.",
    )
    intro = _intro(rng, n, "patients")
    right, wrong = (form.format(k=dead, p=p, s=s) for s in (alive, other))
    return Pair(f"{intro} {right}", f"{intro} {wrong}", ("rate-does-not-follow",))


def follow_up(rng: random.Random) -> Pair:
    m = rng.randint(14, 48)
    longest = m * 2 + rng.randint(4, 20)
    beyond = rng.random() < 0.5
    intro = _intro(rng, rng.randint(40, 300), "patients")
    if beyond:
        first = f"Median follow-up was {m} months (range, 3-{longest} months)."
        form = "Median survival was {s} months (range, 2-{h} months)."
        right, wrong = (form.format(s=m - 4, h=h) for h in (longest - 3, longest + 11))
        return Pair(f"{intro} {first} {right}", f"{intro} {first} {wrong}", ("survival-beyond-follow-up",))
    first = pick(
        rng,
        f"Median follow-up was {m} months.",
        f"During a median follow-up of {m} months, no device failed.",
    )
    form = pick(
        rng,
        "During median follow-up of {f} months, the recurrence rate was 31%.",
        "Over a median follow-up of {f} months, function was stable.",
    )
    right, wrong = (form.format(f=f) for f in (m, m + rng.randint(4, 15)))
    return Pair(f"{intro} {first} {right}", f"{intro} {first} {wrong}", ("follow-up-differs",))


def subset(rng: random.Random) -> Pair:
    a, b = rng.randint(24, 44), rng.randint(24, 44)
    x, y = int(a * rng.uniform(0.75, 0.9)), int(b * rng.uniform(0.7, 0.85))
    n, m = rng.randint(10, 18), rng.randint(10, 18)
    hit_n = max(x - (a - n), min(n, round(n * 0.6)))
    hit_m = max(y - (b - m), min(m, round(m * 0.55)))
    first_n, first_m = rng.randint(n // 3, n - 1), rng.randint(m // 3, m - 1)
    low = next(
        (
            value
            for value in range(3, 30)
            if not any(
                any(0 <= x - c <= a - size for c in counts_for(figure(str(value)), size))
                and counts_for(figure(percent(first_n, n, 0)), size)
                for size in range(1, a + 1)
            )
        ),
        None,
    )
    if low is None or hit_n > n or hit_m > m:
        return subset(rng)
    whole = (
        f"Of all patients treated, {x} ({percent(x, a, 0)}%) of {a} who had treatment and {y} "
        f"({percent(y, b, 0)}%) of {b} who had control developed a recurrence."
    )
    form = (
        "Among the diabetic patients, rates of initial success were similar after treatment or control "
        "({p}% and {q}%, respectively) "
        "but recurrences were more frequent after treatment ({r}%) than after control ({s}%)."
    )
    texts = [
        form.format(p=percent(first_n, n, 0), q=percent(first_m, m, 0), r=r, s=percent(hit_m, m, 0))
        for r in (percent(hit_n, n, 0), str(low))
    ]
    if int(percent(hit_n, n, 0)) <= int(percent(hit_m, m, 0)):
        return subset(rng)
    intro = f"{{who}} treated {a + b} patients; {a} patients received treatment and {b} received control."
    return Pair(f"{intro} {whole} {texts[0]}", f"{intro} {whole} {texts[1]}", ("jointly-infeasible",))


def unsigned(rng: random.Random) -> Pair:
    n = rng.randint(150, 500)
    a, b = rng.randint(20, 60), rng.randint(20, 60)
    form = "Response was complete (n = {a} [{p}%]) or partial (n = {b} [{q}{s}])."
    intro = _intro(rng, n, "patients")
    texts = [form.format(a=a, b=b, p=percent(a, n, 1), q=percent(b, n, 2), s=s) for s in ("%", "")]
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("percent-sign-missing",))


def spread(rng: random.Random) -> Pair:
    mean = rng.uniform(30, 60)
    low, high = int(mean - rng.randint(10, 20)), int(mean + rng.randint(10, 20))
    form = "Mean score was {m:.1f} ± {s:.1f} (range, {l}-{h})."
    intro = _intro(rng, rng.randint(40, 120), "patients")
    texts = [form.format(m=mean, s=s, l=low, h=high) for s in ((high - low) / 4.5, (high - low) * 0.95)]
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("dispersion-impossible",))


def cut_off(rng: random.Random) -> Pair:
    while True:
        n, k, m = rng.randint(150, 900), rng.randint(20, 140), rng.randint(20, 140)
        both = [(percent(c, n, 1), f"{1000 * c // n / 10:.1f}") for c in (k, m)]
        if all(rounded != cut for rounded, cut in both):
            break
    o, other = rng.sample(OUTCOMES, 2)
    form = (
        "{{who}} treated {n} patients. {O} was seen in {k} of {n} patients ({p}%), and {o} in {m} of "
        "{n} ({q}%)."
    )
    texts = [form.format(n=n, k=k, m=m, p=both[0][0], q=q, O=_cap(o), o=other) for q in both[1]]
    return Pair(texts[0], texts[1], ("percentage-truncated",))


def matched(rng: random.Random) -> Pair:
    a, b, n = rng.randint(55, 70), rng.randint(45, 54), rng.choice((23, 29, 31))
    k, m = rng.randint(2, 6), rng.randint(8, 14)
    x, y = percent(k, n, 1), percent(m, n, 1)
    if any(counts_for(figure(one), size) for one in (x, y) for size in (a, b)):
        return matched(rng)
    intro = f"{{who}} compared patients who had treatment (n={a}) with controls (n={b})."
    form = "After propensity score matching{s}, relapse was {x}% and {y}%, respectively."
    form = form.replace(", respectively.", ", respectively (p={p}).")
    value = p_values(Table((k, m), (n, n)))["Pearson"]
    if not 0.002 < value < 0.9:
        return matched(rng)
    shown = f"{value:.3f}".removeprefix("0")
    texts = [form.format(s=s, x=x, y=y, p=shown) for s in (f" (n={n} in each group)", "")]
    return Pair(f"{intro} {texts[0]}", f"{intro} {texts[1]}", ("matched-size-missing",))


# What is no fraction of people, and must not be taken for one. Right as it stands.
TRAPS: tuple[str, ...] = (
    "{who} followed 40 patients. The rate of survival was 92%, 73%, 61%, and 43% at 1, 3, 5, and 10 "
    "years, respectively.",
    "{who} treated 15 patients with cirrhosis. The actuarial survival rate after treatment was 79% at 5 "
    "years.",
    "{who} compared 55 patients with 64 controls. Kaplan-Meier estimates of progression-free survival "
    "were 81% and 68% (log-rank p=.20).",
    "{who} treated 37 patients. The cumulative incidence of local progression at 3 years was 8.7%.",
    "{who} reported on 42 patients. Twenty-five patients underwent treatment, and 22 patients underwent "
    "control; 5 patients underwent both.",
    "{who} enrolled 120 patients, of whom 8 withdrew; 57 received treatment and 55 received control.",
    "{who} reported 12 adverse events in 90 patients, including 3 infections and 2 hematomas.",
    "{who} found an adjusted hazard ratio of 0.3 (95% CI, 0.1 to 0.9; p=.02) in 119 patients.",
    "{who} assessed 64 patients with a median age of 61 years (range, 24-88 years). Approximately 30% had "
    "diabetes.",
    "{who} studied 88 patients aged 50 to 70 years. Pain decreased by 35% from baseline, and 2 of 88 "
    "patients (2.3%) withdrew.",
    "{who} pooled 12 trials with 1,482 patients. The pooled response rate was 57% (95% CI, 48% to 66%).",
    "{who} treated 33 patients. Most (88%) were women, and the median hospital stay was 3 days (range, "
    "1-14 days).",
    "{who} reported that 31 of 240 procedures (12.9%) in 180 patients were repeated.",
    "{who} evaluated 150 patients. In multivariable analysis, age was associated with recurrence (odds "
    "ratio, 1.04; p=.04), and sex was not (p=.33).",
    "{who} compared 80 patients with 85 controls. Mean length of stay was shorter with treatment (2.1 vs "
    "4.3 days, p<.001).",
)

CLAIMS: Mapping[str, Callable[[random.Random], Pair]] = {
    "claim of no difference": alike,
    "claim of significance": significant,
    "direction": direction,
    "survival over time": survival,
    "as many rates as times": respectively,
    "deaths and survival": follows,
    "follow-up": follow_up,
    "subset of two arms": subset,
    "percent sign": unsigned,
    "standard deviation": spread,
    "percentage cut off": cut_off,
    "sizes after matching": matched,
}
