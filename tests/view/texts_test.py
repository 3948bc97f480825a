"""tools/texts.py on a tree of its own: what it collects, and what it refuses."""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADER = r'''msgid ""
msgstr ""
"Language: ru\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

'''


class Texts(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="callboard-texts-"))
        self.addCleanup(shutil.rmtree, self.root)
        (self.root / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "texts.py", self.root / "tools")
        self.po = self.write("templates/locale/ru/LC_MESSAGES/callboard.po", HEADER)

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def run_tool(self, command):
        return subprocess.run([sys.executable, self.root / "tools" / "texts.py", command], capture_output=True, text=True)

    def collected(self):
        self.assertEqual(self.run_tool("update").returncode, 0)
        return (self.root / "templates/locale/callboard.pot").read_text(encoding="utf-8")

    def translate(self, original, translation):
        text = self.po.read_text(encoding="utf-8")
        self.assertIn(f'msgid "{original}"\nmsgstr ""', text)
        self.po.write_text(text.replace(f'msgid "{original}"\nmsgstr ""', f'msgid "{original}"\nmsgstr "{translation}"'),
                           encoding="utf-8")

    def test_texts_are_found_in_templates_sources_and_tools(self):
        self.write("templates/a/page.html", '<b title="_("One")">_("Two\n     lines")</b>{{! _("comment") }}')
        self.write("templates/a/mail.txt", '_("Say \\"hi\\"")')
        self.write("host/src/x.cpp", 'f(_("Three " \n  "four"), plural("{count} key", "{count} keys", n)); // _("no")\n'
                                     'g("http://_x", _("Five")); h_("not this"); a.plural("x", "y", 1);')
        self.write("plugins/p/y.hpp", '_( "Six" )')
        self.write("tools/t.py", '_("Seven")')
        pot = self.collected()
        for text in ("One", "Two lines", 'Say \\"hi\\"', "Three four", "Five", "Six", "Seven"):
            self.assertIn(f'msgid "{text}"\n', pot)
        self.assertIn('#, python-brace-format\nmsgid "{count} key"\nmsgid_plural "{count} keys"\n', pot)
        for text in ("comment", "no", "not this", "x"):
            self.assertNotIn(f'msgid "{text}"\n', pot)

    def test_a_text_without_a_translation_is_named(self):
        self.write("templates/a/page.html", '_("One") _("Two")')
        self.collected()
        self.translate("One", "Раз")
        done = self.run_tool("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn('no translation of "Two"', done.stderr)
        self.assertNotIn('"One"', done.stderr)

    def test_a_new_text_that_nobody_collected_is_named(self):
        self.write("templates/a/page.html", '_("One")')
        self.collected()
        self.translate("One", "Раз")
        self.assertEqual(self.run_tool("check").returncode, 0)
        self.write("templates/a/other.html", '_("Two")')
        done = self.run_tool("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("callboard.pot is out of date", done.stderr)
        self.assertIn('no translation of "Two"', done.stderr)

    def test_a_guess_of_the_merge_does_not_count(self):
        self.write("templates/a/page.html", '_("The course is full today")')
        self.collected()
        self.translate("The course is full today", "Сегодня мест нет")
        self.write("templates/a/page.html", '_("The course is full today.")')
        self.collected()
        done = self.run_tool("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn('fuzzy translation of "The course is full today."', done.stderr)

    def test_a_translation_that_loses_a_placeholder_is_refused(self):
        self.write("templates/a/page.html", '_("Hello, {name}")')
        self.collected()
        self.translate("Hello, {name}", "Привет, {nmae}")
        done = self.run_tool("check")
        self.assertEqual(done.returncode, 1)
        self.assertIn("name", done.stderr)

    def test_one_text_with_and_without_a_plural_is_refused(self):
        self.write("host/a.cpp", '_("key"); plural("key", "keys", n);')
        self.assertNotEqual(self.run_tool("update").returncode, 0)


if __name__ == "__main__":
    unittest.main()
