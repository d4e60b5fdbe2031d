"""What users and administrators read of the audit record."""
