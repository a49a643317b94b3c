"""Helpdesk and FAQ for federated organisations whose members pay dues by SEPA direct debit."""
