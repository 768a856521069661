// SPDX-License-Identifier: Apache-2.0
// usage: node run.mjs WRITE_REPORTS WORK [--pictures]
// Shows the reports that WRITE_REPORTS writes to a real browser, and judges what it makes of them. Ends with 77 (skipped) where there is no
// Chromium, unless SOUPTRACE_REQUIRE_ALL=1. --pictures: leaves screenshots and PDFs in WORK.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import { Browser } from "./browser.mjs";
import { badContrast, structure } from "./in_page.mjs";

const [program, work, pictures] = process.argv.slice(2);
const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => {
  try { return execFileSync("sh", ["-c", `command -v ${name}`]); } catch { return false; }
});
if (!chromium) {
  console.log("no chromium is installed");
  process.exit(process.env.SOUPTRACE_REQUIRE_ALL === "1" ? 1 : 77);
}
rmSync(work, { recursive: true, force: true });
for (const directory of ["one", "two"]) mkdirSync(`${work}/${directory}`, { recursive: true });
for (const directory of ["one", "two"]) execFileSync(program, [`${work}/${directory}`]);

const browser = new Browser(chromium);
const open = (name) => browser.open(pathToFileURL(`${work}/one/${name}.html`).href);
const type = (text) => browser.run(`(() => { const field = document.getElementById("search"); field.value = ${JSON.stringify(text)}; const from = performance.now(); field.dispatchEvent(new Event("input")); document.body.getBoundingClientRect(); return performance.now() - from; })()`);
const rowsShown = () => browser.run(() => document.querySelectorAll("#contents details.binary > div .scroll > table > tbody > tr:not(.more) > th").length);

const cases = {
  async "the same report has the same bytes"() {
    for (const name of ["sample.html", "sample.csv", "sample.md"]) assert.deepEqual(readFileSync(`${work}/one/${name}`), readFileSync(`${work}/two/${name}`));
  },
  async "no report makes the browser complain or asks for another file"() {
    for (const name of ["sample", "bare", "hostile", "large"]) {
      await open(name);
      assert.ok(await browser.run(() => document.querySelector("h1") && document.querySelectorAll("section").length >= 5), `${name} is drawn`);
      assert.deepEqual(browser.complaints, [], name);
      assert.deepEqual(browser.requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")), [], name);
    }
  },
  async "hostile texts are shown and do nothing"() {
    await open("hostile");
    await browser.run(() => { for (const one of document.querySelectorAll("details")) one.open = true; for (const one of document.querySelectorAll(".id button")) one.click(); });
    assert.equal(await browser.run(() => window.pwned), undefined);
    assert.equal(await browser.run(() => document.querySelectorAll("img, iframe, object, embed, [onerror]").length), 0);
    assert.equal(await browser.run(() => document.scripts.length), 2);
    assert.equal(await browser.run(() => [...document.links].filter((one) => !/^(https?:|file:)/.test(one.protocol)).length), 0);
    const text = await browser.run(() => document.body.innerText);
    assert.ok(text.includes("</script><script>window.pwned=1</script>"));
    assert.ok(!/[\u202e\u2028\u001b]/.test(text));
    assert.deepEqual(browser.complaints, []);
  },
  async "the search shows the rows that have all words"() {
    await open("sample");
    assert.equal(await rowsShown(), 7);
    await type("TINYCRC mit");
    assert.equal(await rowsShown(), 2);
    await type("nothing of the kind");
    assert.equal(await rowsShown(), 0);
    await type("");
    assert.equal(await rowsShown(), 7);
    await browser.run(() => { const state = document.querySelectorAll("#contents select")[0]; state.value = "runtime"; state.dispatchEvent(new Event("change")); });
    assert.equal(await rowsShown(), 1);
  },
  async "of 10 000 rows only a page is drawn, also while searching"() {
    await open("large");
    const times = [];
    for (const text of ["p", "part10", "part109999", "bsi", "bsd maker 99", ""]) {
      times.push((await type(text)).toFixed(1));
      assert.ok((await rowsShown()) <= 50);
    }
    console.log(`  filtering 10 000 rows, with layout: ${times.join(", ")} ms`);
    assert.match(await browser.run(() => document.querySelector("#contents [role=status]").textContent), /^1.50 of 10,000 rows$/);
    await type("part109999");
    assert.equal(await rowsShown(), 1);
  },
  async "a licence says in which ways its code is in the binaries"() {
    await open("sample");
    const rows = await browser.run(() => [...document.querySelectorAll("#licences tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)));
    assert.deepEqual(rows.map(([licence, , , how]) => licence + ": " + how), ["Apache-2.0: dynamic", "LGPL-2.1-or-later: dynamic", "MIT: compiled in, headers, static", "Zlib: headers, static"]);
  },
  async "evidence opens on demand and by keyboard, and what has the focus is seen"() {
    await open("sample");
    const focused = () => browser.run(() => { const one = document.activeElement; const style = getComputedStyle(one); return { tag: one.tagName, class: one.className, outline: style.outlineStyle, name: one.getAttribute("aria-label") || one.textContent, expanded: one.getAttribute("aria-expanded") }; });
    await browser.press("Tab");
    assert.equal((await focused()).class, "skip");
    const seen = [];
    for (let i = 0; i < 60; ++i) {
      await browser.press("Tab");
      const one = await focused();
      assert.notEqual(one.outline, "none", one.tag + " " + one.name);
      seen.push(one.tag);
      if (one.expanded === null) continue;
      await browser.press("Enter", "\r");
      assert.equal((await focused()).expanded, "true");
      assert.ok(await browser.run(() => document.querySelector("tr.more table code") !== null));
      await browser.press("Enter", "\r");
      assert.equal((await focused()).expanded, "false");
      break;
    }
    assert.ok(seen.indexOf("A") < seen.indexOf("INPUT") && seen.indexOf("INPUT") < seen.indexOf("SELECT") && seen.includes("SUMMARY"), seen.join(" "));
  },
  async "headings are in order, everything has a name, tables have heads"() {
    for (const name of ["sample", "bare"]) {
      await open(name);
      await browser.run(() => { for (const one of document.querySelectorAll(".id button")) one.click(); });
      assert.deepEqual(await browser.run(structure), [], name);
    }
  },
  async "text is readable in light and dark, at every width without scrolling sideways"() {
    for (const scheme of ["light", "dark"]) {
      await browser.scheme(scheme);
      await open("sample");
      assert.deepEqual(await browser.run(badContrast), [], scheme);
      for (const width of [360, 800, 1280, 1920]) {
        await browser.size(width, 900);
        assert.ok(await browser.run(() => document.scrollingElement.scrollWidth <= innerWidth), `${width} px`);
        if (pictures) writeFileSync(`${work}/${scheme}-${width}.png`, Buffer.from((await browser.send("Page.captureScreenshot", { captureBeyondViewport: true })).data, "base64"));
      }
    }
  },
  async "on paper every row stands, and room for signatures"() {
    await browser.size(1280, 900);
    await browser.scheme("light");
    await open("large");
    await browser.run(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await rowsShown(), 10000);
    await browser.run(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await rowsShown(), 50);
    await open("sample");
    const pdf = Buffer.from((await browser.send("Page.printToPDF", { preferCSSPageSize: true })).data, "base64");
    assert.ok(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 10000);
    if (pictures) writeFileSync(`${work}/sample.pdf`, pdf);
    await browser.send("Emulation.setEmulatedMedia", { media: "print" });
    assert.equal(await browser.run(() => getComputedStyle(document.getElementById("sign")).display), "block");
    assert.equal(await browser.run(() => getComputedStyle(document.getElementById("nav")).display), "none");
    // Chromium leaves buttons out where a table's head is repeated on the next page.
    assert.deepEqual(await browser.run(() => [...document.querySelectorAll("#gates thead th")].map((one) => [getComputedStyle(one.firstElementChild).display, getComputedStyle(one, "::before").content])),
      ["Gate", "Clause", "Demanded", "Status", "About", "What is wrong", "What to do"].map((name) => ["none", JSON.stringify(name)]));
    await browser.run(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await browser.run(() => document.querySelectorAll("#changes details:not([open]), details.binary:not([open])").length), 0);
    await browser.run(() => dispatchEvent(new Event("afterprint")));
    await browser.send("Emulation.setEmulatedMedia", { media: "" });
  },
};

let failed = 0;
try {
  await browser.start();
  for (const [name, check] of Object.entries(cases)) {
    try {
      await check();
      console.log("good: " + name);
    } catch (error) {
      ++failed;
      console.log("BAD:  " + name + "\n" + error.stack);
    }
  }
} finally {
  browser.stop();
}
process.exit(failed === 0 ? 0 : 1);
