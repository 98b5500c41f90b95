"""Who reads a message: their language and zone. Every view takes one, so that a new language touches no signature."""

from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations, translation
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALES = Path(__file__).parent.parent / "locales"


@lru_cache(maxsize=64)
def _translations(language: str) -> NullTranslations:
    return translation("flipside", LOCALES, [language], fallback=True)


@dataclass(frozen=True)
class Reader:
    """`language` is a Babel locale name such as `en_GB`; `zone` an IANA name such as `Europe/London`."""

    language: str = "en_GB"
    zone: str = "UTC"

    def gettext(self, message: str) -> str:
        return _translations(self.language).gettext(message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return _translations(self.language).ngettext(singular, plural, count)

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
