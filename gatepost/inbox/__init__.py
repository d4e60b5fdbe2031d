"""The development inbox: messages to users, for developers of an application. Never in production."""
