# For those who have make; ./dev does the work, and ./dev help tells more.
.PHONY: run test servers mutants check bench setup
run test servers mutants check bench setup:
	@./dev $@
