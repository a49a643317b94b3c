"""The agents' side: what is proposed and sent, the text to confirm, what became of it."""
