// SPDX-License-Identifier: Apache-2.0
// What run.mjs lets run in the page: each function gives a list of faults.

/** Headings in order, landmarks, names of controls, heads of tables, ids once. */
export function structure() {
  const faults = [];
  const visible = (one) => one.checkVisibility();
  let level = 0;
  for (const one of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!visible(one)) continue;
    const next = Number(one.tagName[1]);
    if (next > level + 1) faults.push(`${one.tagName} "${one.textContent}" follows a level ${level}`);
    level = next;
  }
  for (const [name, count] of [["main", 1], ["header", 1], ["footer", 1], ["nav", 1], ["h1", 1]])
    if (document.querySelectorAll(name).length !== count) faults.push(`${document.querySelectorAll(name).length} of ${name}`);
  for (const one of document.querySelectorAll("input, select"))
    if (!one.closest("label") || !one.closest("label").textContent.trim()) faults.push("no label: " + one.outerHTML);
  for (const one of document.querySelectorAll("button, a, summary"))
    if (!(one.getAttribute("aria-label") || one.textContent).trim()) faults.push("no name: " + one.outerHTML);
  for (const one of document.querySelectorAll("table")) {
    if (!one.querySelector("thead th[scope=col]")) faults.push("no heads: " + one.outerHTML.slice(0, 100));
    if (!one.caption && !one.closest("section[aria-labelledby]")) faults.push("no caption: " + one.outerHTML.slice(0, 100));
  }
  for (const one of document.querySelectorAll("svg[role=img]"))
    if (!document.getElementById(one.getAttribute("aria-labelledby"))?.textContent) faults.push("a drawing without name");
  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) faults.push("id twice: " + id);
  for (const one of document.querySelectorAll("[aria-labelledby]"))
    if (!document.getElementById(one.getAttribute("aria-labelledby"))) faults.push("labelled by nothing: " + one.id);
  if (!document.documentElement.lang || !document.title) faults.push("no language or title");
  return faults;
}

/** Texts with a contrast below 4.5 : 1 (WCAG 2.2, 1.4.3) against the nearest background. */
export function badContrast() {
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = (one) => {
    for (; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      const [, , , alpha = 1] = channels(colour);
      if (alpha === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const faults = new Set();
  const judge = (text, front, back) => {
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) faults.add(`${ratio.toFixed(2)}: ${front} on ${back}: ${text.trim().slice(0, 40)}`);
  };
  for (const one of document.querySelectorAll("body *")) {
    if (!one.checkVisibility() || one.closest("svg") || one.disabled || ["SCRIPT", "STYLE"].includes(one.tagName)) continue;
    const text = [...one.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data).join("");
    if (text.trim()) judge(text, getComputedStyle(one).color, background(one));
  }
  for (const tile of document.querySelectorAll("svg.map rect:not(.part)"))
    for (const text of document.querySelectorAll("svg.map text")) judge(text.textContent, getComputedStyle(text).fill, getComputedStyle(tile).fill);
  return [...faults];
}
