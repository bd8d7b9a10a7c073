"""What must be fast, measured: `make bench`, or `python -m tests.bench search importing`."""
