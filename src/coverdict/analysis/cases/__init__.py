"""Test patients: those who tell a policy from every single change of it, and examples in documents."""
