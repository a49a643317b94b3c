"""Unions, federations, regional bodies, school cooperatives: a dated graph and its perimeters."""
