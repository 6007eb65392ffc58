"""Temporal servers on this machine: finding or building them, starting and stopping them."""

from __future__ import annotations


class ServerUnavailable(Exception):
    """No server can be had; the message names every way that was tried and what to do."""
