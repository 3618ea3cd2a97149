"""Ten million claims screened at once: the data, the SQL that a skilled person writes, and other engines."""
