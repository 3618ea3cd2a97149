"""How rules and results are said in a finding."""

from __future__ import annotations

from coverdict.language.model import Rule


def plain(name: str) -> str:
    """`not_covered` as "not covered"."""
    return name.replace("_", " ")


def says(rule: Rule) -> tuple[str, str | None]:
    """What a rule says where it holds; of two that say the same, the order does not matter."""
    return rule.then, rule.denial_class


def spoken(rule: Rule) -> str:
    """What a rule says where it holds, for a person."""
    return f"{plain(rule.then)}, {rule.denial_class}" if rule.denial_class else plain(rule.then)
