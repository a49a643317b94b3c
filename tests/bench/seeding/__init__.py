"""Instances full of articles and dossiers, made by the program itself and multiplied."""
