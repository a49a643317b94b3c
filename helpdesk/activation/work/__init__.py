"""The desk’s pages: who is at which step, who is stuck, correcting, reminding."""
