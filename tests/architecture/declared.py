"""The endpoints that are declared, and their paths."""

from gatepost.app import ROOMS

ENDPOINTS = [endpoint for room in ROOMS for endpoint in room.endpoints]


PATHS = sorted({endpoint.path for endpoint in ENDPOINTS})
