"""Ports to the outside, an adapter per real system."""
