"""What the staff's screens remember and do."""
