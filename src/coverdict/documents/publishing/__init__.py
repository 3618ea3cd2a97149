"""What a published policy holds, as data, and how it is written as Markdown and as PDF."""
