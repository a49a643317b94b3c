"""What every feature builds on: pure modules, on the standard library and small pure libraries only."""
