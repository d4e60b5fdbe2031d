"""The country of a phone number, and which countries may get SMS (SMS_COUNTRIES)."""

from functools import lru_cache

from gatepost.settings import Settings

UNKNOWN = "ZZ"  # of numbers without a country code, and of codes that no country has


@lru_cache(maxsize=4096)
def country_of(number: str) -> str:
    """The country of this number in its E.164 form, such as BD; 001 for numbers of no country, as of satellites."""
    import phonenumbers  # noqa: PLC0415  its tables are late

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or UNKNOWN
    except phonenumbers.NumberParseException:
        return UNKNOWN


def may_get_sms(settings: Settings, country: str) -> bool:
    """Whether numbers of this *country* get SMS."""
    return not settings.sms_countries or country in settings.sms_countries
