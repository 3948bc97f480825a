"""The Russian texts, as the site has them."""

import gettext

from callboard_dev.paths import BUILD


def russian(text: str, preset: str = "dev") -> str:
    """The translation of an English text; the text itself where there is none, as on the page."""
    return gettext.translation("callboard", BUILD / preset / "locale", languages=["ru"]).gettext(text)
