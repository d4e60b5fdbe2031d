"""Benchmarks of Gatepost beside other servers, on one machine in one run. See README.md in this folder."""
