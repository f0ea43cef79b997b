// The page: which sheet is looked at, its tables, and what is told of trouble.
import { Grid, address, edges, element, paint } from "./grid.js";
import { get, onTrouble, tell } from "./net.js";
import { language, languages, speak, word } from "./words.js";

const part = (id) => document.getElementById(id);
const state = { book: null, sheet: "", frame: null, found: null };

const grid = new Grid(part("grid"), selected, failed);
let asked = 0;

async function selected(sheet, range) {
  const mine = ++asked;
  try {
    const cell = await get("cell", { sheet, range: address([range[0], range[1], range[0], range[1]]) });
    if (mine !== asked) return;
    const formula = cell.formula ? element("code", {}, cell.formula) : "";
    part("cell").replaceChildren(element("b", {}, address(range)), " ", formula, element("span", { dir: "auto" }, cell.text.slice(0, 32767)));
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  tell(word(error.message));
}

onTrouble((sentence) => {
  part("trouble").textContent = sentence;
  part("trouble").hidden = !sentence;
});

function tabs() {
  const made = state.book.sheets.map(({ name, hidden }) => {
    const on = name === state.sheet;
    const text = hidden ? `${name} (${word("hidden")})` : name;
    return element("button", { role: "tab", "aria-selected": String(on), "aria-controls": "grid", tabindex: on ? 0 : -1, dir: "auto", onclick: () => show(name) }, text);
  });
  part("tabs").replaceChildren(...made);
  part("tabs").setAttribute("aria-label", word("sheets"));
}

part("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const names = state.book.sheets.map(({ name }) => name);
  const next = names[(names.indexOf(state.sheet) + step + names.length) % names.length];
  show(next).then(() => part("tabs").querySelector("[aria-selected=true]").focus());
});

function side() {
  const found = state.found;
  const rows = (found?.tables ?? []).map((table, i) => {
    const sure = `${table.sure ? "" : `${word("unsure")} · `}${Math.round(table.confidence * 100)} %`;
    const name = element("span", { dir: "auto" }, table.title || table.range);
    const swatch = element("i", { class: "swatch", "aria-hidden": "true", style: { background: paint(i) } });
    const button = element("button", { title: `${word("goto")}: ${table.range}`, onclick: () => grid.select(table.edges) }, swatch, name, element("small", {}, `${table.range} · ${sure}`));
    return element("li", {}, button);
  });
  const empty = found && !rows.length ? element("p", {}, word(state.frame.rows ? "none" : "empty")) : "";
  const notes = [found?.outside, rows.length ? word("legend") : ""].filter(Boolean).map((text) => element("p", {}, text));
  part("side").replaceChildren(element("h2", {}, word("tables")), element("ul", { class: "tables" }, ...rows), empty, ...notes);
  part("side").setAttribute("aria-label", word("tables"));
}

async function show(name) {
  state.sheet = name;
  tabs();
  part("notes").textContent = word("reading");
  try {
    const frame = await get("sheet", { sheet: name });
    if (name !== state.sheet) return;
    Object.assign(state, { frame, found: null });
    grid.show(frame);
    part("notes").textContent = [...state.book.notes, ...frame.notes].join(" ");
    side();
    const found = await get("tables", { sheet: name });
    if (name !== state.sheet) return;
    state.found = found;
    grid.outline(found);
    side();
  } catch (error) {
    part("notes").textContent = "";
    failed(error);
  }
}

function opened(book) {
  const first = book.sheets.find(({ hidden }) => !hidden) ?? book.sheets[0];
  const stays = book.sheets.some(({ name }) => name === state.sheet);
  state.book = book;
  part("title").textContent = document.title = book.title;
  if (first) return show(stays ? state.sheet : first.name);
}

async function look() {
  try {
    const book = await get("book");
    if (book.version !== state.book?.version) await opened(book);
    tell("");
  } catch (error) {
    failed(error);
  }
}

function spoken() {
  document.documentElement.lang = language();
  part("language-name").textContent = word("language");
  if (state.book) {
    tabs();
    side();
  }
}

part("language").append(...Object.entries(languages).map(([value, name]) => element("option", { value, selected: value === language() }, name)));
part("language").addEventListener("change", (event) => { speak(event.target.value); spoken(); });
addEventListener("focus", look);
addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))));

/** Show the cells that a reference names, such as 'Q1'!B2:C5. */
export async function goTo(reference) {
  const [, name, range] = reference.match(/^(?:(.*)!)?([^!]+)$/) ?? [];
  const sheet = name?.replace(/^'(.*)'$/, "$1").replaceAll("''", "'") || state.sheet;
  if (sheet !== state.sheet) await show(sheet);
  grid.select(edges(range));
}

spoken();
look();
