"""Policies over whole tables: many rows at once, instead of one request."""
