"""What a page costs before anybody writes a helpdesk: bare Flask and bare SQLAlchemy on the same data."""
