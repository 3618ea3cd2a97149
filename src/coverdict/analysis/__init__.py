"""What a policy means before anybody is decided by it: check, compare, diff, cases."""
