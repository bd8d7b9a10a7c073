"""FHIR R4: reading files without losing a byte, checking, linking, and wording resources for people."""
