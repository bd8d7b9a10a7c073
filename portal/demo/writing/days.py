"""Days counted back from today, so that the made-up practice never grows old."""

from datetime import date, timedelta


def ago(today: date, *, years: int = 0, months: int = 0, days: int = 0) -> date:
    """The day that many calendar years, months and days before today."""
    month_index = today.year * 12 + today.month - 1 - years * 12 - months
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(today.day, 28)) - timedelta(days=days)


def workday(day: date) -> date:
    """That day, or the Friday before when it falls on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def flu_season(day: date) -> date:
    """The day in the latest October up to then on which the practice gave its flu shots."""
    shots = workday(date(day.year, 10, 9))
    return shots if shots <= day else workday(date(day.year - 1, 10, 9))
