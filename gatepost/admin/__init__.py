"""Support by REST: users found, seen, suspended and helped back in, by staff with the permission, who say why."""
