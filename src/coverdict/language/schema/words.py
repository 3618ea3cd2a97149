"""What each block and each key of it is: the words that an editor shows beside them."""

from __future__ import annotations

from typing import TypeAlias

Words: TypeAlias = dict[str, str]

_CITES = (
    "The place in the source that this stands for: {section, item, fingerprint}; or `own words`, or "
    "`not from source`."
)
_NOTE = "A remark for people."
_WHEN = (
    "The condition: an expression, or a list of which all must hold. A member of a list may have a label, "
    "be a group (`all of`, `any of`, `none of`, `at least 2 of`) or a reading."
)
_DOCUMENT = {"cites": _CITES, "note": _NOTE}

BLOCKS: dict[str, str] = {
    "rule": "What a slot becomes when a condition holds.",
    "criterion": "A condition with a name, which others use by its id.",
    "value set": "A named set of codes, of one system or of several.",
    "codes": "The codes that the document governs, a row for each.",
    "duty": "What somebody must do in a window of time. It never moves the outcome.",
    "products": "The products of a payer, a row for each.",
    "history": "The history of the policy, a row for each change.",
    "window": "When a policy that states no date is in force for this payer.",
    "settled reading": "A reading that the payer has settled, signed and dated.",
    "automatic approval": "Whether favourable answers of a product need no person.",
    "referral": "What a referral shows the person who decides.",
    "note": "Something that the source says and that is no rule.",
    "case": "An example patient beside the sentence that it shows, with what is expected of the answer.",
    "accepted finding": "A finding of `coverdict check` that stays, with the reason.",
    "hole": "What is missing. Until it is written, the document decides nothing.",
}

RULE: Words = {
    "id": "Its name in reasons and in the trace.",
    "when": f"{_WHEN} Without it the rule always holds.",
    "status": "The clinical position that follows, in a policy or a mandate.",
    "benefit": "What the plan does with it, in a plan or a mandate.",
    "position": "What a guideline says of it.",
    "otherwise": (
        "What follows when the condition certainly does not hold; a value, or the same with an open meaning: "
        "{status: …, means: {reading: NAME, options: [A, B]}}."
    ),
    "layer": "Of a plan's rule: `contract` where a clause of the contract says it.",
    "label": "The payer's own word for the outcome.",
    "class": "How an adverse or unsettled outcome is treated.",
    "individual consideration": "`yes`: a physician may set these criteria aside.",
    **_DOCUMENT,
}
OTHERWISE: Words = {
    "status": "The clinical position.",
    "benefit": "What the plan does with it.",
    "position": "What the guideline says of it.",
    "value": "The status, benefit or position, whichever the rule speaks of.",
    "means": "What the payer's word can stand for: {reading: NAME, options: [A, B]}.",
}
MEANS: Words = {
    "reading": "The name of the reading.",
    "options": "What the word can stand for; two values at least.",
}
CONDITION: Words = {
    "when": _WHEN,
    "reading": "The name of the reading: the source can be read in several ways. `options` has them.",
    "options": "What the reading can mean: a list, each a label with its condition.",
    "hole": "The name of what is missing here: nobody knows whether it holds.",
    "all of": "All of these must hold.",
    "any of": "One of these must hold.",
    "none of": "None of these may hold.",
    "at least 2 of": "So many of these must hold.",
    **_DOCUMENT,
}
CITES: Words = {
    "section": "The section of the source.",
    "item": "The item in that section.",
    "fingerprint": "The fingerprint of the sentence, 16 hexadecimal digits.",
    "from source": "`no`: the source does not say it.",
}
CRITERION: Words = {
    "id": "The name by which conditions use it.",
    "title": "What people call it.",
    "when": _WHEN,
    **_DOCUMENT,
}
VALUE_SET: Words = {
    "id": "The name by which conditions use it.",
    "title": "What people call it.",
    "system": "The code system of `codes`: CPT, HCPCS, ICD-10-CM …",
    "codes": "The codes; each alone, or as {code, note}.",
    "codes by system": "The codes of several systems: {CPT: […], HCPCS: […]}.",
    **_DOCUMENT,
}
SET_MEMBER: Words = {
    "code": "The code.",
    "from": "A value set holds the same codes on every day; dates stand in the block `codes`.",
    "until": "A value set holds the same codes on every day; dates stand in the block `codes`.",
    "note": _NOTE,
}
CODES: Words = {
    "code": "The code, without its system.",
    "system": "Its system: CPT, HCPCS, ICD-10-CM …",
    "role": ("`governed`, which is usual, or `companion`: it follows the governed code of the same session."),
    "approach": "How the service is done.",
    "label": "Its name for people, in your own words.",
    "from": "The first day on which it is listed.",
    "until": "The last day on which it is listed.",
    **_DOCUMENT,
}
DUTY: Words = {
    "id": "Its name.",
    "actor": "Who must do it: provider, payer …",
    "action": "What is to be done.",
    "event": "The fact that holds the day on which it was done.",
    "anchor": "The date fact around which the window lies; `service.date` where absent.",
    "when": f"For whom the duty is. {_WHEN}",
    "window": "In which days: {from: -5 days, to: -1 days}, also in business days; or a reading of windows.",
    **_DOCUMENT,
}
WINDOW: Words = {
    "from": "The first day: so many days before (negative) or after the anchor.",
    "to": "The last day: so many days before (negative) or after the anchor.",
    "reading": "The name of the reading: the window can be read in several ways.",
    "options": "The windows that it can mean: a list, each a label with its window.",
}
PRODUCTS: Words = {
    "product": "The id of the product, as requests name it.",
    "label": "Its name for people.",
    "line of business": "What follows for every member who has the product.",
    "funding": "What follows for every member who has the product.",
    "appeal": "Where and how an appeal is made.",
    "authorization": "Whether the payer requires an authorization.",
    "example": "`yes`: made up, and shown as such.",
}
HISTORY: Words = {
    "date": "The day from which it holds.",
    "action": "What was done.",
    "position change": "Whether the position changed.",
    "statement change": "Whether the statement changed.",
    "literature": "Whether literature was reviewed.",
    "upstream": "The policy of another publisher that it follows.",
    "cites": _CITES,
}
POLICY_WINDOW: Words = {
    "policy": "The id of the policy that states no date.",
    "from": "The first day on which it is in force.",
    "until": "The last day on which it is in force.",
    "example": "`yes`: made up, and shown as such.",
    "note": _NOTE,
}
SETTLED: Words = {
    "policy": "The document that has the reading: a policy, mandate or guideline.",
    "reading": "The name of the reading.",
    "as": "The option that holds from now on.",
    "signed by": "Who decided it.",
    "role": "In which role.",
    "on": "The day of the decision.",
    "note": _NOTE,
}
APPROVAL: Words = {
    "product": "The id of the product.",
    "on": "`yes`: what is favourable is approved without a person.",
    "accept": "The facts that suffice: `documented`, which is usual, or `attested`.",
    "note": _NOTE,
}
REFERRAL: Words = {
    "shows": "Facts and `clauses`, which is usual, or the `conclusion` as well.",
    "note": _NOTE,
}
NOTE: Words = {
    "kind": "What kind of note it is.",
    "id": "Its name.",
    "says": "What it says.",
    "data": "Anything that is better kept as data: any keys.",
    "in trace": "`yes`: shown with every determination.",
    "cites": _CITES,
}
CASE: Words = {
    "id": "Its name in findings; once in a document.",
    "says": "What the example shows.",
    "payer": "The payer that is asked. Without it, the clinical status alone can be expected.",
    "product": "The member's product; needs the payer.",
    "date": "The date of service.",
    "system": "The code system, where `code` has none.",
    "code": "The code of the service: CPT 47381, or 47381 where `system` is given.",
    "facts": "What is known of the patient: {name of the fact: value}. What is absent is unknown.",
    "readings": "The options under which the case holds: {name of the reading: label of the option}.",
    "expect": "What is expected of the answer; one of the keys at least.",
}
EXPECT: Words = {
    "status": "The possible statuses, exactly these: one, or a list.",
    "benefit": "The possible benefits, exactly these: one, or a list. Needs the payer.",
    "action": "What becomes of the request. Needs the payer.",
    "refer to": "To whom a referral goes. Needs the payer.",
    "decided by": (
        "The id of the rule of the deciding layer, with ` otherwise` behind it where its otherwise decides; "
        "one, or a list."
    ),
    "questions": "The facts that are asked for; [] where none is. Needs the payer.",
}
HOLE: Words = {
    "id": "Its name.",
    "says": "What is missing, in a sentence.",
    "proposed": "What a reader that is no person proposes for a hole. It decides nothing.",
    "signed by": "Who held the proposal against the source and wrote it where it belongs.",
    "on": "The day on which it was signed.",
    "cites": _CITES,
}
ACCEPTED: Words = {
    "finding": "The id of the finding, such as `rules-overlap`.",
    "about": (
        "The rule, criterion, reading, code or case that it is about; the document as a whole where absent."
    ),
    "because": "Why it may stay, in a sentence.",
    "by": "Who says so.",
    "on": "Since when.",
}
