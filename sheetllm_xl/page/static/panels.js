// The views beside asking: what was asked before, what it cost.
import { grounds, took, value, verdict } from "./ask.js";
import { element } from "./grid.js";
import { get, post } from "./net.js";
import { count, date, word } from "./words.js";

const PAUSE = 250;
export const button = (name, work) => element("button", { onclick: work }, word(name));
const dollars = (cost) => (cost === null ? "–" : `$${cost.toFixed(4)}`);

/** What went wrong stands where it was asked for. */
export async function within(root, work) {
  try {
    root.replaceChildren(...(await work()));
  } catch (error) {
    root.replaceChildren(element("p", { class: "doubt", role: "status" }, word(error.message)));
  }
}

/** What was asked before: found by words, opened, held against the workbook. */
export class History {
  constructor(root, goTo) {
    Object.assign(this, { root, goTo, all: false, words: "" });
  }

  draw() {
    const search = element("input", { type: "search", id: "words", value: this.words, placeholder: word("search"), "aria-label": word("search"), oninput: () => { this.words = search.value; clearTimeout(this.due); this.due = setTimeout(() => this.find(), PAUSE); } });
    const all = element("input", { type: "checkbox", id: "all", onchange: () => { this.all = all.checked; this.find(); } });
    all.checked = this.all;
    this.list = element("div", {}, word("reading"));
    this.root.replaceChildren(
      element("h2", {}, word("history")), element("div", { class: "row" }, search, element("label", { class: "row" }, all, word("allBooks"))), this.list,
      element("p", {}, element("a", { href: "api/receipts.jsonl", download: "" }, word("exportReceipts"))),
    );
    return this.find();
  }

  find() {
    const mine = this.finding = {}, { list } = this; // the view may be drawn anew meanwhile
    return within(list, async () => {
      const found = await get("history", { words: this.words, ...(this.all && { all: 1 }) });
      const { receipts, more } = found, key = JSON.stringify([found, word("history")]);
      if (mine !== this.finding || list.key === key) return [...list.childNodes]; // what is open stays open
      list.key = key;
      const items = receipts.map((one) => element("li", {}, element("details", { ontoggle: (event) => this.open(event.target, one) },
        element("summary", {}, element("span", { dir: "auto" }, one.question || one.receipt), element("small", {}, [one.at, word(one.state), one.value, this.all ? one.workbook : ""].filter(Boolean).join(" · "))),
        element("div"))));
      return [items.length ? element("ul", { class: "plain" }, ...items) : element("p", {}, word("nothing")), ...(more ? [element("p", { class: "soft" }, `+ ${count(more)}`)] : [])];
    });
  }

  open(details, { receipt }) {
    if (!details.open) return undefined;
    const inside = details.lastChild;
    return within(inside, async () => {
      const answer = await get("receipt", { receipt });
      const held = element("div", { role: "status" });
      const replay = () => within(held, async () => {
        const { findings } = await get("replay", { receipt });
        return findings.map(({ same, sentence }) => element("p", { class: `verdict ${same ? "verified" : "contradicted"}`, dir: "auto" }, `${same ? "✓" : "✗"} ${sentence}`));
      });
      return [...value(answer), ...verdict(answer), ...grounds(answer, answer.here && this.goTo), took(answer), button("replay", replay), held];
    });
  }
}

/** What was spent, and what is left. */
export class Usage {
  constructor(root) {
    this.root = root;
  }

  draw() {
    return within(this.root, async () => {
      const { spans, days, books, caps, paused } = await get("usage");
      const rows = Object.entries(spans).map(([name, one]) => element("tr", {}, element("th", { scope: "row" }, word(name)), ...[count(one.calls), count(one.in), count(one.out), dollars(one.cost)].map((text) => element("td", {}, text))));
      const heads = ["", "calls", "in", "out", "cost"].map((name) => (name ? element("th", { scope: "col" }, word(name)) : element("td")));
      const pause = button(paused ? "goOn" : "pause", async () => { await post("pause", { paused: !paused }).catch(() => {}); await this.draw(); });
      return [
        element("h2", {}, word("usage")), element("table", {}, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...rows)),
        element("h3", {}, word("days")), plot(days),
        element("h3", {}, word("books")), books.length ? element("ul", {}, ...books.map(({ name, tokens }) => element("li", { dir: "auto" }, `${name}: ${count(tokens)} ${word("tokens")}`))) : element("p", {}, word("nothing")),
        element("h3", {}, word("caps")), ...caps.map((line) => element("p", {}, line)), pause,
        element("p", {}, element("a", { href: "api/usage.csv", download: "" }, word("exportUsage"))),
      ];
    });
  }
}

/** A bar a day, as tall as its tokens. */
function plot(days) {
  const most = Math.max(1, ...days.map(({ tokens }) => tokens));
  const bars = days.map(({ day, tokens, cost }) => element("i", { title: `${date(day)}: ${count(tokens)}, ${dollars(cost)}`, style: { height: `${Math.max(tokens ? 4 : 0, (100 * tokens) / most)}%` } }));
  const all = days.reduce((sum, { tokens }) => sum + tokens, 0);
  const name = `${date(days[0].day)} – ${date(days.at(-1).day)}: ${count(all)} ${word("tokens")}`;
  return element("figure", {}, element("div", { class: "bars", role: "img", "aria-label": name }, ...bars), element("figcaption", { class: "soft" }, name));
}
