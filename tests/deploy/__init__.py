"""The files of deploy/ and the Containerfile: valid, as strict as they say, and in step with the service."""
