"""The evidence behind a policy, as data that computes: studies, reviews, pooling, certainty, verdict."""
