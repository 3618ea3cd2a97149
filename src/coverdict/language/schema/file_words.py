"""What each key of the front matter and of a vocabulary is: the words that an editor shows beside them."""

from __future__ import annotations

from coverdict.language.schema.words import Words

FRONT: Words = {
    "policy": "The id of the policy, as bsc/7.01.75.",
    "plan": "The id of the plan.",
    "payer": "The id of the payer; of a plan, whose products it holds.",
    "mandate": "The id of the mandate.",
    "guideline": "The id of the guideline.",
    "definitions": "The id of the definitions.",
    "title": "What people call it.",
    "vocabulary": "The facts that it speaks of; only plans and payers can do without.",
    "uses": "Definitions whose criteria and value sets it may name.",
    "source": "What it was written from: any keys; `sha256` is the digest of that text.",
    "meta": "Anything else worth keeping: any keys.",
    "example": "`yes`: made up, and shown as such.",
    "note": "A remark for people.",
    "publisher": "Who published it.",
    "sponsors": "Who stands behind it.",
    "joint": "`yes`: several publishers share it.",
    "number": "The publisher's own number.",
    "section": "The section of the publisher's manual: {code, name}.",
    "original date": "The day of its first version.",
    "in force": "The days on which this version is in force: {from, until}, both included; or `not stated`.",
    "applies to": "The policies that it belongs to; of a plan or mandate, all where absent.",
    "layer": "Of a plan: `product`, which is usual, or `contract`.",
    "name": "What people call the payer.",
    "adopts": "The policies that the payer's members are decided by.",
    "version": "The version of the guideline.",
    "published": "When it was published.",
    "accessed": "When it was read.",
}
IN_FORCE: Words = {
    "from": "The first day on which it is in force.",
    "until": "The last day on which it is in force.",
}
SECTION: Words = {
    "code": "Its number.",
    "name": "Its name.",
}
VOCABULARY: Words = {
    "vocabulary": "The name of the vocabulary, by which documents name it.",
    "title": "What people call it.",
    "extends": "Vocabularies whose facts it takes over; `core` has those of every request.",
    "facts": "What can be known: {name: {type: …}}.",
    "value sets": "Named sets of codes: {name: {system: …, codes: […]}}.",
    "constraints": "What no patient is like: a list.",
    "note": "A remark for people.",
}
FACT: Words = {
    "type": "What kind of value it has.",
    "label": "Its name for people.",
    "whole": "`yes`: a number without decimals.",
    "min": "The least that it can be.",
    "max": "The most that it can be.",
    "unit": "The unit of a quantity, in UCUM.",
    "options": "Of a choice or name: {value: label}.",
    "systems": "The code systems; the first is meant where none is written.",
    "system": "The code system.",
    "scope": "Whose fact it is: the `request`'s, which is usual, a `line`'s, an `indication`'s.",
    "ask": "The question. Without it the fact is never asked.",
    "who": "Who can answer the question.",
    "judgement": "`yes`: only a qualified person supplies it; the submitter is never asked.",
    "changeable": '`yes`: it may turn up in "would change".',
    "derived": "How it follows from another fact: count(lesions), largest(lesions.diameter).",
    "item": "Of a list: the facts of one element.",
    "codes": "Its codes in LOINC or SNOMED CT, as LOINC 21889-1.",
    "fhirpath": "Where a patient's record has it.",
    "column": "Its column in a table of claims.",
    "note": "A remark for people.",
}
CONSTRAINT: Words = {
    "id": "Its name.",
    "never": "An expression that holds of no patient.",
    "always": "An expression that holds of every patient.",
    "says": "What a submitter reads when it is broken.",
    "note": "A remark for people.",
}
