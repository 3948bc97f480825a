"""tools/build_static.py, run as the build runs it."""

import gzip
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
RUSSIAN = ROOT / "templates" / "locale" / "ru" / "LC_MESSAGES" / "callboard.po"


class StaticBuild(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="callboard-static-"))
        self.addCleanup(shutil.rmtree, self.folder)
        # A tree of its own, so that a test can change what is built.
        self.root = self.folder / "tree"
        for part in ("templates/static", "templates/layout"):
            shutil.copytree(ROOT / part, self.root / part)
        (self.root / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "build_static.py", self.root / "tools")
        (self.root / "node_modules").symlink_to(ROOT / "node_modules")
        messages = self.folder / "locale" / "ru" / "LC_MESSAGES"
        messages.mkdir(parents=True)
        subprocess.run(["msgfmt", "-o", messages / "callboard.mo", RUSSIAN], check=True)

    def run_build(self, name="out"):
        command = [sys.executable, self.root / "tools" / "build_static.py", self.folder / name,
                   "--locale", self.folder / "locale"]
        return subprocess.run(command, capture_output=True, text=True)

    def build(self, name="out"):
        done = self.run_build(name)
        self.assertEqual(done.returncode, 0, done.stderr)
        out = self.folder / name
        return out, json.loads((out / "manifest.json").read_text())

    def test_a_name_holds_the_hash_of_the_content(self):
        out, manifest = self.build()
        for name in ("css/site.css", "css/bootstrap.min.css", "js/bootstrap.bundle.min.js", "img/favicon.svg"):
            content = (out / manifest[name]).read_bytes()
            stem, suffix = name.rsplit(".", 1)
            self.assertEqual(manifest[name], f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{suffix}")

    def test_what_is_asked_for_by_its_name_keeps_it(self):
        out, manifest = self.build()
        self.assertEqual(manifest["robots.txt"], "robots.txt")
        self.assertTrue((out / "robots.txt").is_file())

    def test_a_changed_file_gets_another_name_and_the_others_keep_theirs(self):
        _, before = self.build("before")
        with open(self.root / "templates/static/js/theme.js", "a") as script:
            script.write("// changed\n")
        _, after = self.build("after")
        self.assertNotEqual(before["js/theme.js"], after["js/theme.js"])
        self.assertEqual(before["css/site.css"], after["css/site.css"])

    def test_a_style_sheet_refers_to_the_hashed_name(self):
        (self.root / "templates/static/css/a.css").write_text("p{background:url('../img/logo.svg')} @import url(b.css);")
        (self.root / "templates/static/css/b.css").write_text("q{background:url(data:,x)}")
        out, manifest = self.build()
        text = (out / manifest["css/a.css"]).read_text()
        self.assertIn(f'url("../{manifest["img/logo.svg"]}")', text)
        self.assertIn(f'url("../{manifest["css/b.css"]}")', text)
        self.assertIn("url(data:,x)", (out / manifest["css/b.css"]).read_text())

    def test_a_style_sheet_that_refers_to_nothing_fails_the_build(self):
        for target in ("none.png", "../../secret.png"):
            (self.root / "templates/static/css/a.css").write_text(f"p{{background:url({target})}}")
            done = self.run_build()
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(f"css/a.css refers to {target}", done.stderr)

    def test_each_file_that_compresses_lies_beside_its_gz(self):
        out, manifest = self.build()
        for name in ("css/bootstrap.min.css", "js/bootstrap.bundle.min.js", "css/site.css"):
            path = out / manifest[name]
            self.assertEqual(gzip.decompress(path.with_name(path.name + ".gz").read_bytes()), path.read_bytes())

    def test_no_file_asks_the_browser_for_a_source_map(self):
        out, manifest = self.build()
        for name in manifest.values():
            self.assertNotIn(b"sourceMappingURL", (out / name).read_bytes(), name)

    def test_the_same_input_gives_the_same_output_to_the_byte(self):
        def content(out):
            return {path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        self.assertEqual(content(self.build("one")[0]), content(self.build("two")[0]))

    def test_a_second_build_leaves_nothing_of_the_first(self):
        out, _ = self.build()
        (out / "stale.css").write_text("x")
        self.build()
        self.assertFalse((out / "stale.css").exists())

    def test_without_npm_s_packages_it_says_what_to_do(self):
        (self.root / "node_modules").unlink()
        done = self.run_build()
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("npm ci", done.stderr)

    def test_nginx_s_own_errors_are_pages_in_both_languages_and_json_of_both_shapes(self):
        out, manifest = self.build()
        for status in (400, 401, 403, 404, 405, 408, 413, 414, 429, 431, 494, 495, 496, 500, 502, 503, 504):
            page = (out / f"errors/{status}.html").read_text()
            self.assertNotRegex(page, r"\{\{|_\(\"|static\(\"")
            self.assertIn("/static/" + manifest["css/site.css"], page)
            self.assertRegex(page, r'<div lang="ru">\s*<h2 class="h1">[А-Я]')
            for member in ("message", "error"):
                said = json.loads((out / f"errors/{status}.{member}.json").read_text())
                self.assertEqual(list(said), [member])
                russian = json.loads((out / f"errors/{status}.{member}.ru.json").read_text())
                self.assertTrue(re.search("[а-я]", russian[member]))
        self.assertIn("Сайт недоступен", (out / "errors/502.html").read_text())


if __name__ == "__main__":
    unittest.main()
