"""研判: documents, made into assessments."""
