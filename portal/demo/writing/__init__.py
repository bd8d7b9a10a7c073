"""How a chart is written: one module for each kind of thing a clinician records."""
