"""Which constraint an engine means."""

from sqlalchemy import Table, UniqueConstraint

from gatepost.migrations.tables import METADATA

FOREIGN_KEY = "a foreign key"


def unique_ones() -> set[str]:
    """The names of all unique constraints and unique indexes; primary keys are not among them."""
    return {name for table in METADATA.tables.values() for name, columns in _unique(table).items()}


def named(said: str, table: str) -> str:
    """The name of the constraint on *table* about which an engine *said* this, in its own words."""
    columns = {f"{table}.{column.name}": column.name for column in METADATA.tables[table].columns}
    meant = {column for written, column in columns.items() if written in said.replace(",", " ").split()}
    for name, its_columns in _unique(METADATA.tables[table]).items():
        if name in said or meant == its_columns:
            return name
    primary = {column.name for column in METADATA.tables[table].primary_key}
    if "PRIMARY" in said or f"pk_{table}" in said or meant == primary:
        return f"pk_{table}"
    return FOREIGN_KEY if "foreign key" in said.lower() or f"fk_{table}" in said else said


def _unique(table: Table) -> dict[str, set[str]]:
    constraints = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    indexes = [index for index in table.indexes if index.unique]
    return {str(each.name): {column.name for column in each.columns} for each in (*constraints, *indexes)}
