"""Pages for people: how they are declared and served, the start page, the documentation, and where links lead."""
