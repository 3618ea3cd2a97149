"""What four real documents hold, as a person reads them, and what the importer finds of it."""
