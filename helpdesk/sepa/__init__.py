"""SEPA direct debit: reason codes, and later bank files, identifiers and deadlines."""
