"""The rules people edit, as frozen values (规则), and the settings of an installation."""

from config.base import Faults
from config.rules import Rules, load
from config.settings import Settings

__all__ = ["Faults", "Rules", "Settings", "load"]
