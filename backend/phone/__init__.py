"""Serving the phone form: its document, its worker and its files by content hash."""
