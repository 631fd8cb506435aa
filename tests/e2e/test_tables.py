"""Records in and out of the program as a whole: its exit codes, and one sentence for what is wrong."""

import subprocess
import sys
from pathlib import Path

from tests.e2e.driver import ROOT


def pratica(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PRATICA_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], env=environment, cwd=folder, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


def test_a_table_goes_in_and_comes_out(tmp_path: Path) -> None:
    (tmp_path / "new.csv").write_text("Ragione sociale;Paese\nAlfa S.r.l.;Italia\nBeta;Ruritania\n", "utf-8")
    done = pratica(tmp_path, "import", "parties", "new.csv", "--kind", "cliente", "--dry-run")
    assert done.returncode == 1
    assert "1 new, 0 changed, 0 as they were, 1 refused (dry run: nothing was written)" in done.stdout
    assert done.stderr.splitlines()[1:] == [
        'row 3: Paese "Ruritania" is no country such as IT or Italy',
        "pratica: 1 row was refused; --rejects FILE.csv writes them to a file, to be mended and imported again",
    ]
    assert pratica(tmp_path, "import", "parties", "new.csv", "--kind", "cliente").returncode == 1
    out = pratica(tmp_path, "export", "parties", "-")
    assert (out.returncode, out.stdout.splitlines()[1:]) == (0, ["C-001,customer,Alfa S.r.l.,,IT,,,,,,30,active"])


def test_a_wrong_call_is_one_sentence(tmp_path: Path) -> None:
    for arguments in (
        ("import",),
        ("import", "parties"),
        ("import", "--columns"),
        ("import", "parties", "x", "--sample"),
    ):
        done = pratica(tmp_path, *arguments)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    missing = pratica(tmp_path, "import", "parties", "missing.csv", "--kind", "customer")
    assert (missing.returncode, missing.stderr) == (1, "pratica: missing.csv: No such file or directory\n")
