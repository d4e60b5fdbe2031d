# For those who have make; ./dev does the work, and ./dev help tells more.
.PHONY: run test check bench setup
run test check bench setup:
	@./dev $@
