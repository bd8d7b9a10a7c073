"""FHIR's values in plain words: names, dates, numbers, people, doses and codes, each in its own file."""
