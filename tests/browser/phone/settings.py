"""The settings as they are, but for the phone form's files: a copy that a test may change."""

from backend.config.settings import *  # noqa: F403
from backend.config.settings import DATA_DIR

PWA_DIR = DATA_DIR / "pwa"
