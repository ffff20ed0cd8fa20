# Text, locales and time zones are there.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import datetime
import locale
import sys
import zoneinfo

from attack import broke, held

locale.setlocale(locale.LC_ALL, "")
summer = datetime.datetime(2024, 7, 1, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin")).utcoffset()
right = (
    sys.getfilesystemencoding() == "utf-8"
    and "straße".upper() == "STRASSE"
    and summer == datetime.timedelta(hours=2)
)
held("locales") if right else broke(f"{summer} {locale.getlocale()}")
