"""Messages between the patient side and the care team."""
