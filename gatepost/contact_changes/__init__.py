"""Mobile numbers and e-mail addresses: who gets one, and how it changes hands."""
