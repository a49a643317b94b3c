"""From the files under content/ to rows: reading, checking, rendering, storing."""
