"""处置: assessments, made into incidents, assignments and answers."""
