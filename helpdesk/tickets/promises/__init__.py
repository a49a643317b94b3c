"""How soon members are promised a call, an answer and a solution."""
