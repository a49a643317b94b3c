"""Guides: files to download, version by version, with their text to read and to search."""
