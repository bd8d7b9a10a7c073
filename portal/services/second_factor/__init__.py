"""What a person shows besides their password: whether it is wanted, and whether it is right.

Whoever lets somebody in, by whatever way, asks here: `wanted` first and, if so, one of `fits`. Nothing
gets somebody in around it.
"""

from portal.services.second_factor.codes import fits
from portal.services.second_factor.wanting import wanted

__all__ = ["fits", "wanted"]
