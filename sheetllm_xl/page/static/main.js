// The page: which sheet is looked at, which view beside it, and what is told of trouble.
import { Ask, agreed } from "./ask.js";
import { Grid, address, edges, element, paint } from "./grid.js";
import { admitted, get, isAdmitted, onReturn, onTrouble, post, tell } from "./net.js";
import { History, Usage } from "./panels.js";
import { Setup } from "./setup.js";
import { language, languages, speak, word } from "./words.js";

const VIEWS = ["ask", "look", "tables", "history", "usage", "setup"];
const NARROW = matchMedia("(max-width: 760px)");
const part = (id) => document.getElementById(id);
const state = { book: null, sheet: "", frame: null, found: null, range: [1, 1, 1, 1] };

const grid = new Grid(part("grid"), selected, failed);
const ask = new Ask(part("ask"), state, cite);
const panels = { history: new History(part("history"), cite), usage: new Usage(part("usage")), setup: new Setup(part("setup")) };
let asked = 0;

async function selected(sheet, range) {
  const mine = ++asked;
  state.range = range;
  ask.drawForm();
  try {
    const cell = await get("cell", { sheet, range: address([range[0], range[1], range[0], range[1]]) });
    if (mine !== asked) return;
    const formula = cell.formula ? element("code", {}, cell.formula) : "";
    part("cell").replaceChildren(element("b", {}, address(range)), " ", formula, element("span", { dir: "auto" }, cell.text.slice(0, 32767)), ...(cell.sought === "" ? [] : [element("small", { class: "soft" }, ` · ${word("sought")} ${cell.sought ?? word("leftOut")}`)]));
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

/** A row of tabs: the arrows go from one to the next, which is then chosen. */
function tablist(root, name, ones, chosen, choose) {
  const made = ones.map(({ value, text, panel, id }) => {
    const on = value === chosen;
    return element("button", { id, role: "tab", "aria-selected": String(on), "aria-controls": panel, tabindex: on ? 0 : -1, dir: "auto", onclick: () => choose(value) }, text);
  });
  root.replaceChildren(...made);
  root.setAttribute("aria-label", name);
  root.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key], last = ones.length - 1;
    const at = ones.findIndex(({ value }) => value === chosen);
    const to = { Home: 0, End: last }[event.key] ?? (step ? (at + step + ones.length) % ones.length : -1);
    if (to < 0) return;
    event.preventDefault();
    Promise.resolve(choose(ones[to].value)).then(() => root.querySelector("[aria-selected=true]").focus());
  };
}

function tabs() {
  const ones = state.book.sheets.map(({ name, hidden }) => ({ value: name, text: hidden ? `${name} (${word("hidden")})` : name, panel: "grid" }));
  tablist(part("tabs"), word("sheets"), ones, state.sheet, show);
}

function view(name = document.body.dataset.view) {
  if (!NARROW.matches && name === "look") name = "ask";
  document.body.dataset.view = name;
  const ones = VIEWS.filter((one) => NARROW.matches || one !== "look").map((one) => ({ value: one, text: word(one), panel: one, id: `view-${one}` }));
  tablist(part("views"), word("views"), ones, name, view);
  panels[name]?.draw();
  for (const panel of document.querySelectorAll(".panel")) panel.setAttribute("aria-labelledby", `view-${panel.id}`);
}

/** Stand in the cells that an answer cites. */
async function cite(sheet, range) {
  if (NARROW.matches) view("look");
  if (state.frame) grid.laid();
  if (!(await goTo(sheet, range))) return tell(word("changed"));
  part("grid").focus({ preventScroll: true });
  return state.book.live && post("select", { ref: `'${sheet.replaceAll("'", "''")}'!${range}` }).catch(failed);
}

/** Look where Excel stands. */
async function follow() {
  const { sheet, range } = await get("selection");
  if (sheet && (sheet !== state.sheet || range !== address(state.range))) await goTo(sheet, range);
}

function side() {
  const found = state.found;
  const rows = (found?.tables ?? []).map((table, i) => {
    const sure = `${table.sure ? "" : `${word("unsure")} · `}${Math.round(table.confidence * 100)} %`;
    const name = element("span", { dir: "auto" }, table.title || table.range);
    const swatch = element("i", { class: "swatch", "aria-hidden": "true", style: { background: paint(i) } });
    const button = element("button", { title: `${word("goto")}: ${table.range}`, onclick: () => cite(state.sheet, table.range) }, swatch, name, element("small", {}, `${table.range} · ${sure}`));
    return element("li", {}, button);
  });
  const empty = found && !rows.length ? element("p", {}, word(state.frame.rows ? "none" : "empty")) : "";
  const notes = [found?.outside, rows.length ? word("legend") : ""].filter(Boolean).map((text) => element("p", {}, text));
  part("tables").replaceChildren(element("h2", {}, word("tables")), element("ul", { class: "tables" }, ...rows), empty, ...notes, ...(state.book.live && rows.length ? writes() : []));
  ask.drawForm();
}

/** What writes the tables that are found into the workbook, once they are agreed to. */
function writes() {
  const line = element("p", { role: "status" });
  const write = (way) => agreed(line, "detect", { sheet: state.sheet, way }, ({ tables, digest }) => [`${word(`as ${way}`)}: ${tables.join(", ")}`, { digest }]);
  const buttons = ["list", "outlines", "names", "tables"].map((way) => element("button", { onclick: () => write(way) }, word(`as ${way}`)));
  return [element("h3", {}, word("writeTables")), element("div", { class: "row" }, ...buttons), line];
}

async function show(name) {
  state.sheet = name;
  tabs();
  part("notes").textContent = word("reading");
  try {
    const frame = await get("sheet", { sheet: name });
    if (name !== state.sheet) return;
    const stays = state.frame?.name === name;
    Object.assign(state, { frame, found: null, range: stays ? state.range : [1, 1, 1, 1] });
    grid.show(frame, stays);
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
    const { page, ...book } = await get("book", isAdmitted() ? {} : { new: 1 });
    if (state.book && state.book.release !== book.release) return location.reload(); // these scripts are another's by now
    if (page) await admitted(page);
    await Promise.all([book.version !== state.book?.version && opened(book), ask.restore()]);
    if (book.live) await follow();
    tell("");
  } catch (error) {
    failed(error);
  }
}

function spoken() {
  document.documentElement.lang = language();
  part("language-name").textContent = word("language");
  view();
  ask.spoken();
  if (state.book) {
    tabs();
    side();
  }
}

/** Get the server's sentences anew, in the language that is spoken now. */
async function anew() {
  const name = state.sheet;
  try {
    await ask.restore();
    const found = state.found && (await get("tables", { sheet: name }));
    if (!found || name !== state.sheet) return;
    state.found = found;
    side();
  } catch (error) {
    failed(error);
  }
}

part("language").append(...Object.entries(languages).map(([value, name]) => element("option", { value, selected: value === language() }, name)));
part("language").addEventListener("change", (event) => { speak(event.target.value); spoken(); anew(); });
NARROW.addEventListener("change", () => view());
addEventListener("focus", look);
onReturn(look);

/** Show cells of a sheet, such as B2:C5; whether there is that sheet. */
async function goTo(sheet, range) {
  const name = state.book.sheets.find((one) => one.name.toLowerCase() === sheet.toLowerCase())?.name;
  if (!name) return false;
  if (name !== state.sheet) await show(name);
  grid.select(edges(range));
  return true;
}

/** A window of our own stands where its address says: a browser that runs already passes over what it was started with. */
function placed() {
  const [left, top, width, height] = /^#at=(-?\d+),(-?\d+),(\d+),(\d+)$/.exec(location.hash)?.slice(1).map(Number) ?? [];
  if (!width) return;
  history.replaceState(null, "", location.pathname);
  resizeTo(width, height);
  moveTo(left, top);
}

placed();
spoken();
look();
