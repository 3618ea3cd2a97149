"""`python -m coverdict.cli` does what `coverdict` does."""

from coverdict.cli import main

main()
