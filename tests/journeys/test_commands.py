"""The one command, on a running installation."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import command
from tests.journeys.conftest import DATA, Site, wanli
from wanli.config.cli import Lazy, main

PASSPHRASE = "correct horse battery staple"


def run(*words: str, data: Path = DATA, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the one command, on the journeys' data folder unless told otherwise."""
    return command.wanli(data, *words, **environment)


def test_a_backup_is_restored_whole_into_an_empty_folder(site: Site, tmp_path: Path) -> None:
    file, other = tmp_path / "all.wanli", tmp_path / "restored"
    upload = Path("uploads", "sheets", "一号楼.jpg")
    (DATA / upload).parent.mkdir(parents=True, exist_ok=True)
    (DATA / upload).write_bytes(os.urandom(3_000_000))
    done = run("backup", str(file), "--json", WANLI_BACKUP_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["rows"]
    assert "松风".encode() not in file.read_bytes()
    wrong = run("restore", str(file), data=other, WANLI_BACKUP_PASSPHRASE="not this one at all")
    assert wrong.returncode == 1
    assert "Wrong passphrase" in wrong.stderr
    short = tmp_path / "short.wanli"
    short.write_bytes(file.read_bytes()[:-9])
    broken = run("restore", str(short), data=other, WANLI_BACKUP_PASSPHRASE=PASSPHRASE)
    assert broken.returncode == 1
    assert not (other / "keys.json").exists()
    restored = run("restore", str(file), "--json", data=other, WANLI_BACKUP_PASSPHRASE=PASSPHRASE)
    assert restored.returncode == 0, restored.stderr
    said = json.loads(restored.stdout)
    assert said == {"rows": rows, "different": {}, "differences": 0}
    assert (other / upload).read_bytes() == (DATA / upload).read_bytes()
    again = run("restore", str(file), data=other, WANLI_BACKUP_PASSPHRASE=PASSPHRASE)
    assert again.returncode == 1
    assert "empty folder" in again.stderr
    opened = run("export", str(tmp_path / "all.json"), "--at", label_of_a_compound(site),
                 "--reason", "核对备份", data=other)  # fmt: skip
    assert opened.returncode == 0, opened.stderr
    people = json.loads((tmp_path / "all.json").read_text())
    assert all(len(person["证件号"]) >= 8 for person in people if person["证件号"])


@pytest.fixture(scope="module")
def backup(site: Site, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole backup of the demo."""
    file = tmp_path_factory.mktemp("backup") / "all.wanli"
    assert run("backup", str(file), WANLI_BACKUP_PASSPHRASE=PASSPHRASE).returncode == 0
    return file.read_bytes()


@pytest.mark.parametrize("at", [40, 5000])
def test_a_damaged_backup_is_refused(backup: bytes, tmp_path: Path, at: int) -> None:
    file, content = tmp_path / "all.wanli", bytearray(backup)
    content[at] ^= 1
    file.write_bytes(content)
    done = run("restore", str(file), data=tmp_path / "other", WANLI_BACKUP_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 1
    assert "damaged" in done.stderr or "too early" in done.stderr


def label_of_a_compound(site: Site) -> str:
    page = site.page("committee_worker")
    page.goto("/places/")
    href = page.locator(".row a").first.get_attribute("href") or ""
    return href.strip("/").rsplit("/", 1)[-1]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_what_is_exported_and_imported_changes_nothing(
    site: Site, tmp_path: Path, ending: str
) -> None:
    file, label = tmp_path / f"roster.{ending}", label_of_a_compound(site)
    done = run("export", str(file), "--at", label, "--reason", "核对", "--json")
    assert done.returncode == 0, done.stderr
    people = json.loads(done.stdout)["people"]
    assert people > 50
    assert file.stat().st_mode & 0o077 == 0
    (read,) = json.loads(run("import", str(file), "--at", label, "--preview", "--json").stdout)
    assert {k: n for k, n in read["counts"].items() if n} == {"unchanged": people}
    assert read["changed"] == []


def test_keys_are_rotated_while_people_work(site: Site, tmp_path: Path) -> None:
    label = label_of_a_compound(site)
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    run("export", str(before), "--at", label, "--reason", "核对")
    kept = set(json.loads((DATA / "keys.json").read_text())["keys"])
    done = json.loads(run("keys", "rotate", "--json").stdout)
    assert done["resealed"] > 100
    assert str(done["active"]) not in kept
    assert set(done["retired"]) == {int(number) for number in kept}
    assert list(json.loads((DATA / "keys.json").read_text())["keys"]) == [str(done["active"])]
    again = json.loads(run("keys", "rotate", "--json").stdout)
    assert again["resealed"] == done["resealed"]
    assert run("audit", "verify").returncode == 0
    run("export", str(after), "--at", label, "--reason", "核对")
    assert json.loads(before.read_text()) == json.loads(after.read_text())
    page = site.page("committee_worker")
    page.goto("/people/")
    page.locator("tbody a").first.click()
    page.locator("[name=reason]").fill("核对")
    page.get_by_role("button", name="看原文").click()
    assert "*" not in page.locator("h1").inner_text()


def test_the_doctor_finds_what_is_wrong(site: Site) -> None:
    assert run("doctor").returncode == 0
    keys = DATA / "keys.json"
    keys.chmod(0o644)
    try:
        done = run("doctor", "--json")
        assert done.returncode == 1
        (wrong,) = [one for one in json.loads(done.stdout) if one["verdict"] == "broken"]
        assert wrong["what"] == "keys.json"
    finally:
        keys.chmod(0o600)


def test_a_user_of_the_console_signs_in_with_the_password_it_printed(site: Site) -> None:
    label = label_of_a_compound(site)
    made = json.loads(
        run(
            "user", "add", "wang", "王小明", "--role", "property_manager", "--at", label, "--json"
        ).stdout
    )
    taken = run("user", "add", "wang", "王大明", "--role", "property_manager", "--at", label)
    assert taken.returncode == 1
    assert "taken" in taken.stderr
    wrong = run("user", "add", "li", "李明", "--role", "stairwell_leader", "--at", label)
    assert "stairwell" in wrong.stderr
    page = site.browser.new_context(base_url=site.url, locale="zh-CN").new_page()
    page.goto("/account/login/")
    page.locator("[name=login]").fill("wang")
    page.locator("[name=password]").fill(made["password"])
    page.locator("form button").last.click()
    page.wait_for_url(site.url + "/")
    assert "今日" in page.locator("h1").inner_text()


def _answers(url: str, seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url + "/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return True
        except OSError:
            time.sleep(0.1)
    return False


def test_what_dies_comes_back(site: Site) -> None:
    """kill -9 of each child, then of the database, then of the parent."""
    state = json.loads((DATA / "run" / "up.json").read_text())
    assert {"web0", "worker", "folder"} <= set(state["children"])
    for child in state["children"].values():
        os.kill(child, signal.SIGKILL)
    time.sleep(0.5)
    assert _answers(site.url)
    state = json.loads((DATA / "run" / "up.json").read_text())
    postmaster = int((DATA / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
    os.kill(state["pid"], signal.SIGKILL)
    os.kill(postmaster, signal.SIGKILL)
    time.sleep(1)
    port = site.url.rsplit(":", 1)[1]
    again = json.loads(wanli("up", "--detach", "--json", "--port", port))
    assert again["url"] == site.url
    assert _answers(site.url)
    assert json.loads(wanli("reconcile", "--json"))["differences"] == []


def test_every_command_explains_itself() -> None:
    assert isinstance(main, Lazy)
    for name in main.list_commands(None):  # type: ignore[arg-type]
        done = CliRunner(env={"WANLI_DATA": "/nonexistent"}).invoke(main, [name, "--help"])
        assert done.exit_code == 0, name
        assert "Usage" in done.output
    done_apart = run("up", "--help", data=Path("/nonexistent"))
    assert (done_apart.returncode, done_apart.stdout[:6]) == (0, "Usage:")


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = tmp_path / "short"
    done = run("up", "--detach", "--json", "--port", "0", data=folder)
    assert done.returncode == 0, done.stderr
    assert run("stop", data=folder).returncode == 0
    left = subprocess.run(["ps", "ax", "-o", "args"], capture_output=True, text=True, check=True)
    assert str(folder) not in left.stdout
    shutil.rmtree(folder)


def test_a_demo_whose_loading_was_interrupted_begins_again(tmp_path: Path) -> None:
    options = ("demo", "--detach", "--json", "--scale", "small", "--port", "0")
    (tmp_path / "wanli.toml").write_text("demo = true\n")
    rosters_at = ("--at", "半途区/半途街道/半途居民区/半途苑", "--create")
    file = Path(__file__).parents[1] / "data" / "plain.xlsx"
    assert run("import", str(file), *rosters_at, data=tmp_path).returncode == 0
    assert run(*options, data=tmp_path).returncode == 1
    (tmp_path / "demo-loading").touch()
    try:
        done = run(*options, data=tmp_path)
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "demo-loading").exists()
        assert json.loads(run("reconcile", "--json", data=tmp_path).stdout)["differences"] == []
    finally:
        run("stop", data=tmp_path)
