"""The complaint form: what it asks for each subject, and how what is typed becomes a `Complaint`."""
