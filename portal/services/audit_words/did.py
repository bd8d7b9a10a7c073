"""The two halves of what an action is called."""

Did = tuple[str, str]
"""What someone did ("looked at …"), and what someone tried to ("look at …")."""
