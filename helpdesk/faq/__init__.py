"""Articles written in Markdown under content/, their search, and « cet article vous a-t-il aidé ? »."""
