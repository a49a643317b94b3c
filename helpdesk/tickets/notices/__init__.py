"""What those who work on dossiers are told: one row in the cause's transaction, one mail for each person later."""
