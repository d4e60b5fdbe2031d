"""gatepost db …"""

from flask.cli import AppGroup

from gatepost.migrations.commands import GATEPOST_COMMANDS

db = AppGroup("db", commands=list(GATEPOST_COMMANDS), help="The tables and their history.")
