"""Questions to servers of the operator, whose answers decide: may this go on, and is that the old password."""
