"""Pictures decoded and written anew, so that nothing else comes along in them: no place, no script, no tail.

A picture says how large it is before it is decoded; one of more than 50 megapixels is refused then. A small
file may still unpack to hundreds of megabytes, so no more than two are open at once, whoever sends how many.
"""

import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache

from pi_heif import register_heif_opener
from PIL import Image, ImageOps

from portal import standing_back
from portal.errors import Invalid
from portal.i18n import t

MOST_PIXELS = 50_000_000
AT_ONCE = 2
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "HEIF")
_PLAIN = ("RGB", "L")
_SEEN_THROUGH = ("RGBA", "LA", "P", "PA")

register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture any browser shows: JPEG, or PNG where it was sharp-edged or can be seen through."""

    data: bytes
    media_type: str
    ending: str
    width: int
    height: int


def fresh_picture(data: bytes, *, longest: int = 0) -> Picture:
    """The first image of a JPEG, PNG, WebP, HEIC, GIF or TIFF, upright, without metadata.

    `longest` is the most pixels of its longer side; 0 leaves it as large as it is.

    Raises: Invalid when it is damaged, no picture, or larger than 50 megapixels.
    """
    return _threads().submit(_fresh, data, longest).result()


@lru_cache(maxsize=1)
def _threads() -> ThreadPoolExecutor:
    return standing_back.threads(AT_ONCE, "pictures")


def _fresh(data: bytes, longest: int) -> Picture:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                _refuse_huge(picture)
                return _written(picture, longest)
    except Invalid:
        raise
    except Image.DecompressionBombError:
        raise _huge() from None
    except Exception:
        # Pillow raises whatever a damaged file leads its decoders to, down to IndexError and struct.error.
        raise Invalid(t("This picture is damaged or not a picture. Nothing was kept.")) from None


def _refuse_huge(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _huge()


def _huge() -> Invalid:
    return Invalid(t("This picture is too large: more than 50 megapixels. Send a smaller copy."))


def _written(picture: Image.Image, longest: int) -> Picture:
    was_sharp = picture.format in ("PNG", "GIF", "TIFF") or picture.mode in _SEEN_THROUGH
    ImageOps.exif_transpose(picture, in_place=True)
    if longest and max(picture.size) > longest:
        picture.thumbnail((longest, longest))
    made = _bare(picture, was_sharp=was_sharp)
    into = io.BytesIO()
    if was_sharp:
        made.save(into, "PNG")
        return Picture(into.getvalue(), "image/png", "png", *made.size)
    made.save(into, "JPEG", quality=88)
    return Picture(into.getvalue(), "image/jpeg", "jpg", *made.size)


def _bare(picture: Image.Image, *, was_sharp: bool) -> Image.Image:
    """The pixels alone, in a mode that the format they go to can hold."""
    if was_sharp:
        mode = "RGBA" if picture.has_transparency_data else "RGB"
    else:
        mode = picture.mode if picture.mode in _PLAIN else "RGB"
    made = Image.new(mode, picture.size)
    made.paste(picture if picture.mode == mode else picture.convert(mode))
    return made
