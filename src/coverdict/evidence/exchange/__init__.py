"""Studies in from RIS, PubMed and CSV; out to CSV, R and FHIR."""
