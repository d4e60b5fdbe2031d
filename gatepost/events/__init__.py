"""The audit record as users read their own part of it, and holders of ``audit:read`` all."""
