"""Codes by SMS to numbers of a country."""

from flask import Flask
from sqlalchemy import select

from gatepost.database import db
from gatepost.throttling.count_sms import count_sms
from gatepost.throttling.sms_hours import SmsHour

DHAKA, DELHI = "+8801712345678", "+919876543210"


def number(place: int) -> str:
    return f"+88017{place:08}"


def hours(app: Flask) -> list[tuple[str, int, int]]:
    with app.app_context():
        columns = (SmsHour.country, SmsHour.sent, SmsHour.answered)
        found = [tuple(row) for row in db.session.execute(select(*columns).order_by(SmsHour.country, SmsHour.hour))]
        db.session.rollback()
    return found


def send(app: Flask, times: int, country: str = "BD") -> list[bool]:
    with app.app_context():
        return [bool(count_sms(country)) for _ in range(times)]
