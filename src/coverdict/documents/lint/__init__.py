"""What is wrong, or worth a question, in a payer's document: rules that read it as a careful reader would."""

from coverdict.documents.lint.catalogue import RULES, Rule
from coverdict.documents.lint.checking import NOT_CHECKED, lint_manuscript

__all__ = ["NOT_CHECKED", "RULES", "Rule", "lint_manuscript"]
