#!/usr/bin/env python3
"""report.html in a real browser: silent, without requests, within its width, sortable by keyboard, readable without scripts.

Usage: report_page.py GPUPEAK [SCREENSHOTS], where GPUPEAK is the program; with SCREENSHOTS, a folder, pictures of the page are left
there to be looked at. Exit 77 where there is no Chromium."""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

import chromium

HOSTILE = "</script><script>document.title='owned'</script>\"onfocus=\"alert(1)' \u202egnp.exe \u0007 =cmd|"
gpupeak = screenshots = None


def report_with(program, folder, change=lambda report: None):
    """A report of this machine, as small as it can be made, changed."""
    run = folder / "run"
    if not run.exists():
        subprocess.run([program, "run", "throughput", "memory", "--exclude", "*op=write*", "--exclude", "*op=copy*", "--out", str(run)], check=True,
                       capture_output=True, timeout=240)
    report = json.loads((run / "report.json").read_text())
    report["measurements"] = [m for m in report["measurements"] if m["outcome"] == "measured"]
    change(report)
    (folder / "report.json").write_text(json.dumps(report))
    shown = subprocess.run([program, "report", str(folder / "report.json"), "--format", "html"], capture_output=True,
                           timeout=240)
    if shown.returncode != (0 if report["measurements"] else 4):
        raise AssertionError(f"exit {shown.returncode}: {shown.stderr.decode()}")
    path = folder / "report.html"
    path.write_bytes(shown.stdout)
    return path.as_uri()


def skip(measurement):
    measurement.update(outcome="skipped", reason="needs 64 GiB, 7.6 GiB free", stats=None, telemetry=None, clock_hz=None,
                       rated_ceiling=None, clocked_ceiling=None)
    for samples in ("sample_time_s", "sample_launches", "sample_process", "sample_clock_hz"):
        measurement[samples] = []


def of_five_processes(report):
    """What one process measured, as if five had: a gate judges nothing less."""
    report["run"]["processes"] = 5
    for measurement in report["measurements"]:
        count = len(measurement["sample_process"])
        measurement["sample_process"] = [5 * i // count for i in range(count)]


class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.browser = chromium.Chromium(chromium.find())

    @classmethod
    def tearDownClass(cls):
        cls.browser.close()
        cls.temporary.cleanup()

    def open(self, change=lambda report: None, **view):
        url = report_with(gpupeak, self.folder, change)
        self.browser.open(url, **view)
        return url

    def open_verdicts(self, kind, **view):
        """The page of a gate, or of a comparison with one or several, of the report with itself."""
        report_with(gpupeak, self.folder, of_five_processes)
        report, baseline, page = (self.folder / name for name in ("report.json", "baseline.json", f"{kind}.html"))
        subprocess.run([gpupeak, "baseline", "save", str(report), "--baseline", str(baseline)], check=True, capture_output=True,
                       timeout=240)
        arguments = {"gate": ["gate", str(report), "--baseline", str(baseline)], "compare": ["compare", str(report), str(report)],
                     "several": ["compare", str(report), str(report), str(report), "--price", "1,2,3.5"]}
        page.write_bytes(subprocess.run([gpupeak, *arguments[kind], "--format", "html"], stdout=subprocess.PIPE,
                                        timeout=240).stdout)
        self.browser.open(page.as_uri(), **view)
        return page.as_uri()

    def picture(self, name):
        if screenshots:
            self.browser.screenshot(screenshots / f"{name}.png")

    def silent(self, url):
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual(self.browser.requests(), [url])

    def test_is_silent_and_asks_for_nothing_at_any_width_in_any_light(self):
        for name, width in (("phone", 390), ("desktop", 1280)):
            for dark in (False, True):
                with self.subTest(width=width, dark=dark):
                    self.silent(self.open(width=width, dark=dark))
                    self.picture(f"{name}-{'dark' if dark else 'light'}")
                    wide = self.browser.evaluate("document.documentElement.scrollWidth")
                    self.assertLessEqual(wide, width, "the page scrolls sideways")
                    for box in self.browser.evaluate(
                            "[...document.querySelectorAll('svg')].map(s => { const b = s.getBoundingClientRect(); return [b.left, b.right, b.height]; })"):
                        self.assertGreaterEqual(box[0], 0)
                        self.assertLessEqual(box[1], width)
                        self.assertGreater(box[2], 40)

    def test_tables_of_verdicts_fit_a_desk_and_begin_with_what_matters_on_a_phone(self):
        frame = "[...document.querySelectorAll('main > .frame, main > section > .frame')].at(-1)"
        for kind, first in (("gate", ["verdict", "case", "change"]), ("compare", ["case", "B/A", "99 % interval"]),
                            ("several", ["case", "C/A", "99 % interval"])):
            with self.subTest(kind=kind):
                self.silent(self.open_verdicts(kind))
                self.assertLessEqual(self.browser.evaluate(f"{frame}.scrollWidth - {frame}.clientWidth"), 0)
                self.silent(self.open_verdicts(kind, width=390))
                self.picture(f"{kind}-phone")
                heads = self.browser.evaluate(
                    f"[...{frame}.querySelectorAll('th')].slice(0, 3).map(h => [h.textContent, h.getBoundingClientRect().right])")
                self.assertEqual([title for title, _ in heads], first)
                self.assertLessEqual(max(right for _, right in heads), 390 - 12)
                self.browser.evaluate(f"{frame}.scrollLeft = 9999")
                self.assertLess(self.browser.evaluate(f"{frame}.querySelector('td.name').getBoundingClientRect().left"), 16)

    def test_a_phone_shows_result_and_reason_beside_the_case(self):
        def change(report):
            skip(report["measurements"][0])
        self.open(change, width=390)
        table = "document.querySelector('section[id^=suite] > .frame table')"
        for place in ("td.strong", "td.reason p"):
            right = self.browser.evaluate(f"{table}.querySelector('{place}').getBoundingClientRect().right")
            self.assertTrue(0 < right <= 390 - 12, place)
        self.assertIn("7.6 GiB", self.browser.evaluate(f"{table}.querySelector('td.reason p').textContent"))

    def test_no_text_of_a_picture_is_cut_off(self):
        self.open(width=390)
        cut = self.browser.evaluate(
            """[...document.querySelectorAll('svg')].flatMap(svg => {
                 const whole = svg.getBoundingClientRect();
                 return [...svg.querySelectorAll('text')].filter(t => {
                   const b = t.getBoundingClientRect();
                   return b.left < whole.left - 1 || b.right > whole.right + 1 || b.top < whole.top - 1 || b.bottom > whole.bottom + 1;
                 }).map(t => svg.getAttribute('aria-label') + ': ' + t.lastChild.data);
               })""")
        self.assertEqual(cut, [])

    def test_follows_the_light_of_the_reader(self):
        grounds = []
        for dark in (False, True):
            self.open(dark=dark)
            grounds.append(self.browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        self.assertEqual(grounds, ["rgb(255, 255, 255)", "rgb(20, 23, 26)"])

    def test_shows_the_same_without_scripts(self):
        texts = []
        for scripts in (True, False):
            self.silent(self.open(scripts=scripts))
            self.browser.call("Emulation.setScriptExecutionDisabled", value=False)
            texts.append(self.browser.evaluate(
                "[...document.querySelectorAll('td, figcaption, h2, svg text')].map(e => e.textContent).join('|')"))
        self.assertEqual(texts[0], texts[1])
        self.assertGreater(len(texts[0]), 1000)

    def test_a_table_is_sorted_by_keyboard_alone(self):
        self.open()
        table = "document.querySelector('section[id^=suite] > .frame table')"
        place = self.browser.evaluate(f"[...{table}.tHead.rows[0].cells].findIndex(c => c.textContent == 'time')")
        self.assertGreaterEqual(place, 0)
        for width in (1280, 390):
            self.open(width=width)
            for side in self.browser.evaluate("""[...document.querySelectorAll('th button')].filter(b => b.checkVisibility()).map(b => {
                    const size = b.getBoundingClientRect(); return Math.min(size.width, size.height); })"""):
                self.assertGreaterEqual(side, 24, "too small to be touched")
            self.assertTrue(self.browser.evaluate("""[...document.querySelectorAll('main > section th')].filter(h => h.checkVisibility()).every(h => {
                    h.scrollIntoView({block: 'center', inline: 'center'});
                    const cell = h.getBoundingClientRect(), found = document.elementFromPoint(cell.left + 3, cell.top + 3);
                    return h.contains(found) && found.localName == 'button' || cell.left < 12; })"""), "a part of a heading sorts nothing")
        self.open()
        self.browser.evaluate("document.activeElement.blur()")
        for _ in range(400):
            self.browser.press("Tab", 9)
            if self.browser.evaluate(f"document.activeElement == {table}.tHead.rows[0].cells[{place}].firstChild"):
                break
        else:
            self.fail("the heading cannot be reached by Tab")
        outline = self.browser.evaluate("getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth")
        self.assertEqual(outline, "solid3px", "the focus cannot be seen")
        values = f"[...{table}.tBodies[0].rows].map(r => r.cells[{place}].dataset.v).filter(v => v !== undefined).map(Number)"
        for order, way in (("ascending", 1), ("descending", -1)):
            self.browser.press("Enter", 13, "\r")
            self.assertEqual(self.browser.evaluate(f"{table}.tHead.rows[0].cells[{place}].ariaSort"), order)
            found = self.browser.evaluate(values)
            self.assertGreater(len(set(found)), 3)
            self.assertEqual(found, sorted(found, key=lambda v: way * v))

    def test_rows_without_a_value_come_last_either_way(self):
        def change(report):
            for measurement in report["measurements"][1:3]:
                skip(measurement)
        self.open(change)
        table = "document.querySelector('section[id^=suite] > .frame table')"
        for title in ("result", "time", "bound by"):
            head = f"[...{table}.tHead.rows[0].cells].find(c => c.textContent == '{title}')"
            for _ in range(2):
                self.browser.evaluate(f"{head}.firstChild.click()")
                rows = self.browser.evaluate(f"""[...{table}.tBodies[0].rows].map(row => {{
                    const cell = row.cells[{head}.cellIndex];
                    return [!!cell && cell.colSpan == 1 && !['', '–'].includes(cell.textContent.trim()), row.textContent.includes('skipped')]; }})""")
                self.assertEqual([known for known, skipped in rows if skipped], [False, False], title)
                known = [known for known, _ in rows]  # an unsteady case has a time, but need not tell what bounds it
                self.assertEqual(known, sorted(known, reverse=True), title)
                self.assertTrue(any(known) or title == "bound by", title)

    def test_rows_are_filtered_by_what_is_typed(self):
        self.open()
        self.browser.evaluate("document.querySelector('section[id^=suite] > .filter input').focus()")
        self.browser.type("f64")
        rows = self.browser.evaluate(
            "[...document.querySelector('section[id^=suite] > .filter + .frame').querySelectorAll('tbody tr')].map(r => [r.hidden, r.textContent])")
        self.assertTrue(any(hidden for hidden, _ in rows), "nothing was filtered")
        for hidden, text in rows:
            self.assertEqual(hidden, "f64" not in text.lower())

    def test_prints(self):
        self.open(dark=True)
        self.assertTrue(self.browser.pdf().startswith(b"%PDF"))

    def test_paper_shows_all_columns_and_what_is_folded(self):
        paper = 718  # pixels that A4 leaves within the browser's margins
        for kind in ("report", "gate", "compare", "several"):
            for scripts in (True, False):
                with self.subTest(kind=kind, scripts=scripts):
                    (self.open if kind == "report" else lambda **view: self.open_verdicts(kind, **view))(width=paper, scripts=scripts)
                    self.browser.call("Emulation.setScriptExecutionDisabled", value=False)
                    self.browser.call("Emulation.setEmulatedMedia", media="print")
                    self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), paper)
                    self.assertTrue(self.browser.evaluate(
                        "[...document.querySelectorAll('details td, details p')].every(e => e.checkVisibility({contentVisibilityAuto: true}) && e.offsetHeight > 0)"))
                    # Chromium repeats no heading with a box of a control in it.
                    self.assertEqual(self.browser.evaluate(
                        "[...document.querySelectorAll('th button')].filter(b => getComputedStyle(b).display != 'contents').length"), 0)
                    small = self.browser.evaluate("""Math.min(...[...document.querySelectorAll('svg text')].map(
                        t => parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a))""")
                    self.assertGreaterEqual(small * 72 / 96, 7, "text of a picture, in points")

    def test_hostile_names_do_nothing(self):
        def change(report):
            report["devices"][0]["name"] = HOSTILE
            report["run"]["host"]["hostname"] = HOSTILE
            for measurement in report["measurements"]:
                measurement["notes"] = [HOSTILE]
                measurement["facts"] = [{"kind": "said", "sentence": HOSTILE}]
        self.silent(self.open(change))
        self.assertNotEqual(self.browser.evaluate("document.title"), "owned")
        self.assertEqual(self.browser.evaluate("document.scripts.length"), 2)
        self.assertEqual(json.loads(self.browser.evaluate("document.getElementById('gpupeak-report').textContent"))["devices"][0]["name"], HOSTILE)

    def test_an_empty_report_is_a_page_too(self):
        def change(report):
            report["measurements"] = []
        self.silent(self.open(change))
        self.assertIn("no case", self.browser.evaluate("document.querySelector('.verdict').textContent"))

    def test_pictures_are_files_that_a_browser_and_an_xml_parser_take(self):
        self.open()
        pictures = self.folder / "pictures"
        subprocess.run([gpupeak, "report", str(self.folder / "report.json"), "--pictures", str(pictures)], check=True,
                       capture_output=True, timeout=240)
        files = sorted(pictures.glob("*.svg"))
        self.assertGreater(len(files), 3)
        for file in files:
            xml.etree.ElementTree.parse(file)
        for dark, ground in ((False, "rgb(255, 255, 255)"), (True, "rgb(20, 23, 26)")):
            self.browser.open(files[0].as_uri(), dark=dark)
            self.silent(files[0].as_uri())
            self.assertEqual(self.browser.evaluate("getComputedStyle(document.querySelector('.ground')).fill"), ground)

    def test_headings_and_pictures_have_names(self):
        self.open()
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('h1').length"), 1)
        self.assertEqual(self.browser.evaluate("[...document.querySelectorAll('svg')].filter(s => s.getAttribute('role') != 'img' || !s.getAttribute('aria-label')).length"), 0)
        tree = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        images = [n for n in tree if n.get("role", {}).get("value") in ("image", "img") and not n.get("ignored")]
        self.assertEqual(len(images), self.browser.evaluate("document.querySelectorAll('svg').length"))
        self.assertTrue(all(n["name"]["value"] for n in images))


if __name__ == "__main__":
    gpupeak = sys.argv[1]
    screenshots = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if not chromium.find():
        print("skipped: no Chromium (apt-get install chromium)")
        sys.exit(77)
    result = unittest.main(argv=sys.argv[:1], exit=False, verbosity=1).result
    sys.exit(not result.wasSuccessful())
