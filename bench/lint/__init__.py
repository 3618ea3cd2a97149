"""Policy documents that are right, each with a twin that holds one defect: what the linter makes of both."""
