"""Languages whose letters are not Latin."""

OWN_SCRIPTS = {"ar": r"[\u0600-\u06ff]", "bn": r"[\u0980-\u09ff]", "hi": r"[\u0900-\u097f]", "zh": r"[\u4e00-\u9fff]"}
