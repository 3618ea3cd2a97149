"""Policy documents of any payer: read, checked for defects, turned into drafts."""
