"""Who answers: desks, their members, hours and absences."""
