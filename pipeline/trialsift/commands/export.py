"""`trialsift export`: a store as Parquet tables."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a screening.")],
    parquet: Annotated[Path, typer.Option(help="The folder for the tables.")],
    with_text: Annotated[
        bool, typer.Option("--with-text", help="The whole text of the notes too, not only the quotes.")
    ] = False,
) -> None:
    """Write notes, facts, screenings, answers and what was set aside as Parquet tables."""
    from trialsift.export import export_tables
    from trialsift.report.run import STORE
    from trialsift.store import Store

    with Store(folder / STORE, make=False) as store:
        written = export_tables(store, parquet, with_text=with_text)
    for name, rows in written.items():
        typer.echo(f"{parquet / f'{name}.parquet'}: {rows} rows")
