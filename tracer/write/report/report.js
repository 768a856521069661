// SPDX-License-Identifier: Apache-2.0
"use strict";
// Shows the report's data. Every text of it becomes a text node, never markup; only what a page shows of a table is in the document.
const data = JSON.parse(document.getElementById("data").textContent);
const subjects = data.subjects;
const PAGE = 50;

// --- Elements ---

function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}
function svg(name, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
const code = (text) => el("code", {}, text);
const soft = (text) => el("span", { class: "soft" }, text);
const badge = (text, tone) => el("span", { class: "badge " + (tone || "") }, text);
const lines = (texts) => (texts.length === 0 ? "" : el("ul", { class: "plain" }, texts.map((text) => el("li", {}, text))));
const counted = (count, word, words) => count.toLocaleString("en") + " " + (count === 1 ? word : words || word + "s");
// Only addresses of the web become links: a register may say anything.
const link = (url) => (/^https?:\/\/[^\s]+$/i.test(url || "") ? el("a", { href: url, rel: "noreferrer noopener" }, url) : url || "");
function bytes(count) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let unit = 0;
  while (count >= 1024 && unit < units.length - 1) { count /= 1024; ++unit; }
  return (unit === 0 ? count : count.toFixed(1)) + " " + units[unit];
}
function facts(pairs) {
  return el("dl", { class: "facts" }, pairs.filter(([, value]) => value).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));
}
function section(id, title, ...children) {
  return el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title" }, title), children);
}

// --- Tables ---

/** A table of which one page is in the document. A column: {name, value(row) for sorting and searching, show(row), wide, number}. */
class Table {
  constructor({ caption, columns, rows, more, empty }) {
    Object.assign(this, { columns, rows, more, empty: empty || "Nothing." });
    this.texts = null;
    this.shown = rows;
    this.page = 0;
    this.sorted = null;
    this.body = el("tbody");
    this.heads = columns.map((column) => this.head(column));
    this.table = el("table", {}, el("caption", {}, caption), el("thead", {}, el("tr", {}, this.heads)), this.body);
    this.status = el("span", { role: "status" });
    this.former = el("button", { type: "button", onclick: () => this.turn(-1) }, "Previous");
    this.next = el("button", { type: "button", onclick: () => this.turn(1) }, "Next");
    this.pages = el("div", { class: "pages" }, this.status, this.former, this.next);
    this.node = el("div", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption }, this.table), this.pages);
    this.draw();
  }
  head(column) {
    const sort = el("button", { type: "button", onclick: () => this.sort(column) }, column.name);
    return el("th", { scope: "col", class: this.classes(column), "data-name": column.name }, sort);
  }
  classes(column) {
    return (column.wide ? "wide " : "") + (column.number ? "number" : "") || undefined;
  }
  sort(column) {
    const down = this.sorted && this.sorted.column === column && !this.sorted.down;
    this.sorted = { column, down };
    this.heads.forEach((head, i) => {
      if (this.columns[i] === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    this.page = 0;
    this.draw();
  }
  /** Shows the rows that have all of `words` and that `accepts`. */
  filter(words, accepts) {
    if (this.texts === null) this.texts = this.rows.map((row) => this.columns.map((column) => column.value(row)).join("\n").toLowerCase());
    this.shown = this.rows.filter((row, i) => (!accepts || accepts(row)) && words.every((word) => this.texts[i].includes(word)));
    this.page = 0;
    this.draw();
  }
  ordered() {
    if (!this.sorted) return this.shown;
    const { column, down } = this.sorted;
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    const keyed = this.shown.map((row) => [column.value(row), row]);
    keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
    return keyed.map((pair) => pair[1]);
  }
  turn(by) {
    this.page += by;
    this.draw();
    this.node.scrollIntoView({ block: "start" });
  }
  /** With `all`, every row: for printing. */
  draw(all) {
    const rows = this.ordered();
    const first = all ? 0 : this.page * PAGE;
    const last = all ? rows.length : Math.min(first + PAGE, rows.length);
    const drawn = rows.slice(first, last).map((row) => this.row(row));
    if (rows.length === 0) drawn.push(el("tr", {}, el("td", { colspan: this.columns.length }, this.rows.length === 0 ? this.empty : "No row fits the filter.")));
    this.body.replaceChildren(...drawn);
    const range = rows.length > PAGE && !all ? (first + 1).toLocaleString("en") + "\u2013" + last.toLocaleString("en") + " of " : "";
    const hidden = this.rows.length - rows.length;
    this.status.textContent = range + counted(rows.length, "row") + (hidden > 0 ? ", " + hidden.toLocaleString("en") + " filtered out" : "");
    this.former.disabled = this.page === 0;
    this.next.disabled = last >= rows.length;
    this.former.hidden = this.next.hidden = rows.length <= PAGE;
    this.table.setAttribute("aria-rowcount", rows.length + 1);
  }
  row(row) {
    const line = el("tr");
    this.columns.forEach((column, i) => {
      const shown = column.show ? column.show(row) : String(column.value(row));
      const cell = i === 0 && this.more ? el("div", { class: "id" }, this.opener(row, line), el("span", {}, shown)) : shown;
      line.append(el(i === 0 ? "th" : "td", { scope: i === 0 ? "row" : undefined, class: this.classes(column) }, cell));
    });
    return line;
  }
  opener(row, line) {
    let opened = null;
    const button = el("button", { type: "button", "aria-expanded": "false", "aria-label": "Evidence for " + this.columns[0].value(row) + " " + (this.columns[1].value(row) || "") }, "+");
    button.addEventListener("click", () => {
      if (opened) opened.remove();
      opened = opened ? null : el("tr", { class: "more" }, el("td", { colspan: this.columns.length }, this.more(row)));
      if (opened) line.after(opened);
      button.textContent = opened ? "\u2212" : "+";
      button.setAttribute("aria-expanded", String(opened !== null));
    });
    return button;
  }
}
const collator = new Intl.Collator("en", { numeric: true });
const tables = [];
function table(options) {
  const made = new Table(options);
  tables.push(made);
  return made;
}
function searchable(made, label) {
  const field = el("input", { type: "search", autocomplete: "off", oninput: () => made.filter(words(field.value)) });
  return made.rows.length > 10 ? [el("div", { class: "filter" }, el("label", { class: "grow" }, label, field)), made.node] : made.node;
}
const words = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

// --- Head and verdict ---

const statusTone = { failed: "bad", warned: "warn", passed: "good" };
function drawHead() {
  const head = data.head;
  const digest = (text) => text && code(text);
  document.getElementById("head").append(
    el("h1", {}, "SOUP report: " + (head.product || "unnamed product") + (head.version ? " " + head.version : "")),
    facts([
      ["Supplier", head.supplier], ["Safety class of the product", head.safetyClass], ["Date of the report", head.date],
      ["Configuration", head.configuration], ["Built by", head.generator], ["SOUP register", head.register || "none"],
      ["Toolchain", lines(head.toolchains)], ["Written by", "SoupTrace " + head.tool + (head.traceTool === head.tool ? "" : ", trace by " + head.traceTool)],
      ["SHA-256 of the trace", digest(head.traceSha256)],
    ]),
    el("h2", {}, "Binaries"),
    el("dl", { class: "facts" }, data.binaries.map((one) => el("div", {}, el("dt", {}, one.name + (one.safetyClass ? ", class " + one.safetyClass : "") + ", " + bytes(one.size)), el("dd", {}, digest(one.sha256))))));
}
function drawVerdict() {
  const gates = data.gates || [];
  const counts = new Map();
  for (const gate of gates) counts.set(gate.status, (counts.get(gate.status) || 0) + 1);
  const todo = gates.filter((gate) => gate.status === "failed" || gate.status === "warned").sort((a, b) => (a.status === b.status ? 0 : a.status === "failed" ? -1 : 1));
  const node = section("verdict", data.verdict.text,
    counts.size > 0 && el("ul", { class: "counts", "aria-label": "Gates by status" }, ["failed", "warned", "waived", "passed", "not checked", "off"].filter((status) => counts.has(status)).map((status) => [status, counts.get(status)]).map(([status, count]) => el("li", {}, el("b", {}, count), badge(status, statusTone[status])))) || "",
    data.verdict.reservations.map((text) => el("p", {}, text)),
    todo.length > 0 ? [el("h3", {}, "To do"), el("ul", { class: "todo" }, todo.map(drawTodo))] : "");
  node.classList.add("verdict", data.verdict.state);
  return node;
}
function drawTodo(gate) {
  const open = gate.messages.filter((message) => !message.waived);
  const actions = [...new Set(open.map((message) => message.action).filter(Boolean))];
  const wrong = open.slice(0, 3).map((message) => (message.subject ? message.subject + ": " : "") + message.text);
  if (open.length > 3) wrong.push("and " + (open.length - 3) + " more, with the gate below");
  return el("li", {}, badge(gate.status, statusTone[gate.status]), " ", el("strong", {}, gate.gate), " ", soft(gate.clause), el("br"),
    "Demanded: " + gate.title + ".", lines(wrong), actions.length > 0 ? actions[0] : "",
    actions.length > 1 ? " " + counted(actions.length - 1, "more action") + " with the gate below." : "");
}

// --- What is in each binary ---

const kinds = { product: "product's own", soup: "SOUP", runtime: "runtime library", unowned: "without owner" };
const approvalTone = { approved: "good", stale: "bad", draft: "bad" };
const registered = () => Boolean(data.gates);
const attention = (row) => {
  const one = subjects[row.s];
  return one.gates.length > 0 || one.vulnerabilities.length > 0 || one.kind === "unowned" || (registered() && one.approval !== "approved");
};
const subjectOf = (row) => subjects[row.s];
function approvalText(one) {
  if (!one.item) return registered() ? "not registered" : "no register";
  return one.approval;
}
const soupColumns = [
  { name: "ID", value: (row) => subjectOf(row).item || "", show: (row) => subjectOf(row).item || soft("none") },
  { name: "Title", wide: true, value: (row) => subjectOf(row).title || "", show: (row) => [subjectOf(row).title, subjectOf(row).purpose ? el("div", { class: "soft" }, subjectOf(row).purpose) : ""] },
  { name: "Manufacturer", wide: true, value: (row) => subjectOf(row).manufacturer || "" },
  { name: "Version", value: (row) => [subjectOf(row).version || "", ...subjectOf(row).otherVersions].join(" "), show: (row) => [subjectOf(row).version || "", subjectOf(row).otherVersions.map((text) => el("div", {}, badge("linked: " + text, "bad")))] },
  { name: "Class", value: (row) => subjectOf(row).safetyClass || "" },
  { name: "Approval", wide: true, value: (row) => approvalText(subjectOf(row)), show: (row) => drawApproval(subjectOf(row)) },
  { name: "Gates", value: (row) => subjectOf(row).gates.join(" "), show: (row) => lines(subjectOf(row).gates) },
  { name: "Licence", value: (row) => subjectOf(row).licence || "" },
  { name: "Kind", value: (row) => kinds[subjectOf(row).kind] },
  { name: "How linked", wide: true, value: (row) => row.how.join("; "), show: (row) => lines(row.how) },
  { name: "Bytes of linked inputs", number: true, value: (row) => row.bytes, show: (row) => (row.bytes > 0 ? bytes(row.bytes) : soft("none")) },
  { name: "Identity", value: (row) => row.tier },
  { name: "Support ends", value: (row) => subjectOf(row).endOfSupport || subjectOf(row).support || "", show: (row) => [subjectOf(row).endOfSupport, subjectOf(row).support ? el("div", { class: "soft" }, subjectOf(row).support) : ""] },
  { name: "Requirements", value: (row) => subjectOf(row).requirements || 0, show: (row) => (subjectOf(row).requirements ? "yes: " + subjectOf(row).requirements + ", " + subjectOf(row).verified + " verified" + (subjectOf(row).verifiedOn ? " (" + subjectOf(row).verifiedOn + ")" : "") : subjectOf(row).item ? "no" : "") },
  { name: "Anomaly list", value: (row) => subjectOf(row).anomalyDate || subjectOf(row).anomalyList || "", show: (row) => drawAnomalies(subjectOf(row)) },
  { name: "Vulnerabilities", value: (row) => subjectOf(row).vulnerabilities.join(" "), show: (row) => (data.evaluation ? lines(subjectOf(row).vulnerabilities) || "none known" : soft("not looked up")) },
];
function soupColumnsShown() {
  const only = ["ID", "Approval", "Support ends", "Requirements", "Anomaly list", "Gates"];  // of the register
  return soupColumns.filter((column) => (registered() || !only.includes(column.name)) && (data.evaluation || column.name !== "Vulnerabilities"));
}
function drawApproval(one) {
  return [badge(approvalText(one), approvalTone[one.approval] || "warn"), one.approvedBy ? el("div", { class: "soft" }, one.approvedBy + ", " + (one.approvedOn || "")) : ""];
}
function drawAnomalies(one) {
  if (!one.item) return "";
  const open = one.anomaliesOpen ? el("div", {}, badge(one.anomaliesOpen + " open", "bad")) : one.anomalies ? el("div", { class: "soft" }, one.anomalies + " decided") : "";
  return [one.anomalyDate || one.anomalyList || "no", open];
}
function drawEvidence(row) {
  const one = subjectOf(row);
  const files = el("table", {}, el("caption", {}, "Files of it in the binary, and how their owner is known"),
    el("thead", {}, el("tr", {}, ["File", "How", "SHA-256", "Size", "Identity and evidence"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, row.files.map(drawFile)));
  return [facts([["Components", lines(row.components)], ["purl", lines(row.purls)], ["Website", link(one.url)], ["Commit", one.commit && code(one.commit)], ["Language", one.language], ["Licence read from", one.licenceSource], ["Change request", one.changeRequest],
    ["Support stated by", link(one.supportSource)], ["Anomaly list", link(one.anomalyUrl)], ["Judgements of another state", lines(one.stale || [])]]),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Files of " + (one.title || "it") }, files),
    row.moreFiles ? el("p", { class: "soft" }, "And " + counted(row.moreFiles, "more file") + ": souptrace explain tells of each.") : ""];
}
function drawFile(use) {
  const file = data.files[use.f];
  const members = use.members && use.members.length > 0 && el("details", {}, el("summary", {}, counted(use.members.length + (use.moreMembers || 0), "member")),
    el("ul", { class: "plain" }, use.members.map(([name, size, digest, why]) => el("li", {}, code(name), " ", soft(bytes(size) + (why ? ", " + why : "")), digest ? el("div", {}, code(digest)) : ""))),
    use.moreMembers ? el("p", { class: "soft" }, "and " + use.moreMembers + " more") : "");
  return el("tr", {}, el("th", { scope: "row", class: "wide" }, code(file.p), members || ""), el("td", {}, use.as.join(", "), use.why ? el("div", { class: "soft" }, use.why) : ""),
    el("td", { class: "wide" }, code(file.h)), el("td", { class: "number" }, bytes(file.z)),
    el("td", { class: "wide" }, file.t, el("div", { class: "soft" }, file.r || ""), lines(file.e), file.l ? el("div", {}, "Other claims: ", lines(file.l)) : ""));
}
function drawBinary(one, open) {
  const soup = one.rows.filter((row) => subjectOf(row).kind !== "product");
  const node = el("details", { class: "binary", open, id: "binary-" + data.binaries.indexOf(one) },
    el("summary", {}, el("h3", {}, one.name), soft(counted(soup.length, "third-party component") + ", " + bytes(one.size)),
      one.complete ? badge("list complete", "good") : badge("list incomplete", "bad")));
  const draw = () => {
    if (node.childElementCount > 1) return;
    const made = table({ caption: "SOUP in " + one.name, columns: soupColumnsShown(), rows: soup, more: drawEvidence, empty: "Nothing third-party is in this binary." });
    made.isSoup = true;
    node.append(...[facts([["File", code(one.path)], ["SHA-256", code(one.sha256)], ["Build ID", one.buildId && code(one.buildId)], ["Format", one.format], ["Linker", one.linker],
      ["Software item", one.softwareItem], ["Safety class", one.safetyClass], ["Seen by", one.witnesses.join(", ")], ["Not accounted for", lines(one.unaccounted)]]),
      drawShipped(one), drawMap(one), made.node].flat());
    if (draw.filter) made.filter(...draw.filter());
  };
  node.drawNow = draw;
  node.addEventListener("toggle", () => { if (node.open) { draw(); } });
  return node;
}
function drawShipped(one) {
  if (one.shipped.length === 0) return "";
  return el("details", { class: "paper" }, el("summary", {}, counted(one.shipped.length, "file") + " made of it that may leave the company"),
    el("ul", {}, one.shipped.map((file) => el("li", {}, code(file.path), " ", file.steps.join(", ") || "unexplained", file.package ? ", in " + file.package : "", el("div", {}, code(file.sha256))))));
}

// --- Treemap: squarified (Bruls, Huizing, van Wijk 2000) ---

/** Places {size} items, largest first, into a rectangle; calls place(item, x, y, width, height). */
function squarify(items, x, y, width, height, place) {
  let total = items.reduce((sum, item) => sum + item.size, 0);
  let at = 0;
  while (at < items.length && total > 0) {
    const side = Math.min(width, height);
    const scale = (width * height) / total;
    let sum = 0;
    let end = at;
    let worst = Infinity;
    while (end < items.length) {
      const next = sum + items[end].size;
      const area = next * scale;
      const ratio = Math.max((side * side * items[at].size * scale) / (area * area), (area * area) / (side * side * items[end].size * scale));
      if (ratio > worst) break;
      worst = ratio;
      sum = next;
      ++end;
    }
    const depth = (sum * scale) / side;
    let along = 0;
    for (; at < end; ++at) {
      const length = (items[at].size / sum) * side;
      if (width >= height) place(items[at], x, y + along, depth, length);
      else place(items[at], x + along, y, length, depth);
      along += length;
    }
    if (width >= height) { x += depth; width -= depth; } else { y += depth; height -= depth; }
    total -= sum;
  }
}
function partsOf(row) {
  const parts = [];
  for (const use of row.files) {
    if (use.members) for (const member of use.members) parts.push({ size: member[1], name: member[0] });
    else if (use.bytes > 0) parts.push({ size: use.bytes, name: data.files[use.f].p });
  }
  return parts.filter((part) => part.size > 0).sort((a, b) => b.size - a.size).slice(0, 150);
}
const TILES = 80;
function tilesOf(one) {
  const all = one.rows.filter((row) => row.bytes > 0).map((row) => ({ size: row.bytes, name: subjectOf(row).title, version: subjectOf(row).version, kind: subjectOf(row).kind, parts: partsOf(row) }));
  all.sort((a, b) => b.size - a.size);
  const rest = all.splice(TILES);
  if (rest.length > 0) all.push({ size: rest.reduce((sum, tile) => sum + tile.size, 0), name: counted(rest.length, "smaller one"), kind: "soup", parts: [] });
  return all;
}
function drawMap(one) {
  const tiles = tilesOf(one);
  if (tiles.length === 0) return "";
  const total = tiles.reduce((sum, tile) => sum + tile.size, 0);
  const share = (tile) => ((100 * tile.size) / total).toFixed(1) + " %";
  const [width, height] = innerWidth < 640 ? [480, 360] : [1200, 300];
  const id = "map-" + data.binaries.indexOf(one);
  const drawing = svg("svg", { class: "map", viewBox: "0 0 " + width + " " + height, role: "img", "aria-labelledby": id });
  const label = svg("title", { id });
  label.textContent = "What the linker took into " + one.name + ", by bytes: " + tiles.slice(0, 5).map((tile) => tile.name + " " + share(tile)).join(", ") + ". The table below has all.";
  drawing.append(label);
  squarify(tiles, 0, 0, width, height, (tile, x, y, w, h) => drawTile(drawing, tile, share(tile), x, y, w, h));
  const present = Object.keys(kinds).filter((kind) => tiles.some((tile) => tile.kind === kind));
  const rows = el("table", {}, el("caption", {}, "Bytes that the linker took into " + one.name),
    el("thead", {}, el("tr", {}, ["Component", "Kind", "Bytes", "Share"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, tiles.map((tile) => el("tr", {}, el("th", { scope: "row" }, tile.name + (tile.version ? " " + tile.version : "")), el("td", {}, kinds[tile.kind]), el("td", { class: "number" }, tile.size.toLocaleString("en")), el("td", { class: "number" }, share(tile))))));
  return [drawing, el("ul", { class: "legend" }, present.map((kind) => el("li", {}, el("i", { class: kind }), kinds[kind]))),
    el("p", { class: "soft" }, "Area: size of the objects and archive members that the linker took; it may have left sections of them out. Shared libraries and headers have no area."),
    el("details", {}, el("summary", {}, "The same as a table"), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Bytes in " + one.name }, rows))];
}
function drawTile(drawing, tile, share, x, y, w, h) {
  const tip = svg("title", {});
  tip.textContent = tile.name + (tile.version ? " " + tile.version : "") + ", " + kinds[tile.kind] + ": " + bytes(tile.size) + ", " + share;
  drawing.append(svg("rect", { x, y, width: w, height: h, class: tile.kind, "stroke-width": 2 }, tip));
  const top = w > 60 && h > 34 ? 22 : 0;
  if (tile.parts.length > 1 && w > 30 && h > 30)
    squarify(tile.parts, x, y + top, w, h - top, (part, px, py, pw, ph) => { if (pw > 2 && ph > 2) drawing.append(svg("rect", { x: px, y: py, width: pw, height: ph, class: "part", "stroke-width": 0.7, "pointer-events": "none" })); });
  if (top === 0) return;
  const room = Math.floor((w - 12) / 7.3);
  const name = tile.name + " " + share;
  const text = svg("text", { x: x + 6, y: y + 16 });
  text.textContent = name.length > room ? name.slice(0, Math.max(room - 1, 1)) + "\u2026" : name;
  drawing.append(text);
}

// --- Filter over all binaries ---

function drawContents() {
  const field = el("input", { type: "search", autocomplete: "off", id: "search", oninput: () => apply() });
  const kind = el("select", { onchange: () => apply() }, el("option", { value: "" }, "all"), ["soup", "runtime", "unowned"].map((name) => el("option", { value: name }, kinds[name])));
  const state = el("select", { onchange: () => apply() }, el("option", { value: "" }, "all"), el("option", { value: "attention" }, "needs attention"));
  const binaries = data.binaries.map((one, i) => drawBinary(one, i === 0 || data.binaries.length <= 4));
  const wanted = () => [words(field.value), (row) => (!kind.value || subjectOf(row).kind === kind.value) && (!state.value || attention(row))];
  const apply = () => { for (const one of tables) if (one.isSoup) one.filter(...wanted()); };
  for (const node of binaries) { node.drawNow.filter = wanted; if (node.open) node.drawNow(); }
  return section("contents", "What is in each binary",
    el("form", { class: "filter", role: "search", onsubmit: (event) => event.preventDefault() },
      el("label", { class: "grow" }, "Search name, version, manufacturer, licence, vulnerability \u2026", field), el("label", {}, "Kind", kind), el("label", {}, "State", state)),
    binaries);
}

// --- The other sections ---

function drawUnlinked() {
  const linked = new Set(data.binaries.flatMap((one) => one.rows.map((row) => row.s)));
  const rest = subjects.filter((one, i) => one.item && !linked.has(i));
  if (rest.length === 0) return null;
  return section("unlinked", "Registered, and in no binary", el("ul", {}, rest.map((one) => el("li", {}, one.item + " " + (one.title || "") + " " + (one.version || "")))));
}
/** What a licence asks for depends on it. */
function wayOf(words) {
  if (/^static/.test(words)) return "static";
  if (/^(dynamic|loaded)/.test(words)) return "dynamic";
  if (/ headers?\b/.test(words)) return "headers";
  return / sources?$/.test(words) ? "compiled in" : "objects";
}
function drawLicences() {
  const byLicence = new Map();
  for (const binary of data.binaries) for (const row of binary.rows) {
    const one = subjectOf(row);
    if (one.kind === "product" || one.kind === "unowned") continue;
    const name = one.licence || "NOASSERTION";
    if (!byLicence.has(name)) byLicence.set(name, { name, subjects: new Set(), binaries: new Set(), how: new Set() });
    const entry = byLicence.get(name);
    entry.subjects.add((one.title || "") + " " + (one.version || ""));
    entry.binaries.add(binary.name);
    for (const words of row.how) entry.how.add(wayOf(words));
  }
  const made = table({ caption: "Licences of what is linked", empty: "Nothing third-party is linked.", rows: [...byLicence.values()].sort((a, b) => collator.compare(a.name, b.name)), columns: [
    { name: "Licence", wide: true, value: (row) => row.name, show: (row) => (row.name === "NOASSERTION" ? badge("not stated", "warn") : row.name) },
    { name: "Components", wide: true, value: (row) => [...row.subjects].join("; ") },
    { name: "Binaries", value: (row) => [...row.binaries].join(", ") },
    { name: "How", value: (row) => [...row.how].sort().join(", ") },
  ] });
  return section("licences", "Licences", searchable(made, "Search licences"));
}
function drawSupport() {
  const rows = subjects.filter((one) => one.item);
  if (!registered() || rows.length === 0) return null;
  const made = table({ caption: "Support, as the register states it", rows, columns: [
    { name: "ID", value: (row) => row.item }, { name: "Title", wide: true, value: (row) => (row.title || "") + " " + (row.version || "") },
    { name: "Level", value: (row) => row.support || "", show: (row) => row.support || badge("not stated", "warn") },
    { name: "End of support", value: (row) => row.endOfSupport || "", show: (row) => (row.endOfSupport ? (data.head.date && row.endOfSupport < data.head.date ? badge("ended " + row.endOfSupport, "bad") : row.endOfSupport) : row.supportJustification || soft("not stated")) },
    { name: "Stated by", wide: true, value: (row) => row.supportSource || "", show: (row) => link(row.supportSource) },
  ] });
  return section("support", "Support", searchable(made, "Search support"));
}
function drawVulnerabilities() {
  const from = data.evaluation;
  if (!from) return section("vulnerabilities", "Vulnerabilities", el("p", {}, "They were not looked up for this report: ", code("souptrace vulns TRACE --output vulnerabilities.json"), ", then ", code("souptrace report TRACE --vulnerabilities vulnerabilities.json"), "."));
  const assessed = (row) => row.assessments.map((one) => (one.binaries.length > 0 ? one.binaries.join(", ") + ": " : "") + one.status + (one.justification ? ", " + one.justification : "") + (one.by ? " (" + one.by + ", " + (one.date || "") + ")" : "") + (one.binaries.length > 0 ? "" : "; made for other bytes, does not hold"));
  const made = table({ caption: "Known vulnerabilities of what is linked", empty: "The database knows none.", rows: from.vulnerabilities, columns: [
    { name: "Vulnerability", value: (row) => row.id, show: (row) => [row.id, row.exploited ? el("div", {}, badge("exploited " + row.exploited, "bad")) : "", el("div", { class: "soft" }, row.aliases.filter((name) => name !== row.id).join(", "))] },
    { name: "Component", wide: true, value: (row) => (subjects[row.s].item ? subjects[row.s].item + " " : "") + row.component },
    { name: "State", value: (row) => row.state, show: (row) => badge(row.state === "affected" ? "affected" : "not told", row.state === "affected" ? "bad" : "warn") },
    { name: "Summary", wide: true, value: (row) => (row.summary || "") + " " + (row.severity || ""), show: (row) => [row.summary, row.severity ? el("div", { class: "soft lines" }, row.severity) : ""] },
    { name: "Why", wide: true, value: (row) => row.reasons || "", show: (row) => el("div", { class: "lines" }, row.reasons || "") },
    { name: "Fixed in", value: (row) => row.fixed.join(", ") },
    { name: "What the link proves", wide: true, value: (row) => row.evidence.concat(row.proposals).join("; "), show: (row) => [lines(row.evidence), lines(row.proposals.map((text) => "Proposed: not affected in " + text))] },
    { name: "Assessment", wide: true, value: (row) => assessed(row).join("; "), show: (row) => (row.assessments.length > 0 ? lines(assessed(row)) : badge("not assessed", "warn")) },
  ] });
  return section("vulnerabilities", "Vulnerabilities",
    facts([["Database", from.database], ["Its date", from.date], ["Asked", from.evaluated], ["SHA-256", from.sha256 && code(from.sha256)]]),
    from.sameTrace ? "" : el("p", {}, badge("another trace", "bad"), " This evaluation was made for another trace."),
    el("p", {}), searchable(made, "Search vulnerabilities"),
    from.notAsked.length > 0 ? el("details", { class: "paper" }, el("summary", {}, counted(from.notAsked.length, "component") + " that the database could not be asked about"), lines(from.notAsked)) : "",
    from.findings.length > 0 ? drawFindingsTable(from.findings, "Findings of the evaluation") : "");
}
function drawDiff() {
  const diff = data.diff;
  if (!diff) return section("changes", "Changes since the release before", el("p", {}, "No former release was named: ", code("souptrace report TRACE --previous OLD/trace.json"), "."));
  const impacts = diff.impacts.length > 0 && table({ caption: "To review because of the changes (IEC 62304)", rows: diff.impacts, columns: [
    { name: "What", wide: true, value: (row) => row.subject || "" }, { name: "Class", value: (row) => row.safetyClass || "" },
    { name: "Binaries", value: (row) => row.binaries.join(", ") },
    { name: "Changes", wide: true, value: (row) => row.changes.join("; "), show: (row) => lines(row.changes) },
    { name: "Asks for", value: (row) => row.clauses.join(", "), show: (row) => lines(row.clauses) },
    { name: "Proved to be the same", wide: true, value: (row) => row.unaffected.join("; "), show: (row) => lines(row.unaffected) },
  ] });
  const components = diff.components.length > 0 && table({ caption: "SOUP components that differ", rows: diff.components, columns: [
    { name: "Component", wide: true, value: (row) => row.name }, { name: "Before", value: (row) => row.before || "", show: (row) => row.before || soft("none") },
    { name: "Now", value: (row) => row.after || "", show: (row) => row.after || soft("none") }, { name: "What differs", value: (row) => row.states.join(", ") },
    { name: "Files and members", wide: true, value: (row) => row.parts.join("; "), show: (row) => [lines(row.parts), row.same > 0 ? soft(counted(row.same, "other is the same", "others are the same")) : ""] },
  ] });
  const states = { added: "new", removed: "gone", same: "the same bytes; not all that it loads or was made of is" };
  const binaries = diff.binaries.length > 0 && table({ caption: "Binaries that differ", rows: diff.binaries, columns: [
    { name: "Binary", value: (row) => row.name }, { name: "State", value: (row) => states[row.state] || row.state },
    { name: "SHA-256 before and now", wide: true, value: (row) => (row.before || "") + " " + (row.after || ""), show: (row) => [row.before ? el("div", {}, code(row.before)) : "", row.after ? el("div", {}, code(row.after)) : ""] },
    { name: "What differs", wide: true, value: (row) => row.counts.concat(row.values, row.shipped).join("; "), show: (row) => [lines(row.counts), lines(row.values), lines(row.shipped.map((text) => "ships " + text))] },
  ] });
  const settings = diff.settings.length > 0 && table({ caption: "Settings that differ", rows: diff.settings, columns: [
    { name: "Setting", value: (row) => row.name }, { name: "Before", wide: true, value: (row) => row.before || "" }, { name: "Now", wide: true, value: (row) => row.after || "" },
  ] });
  return section("changes", "Changes since " + diff.before, facts([["SHA-256 of the former trace", diff.beforeSha256 && code(diff.beforeSha256)]]),
    diff.notes.map((text) => el("p", {}, badge("note", "warn"), " ", text)),
    diff.differs ? lines(diff.summary) : el("p", {}, "Nothing differs."),
    impacts ? [searchable(impacts, "Search what is to review"), el("details", { class: "paper" }, el("summary", {}, "What the clauses ask for"), lines(diff.clauses))] : "",
    [[components, "Search changed components"], [binaries, "Search changed binaries"], [settings, "Search settings"]].map(([made, label]) => (made ? searchable(made, label) : "")),
    diff.unaffected.length > 0 || diff.unchanged > 0 ? el("details", { class: "paper" }, el("summary", {}, "Not affected"), lines(diff.unaffected), diff.unchanged > 0 ? el("p", {}, counted(diff.unchanged, "component") + " without any difference.") : "") : "",
    diff.notCompared.length > 0 ? el("details", { class: "paper" }, el("summary", {}, "Not compared"), lines(diff.notCompared)) : "");
}
function drawFindingsTable(rows, caption) {
  return searchable(table({ caption, empty: "There are no findings.", rows, columns: [
    { name: "Severity", value: (row) => row.severity, show: (row) => [badge(row.severity, row.severity === "error" ? "bad" : row.severity === "warning" ? "warn" : ""), row.incomplete ? el("div", { class: "soft" }, "incomplete because of it") : ""] },
    { name: "Finding", value: (row) => row.code }, { name: "About", wide: true, value: (row) => row.subject || "" },
    { name: "What was found", wide: true, value: (row) => row.text || "" }, { name: "What to do", wide: true, value: (row) => row.remedy || "" },
  ] }), "Search findings");
}
function drawGates() {
  if (!data.gates) return section("gates", "Gates", el("p", {}, "The gates compare what is linked with the SOUP register, and there is none. Draft one with ", code("souptrace register init TRACE --output soup"), ", complete and approve its items, then run ", code("souptrace report TRACE --register soup/register.json"), "."));
  const rows = data.gates.flatMap((gate) => (gate.messages.length > 0 ? gate.messages.map((message) => ({ gate, message })) : [{ gate, message: null }]));
  const status = (row) => (row.message === null ? row.gate.status : row.message.waived ? "waived" : row.message.severity === "error" ? "failed" : "warned");
  const made = table({ caption: "Every gate, with its clause and what to do", rows, columns: [
    { name: "Gate", value: (row) => row.gate.gate }, { name: "Clause", value: (row) => row.gate.clause || "" }, { name: "Demanded", wide: true, value: (row) => row.gate.title || "" },
    { name: "Status", value: status, show: (row) => badge(status(row), statusTone[status(row)]) },
    { name: "About", value: (row) => (row.message ? row.message.subject || "" : "") },
    { name: "What is wrong", wide: true, value: (row) => (row.message ? row.message.text || "" : row.gate.note || "") },
    { name: "What to do", wide: true, value: (row) => (row.message ? (row.message.waived ? "waived " + row.message.waived : row.message.action || "") : "") },
  ] });
  return section("gates", "Gates", searchable(made, "Search gates"));
}
function drawSign() {
  return section("sign", "Approval of this report", el("table", {}, el("thead", {}, el("tr", {}, ["Role", "Name", "Date", "Signature"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ["Prepared by", "Reviewed by (QA)", "Approved by (RA)"].map((role) => el("tr", {}, el("th", { scope: "row" }, role), el("td"), el("td"), el("td"))))));
}

// In the order in which QA reads; a section that has nothing to say is null.
const sections = [drawVerdict, drawContents, drawUnlinked, drawLicences, drawSupport, drawVulnerabilities, drawDiff,
  () => section("findings", "Findings of the trace", drawFindingsTable(data.findings, "What could not be established, or is wrong")), drawGates, drawSign];

drawHead();
const drawn = sections.map((draw) => draw()).filter(Boolean);
document.getElementById("main").append(...drawn);
document.getElementById("nav").append(el("ul", {}, drawn.filter((node) => node.id !== "sign").map((node) => el("li", {}, el("a", { href: "#" + node.id }, node.id === "verdict" ? "Verdict" : node.querySelector("h2").textContent)))));
document.getElementById("foot").append(el("p", { class: "soft" }, "Written by SoupTrace " + data.head.tool + " from the trace with the SHA-256 ", code(data.head.traceSha256 || ""), "."));

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.binary:not([open]), details.paper:not([open])")];
  for (const node of opened) { node.open = true; if (node.drawNow) node.drawNow(); }
  for (const one of tables) one.draw(true);
});
addEventListener("afterprint", () => {
  for (const node of opened) node.open = false;
  for (const one of tables) one.draw();
});
