// Asking: the box and its scope, what would be sent, the questions with their progress and their answers.
import { address, element } from "./grid.js";
import { get, isThere, post, tell } from "./net.js";
import { count, ground, word } from "./words.js";

const PULSE = 400, WAIT = 3000;
const MARKS = { verified: "✓", unverified: "?", contradicted: "✗", "not found": "–", failed: "✗" };

export class Ask {
  /** `shown` is the page's state (book, sheet, frame, found, range); `goTo` shows cells. */
  constructor(root, shown, goTo) {
    Object.assign(this, { root, shown, goTo, turns: new Map(), after: "", scope: "sheet", plans: 0, agree: null });
    this.list = element("div", { class: "turns", role: "log" });
    this.box = element("textarea", { id: "question", rows: 3, maxlength: 8000, dir: "auto", oninput: () => this.typed(), onkeydown: (event) => this.key(event) });
    this.scopes = element("select", { id: "scope", onchange: (event) => { this.scope = event.target.value; this.typed(); } });
    this.plan = element("details", { class: "plan", ontoggle: () => this.planned() });
    this.form = element("form", { onsubmit: (event) => { event.preventDefault(); this.send(); } });
    root.replaceChildren(this.list, this.form);
  }

  get store() { return `sheetllm ${this.shown.book?.title}`; }

  /** What was typed before the page was loaded again, and what was asked meanwhile. */
  async restore() {
    if (this.restored !== this.store) {
      this.restored = this.store;
      const kept = JSON.parse(localStorage.getItem(this.store) ?? "{}");
      this.box.value ||= kept.text ?? "";
      if (["sheet", "workbook"].includes(kept.scope)) this.scope = kept.scope;
    }
    const before = [...this.turns.values()];
    const turns = await get("turns");
    this.cut(before.filter(({ id }) => !turns.some((turn) => turn.id === id)));
    for (const turn of turns) this.turns.set(turn.id, turn);
    this.drawForm();
    this.draw();
    this.watch();
  }

  typed() {
    localStorage.setItem(this.store, JSON.stringify({ text: this.box.value, scope: this.scope }));
    this.agree = null;
    this.drawForm();
    clearTimeout(this.due);
    if (this.plan.open) this.due = setTimeout(() => this.planned(), PULSE);
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  /** The page's words are spoken anew. */
  spoken() {
    this.root.setAttribute("aria-label", word("ask"));
    this.list.setAttribute("aria-label", word("answers"));
    this.plan.replaceChildren(element("summary", {}, word("plan")), this.plan.lastChild?.localName === "div" ? this.plan.lastChild : element("div"));
    const after = this.follow = element("p", { class: "after", hidden: true });
    this.send_ = element("button", { class: "main" }, word("ask"));
    this.form.replaceChildren(
      after, element("label", { for: "question", class: "unseen" }, word("question")), this.box,
      element("div", { class: "row" }, element("label", { for: "scope" }, word("scope")), this.scopes, this.send_), this.plan,
    );
    this.box.placeholder = word("placeholder");
    this.drawForm();
    this.draw();
  }

  /** The scopes there are: what is selected, each table, the sheet, the workbook. */
  drawForm() {
    if (!this.follow) return;
    const { shown } = this, tables = shown.found?.tables ?? [];
    const option = (value, text) => element("option", { value, selected: value === this.scope }, text);
    const many = shown.range && (shown.range[0] !== shown.range[2] || shown.range[1] !== shown.range[3]);
    const known = ["sheet", "workbook", ...(many ? ["selection"] : []), ...tables.map(({ range }) => range)];
    if (!known.includes(this.scope)) this.scope = "sheet";
    this.scopes.replaceChildren(
      option("sheet", `${word("scopeSheet")} ${shown.sheet}`),
      ...(shown.book?.sheets.length > 1 ? [option("workbook", word("scopeWorkbook"))] : []),
      ...(many ? [option("selection", `${word("scopeSelection")} ${address(shown.range)}`)] : []),
      ...tables.slice(0, 50).map(({ range, title }) => option(range, `${word("scopeTable")} ${title ? `${title.slice(0, 40)} ` : ""}${range}`)),
    );
    const before = this.turns.get(this.after);
    this.follow.hidden = !before && !this.agree;
    this.follow.replaceChildren(...(this.agree ? [this.agree.words, " ", element("button", { type: "button", onclick: this.agree.go }, word("agree"))] : []), ...(before ? [
      `${word("follows")} “`, element("bdi", {}, before.asked.text.slice(0, 80)), "” ",
      element("button", { type: "button", "aria-label": word("drop"), onclick: () => { this.after = ""; this.typed(); this.box.focus(); } }, "×"),
    ] : []));
  }

  asked(text = this.box.value) {
    const scope = ["sheet", "workbook"].includes(this.scope) ? this.scope : "cells";
    const range = this.scope === "selection" ? address(this.shown.range) : scope === "cells" ? this.scope : "";
    return { text, scope, sheet: this.shown.sheet, range, after: this.after };
  }

  /** What would be sent, to the letter, and what it may cost. */
  async planned() {
    if (!this.plan.open) return;
    this.plans += 1;
    if (this.planning) return; // one at a time; of those that came meanwhile the last
    this.planning = true;
    for (let mine = 0; mine !== this.plans;) {
      mine = this.plans;
      const inside = (...parts) => mine === this.plans && this.plan.lastChild.replaceChildren(...parts);
      inside(word("reading"));
      try {
        const plan = await post("plan", this.asked(this.box.value.trim() || "…"));
        const texts = plan.texts.map((text) => element("pre", { dir: "auto", tabindex: 0 }, text));
        inside(element("p", {}, plan.remembered ? word("remembered") : plan.takes), element("p", {}, `${word("sendsTo")} ${plan.to}, ${plan.model}:`), ...texts);
      } catch (error) {
        inside(element("p", { class: "doubt" }, word(error.message)));
      }
    }
    this.planning = false;
  }

  async send() {
    const given = this.asked();
    if (!given.text.trim() || this.sending) return;
    await this.begin(given, () => {
      this.box.value = this.after = "";
      this.typed();
      this.plan.open = false;
    });
  }

  /** Ask what is `given`; what is dear, once the person agrees to what that very question may take. */
  async begin(given, done = () => {}) {
    if (this.sending) return;
    this.sending = this.send_.disabled = true;
    try {
      const { turn, agree, key } = await post("ask", given);
      const go = () => this.begin({ ...given, agreed: key }, done);
      this.agree = agree ? { words: `“${given.text.slice(0, 80)}” · ${this.place(given)}: ${word("dear")} ${agree}.`, go } : null;
      this.drawForm();
      if (agree) return;
      done();
      this.turns.set(turn, { id: turn, asked: given, state: "asking", steps: [] });
      this.draw();
      tell("");
      this.watch();
    } catch (error) {
      tell(word(error.message));
    } finally {
      this.sending = this.send_.disabled = false;
    }
  }

  /** Look after the questions that are on their way; without one, nothing is looked at. */
  async watch() {
    if (this.watching) return;
    this.watching = true;
    for (let open; (open = [...this.turns.values()].filter(({ state }) => state === "asking")).length;) {
      try {
        for (const { id } of open) this.turns.set(id, await get("turn", { turn: id }));
        this.draw();
        tell("");
        await rest(PULSE);
      } catch (error) {
        tell(word(error.message));
        if (error.message === "refused") this.cut(this.turns.values()); // what answers there is another program, or this one started anew
        if (!isThere()) break; // `restore` goes on once it is
        await rest(WAIT);
        await this.restore().then(() => tell(""), () => {});
      }
    }
    this.watching = false;
  }

  /** The server behind the page knows none of these, so nothing will be heard of those that are on their way. */
  cut(turns) {
    for (const turn of turns) Object.assign(turn, { gone: true }, turn.state === "asking" && { state: "failed", error: "cut" });
    if (this.turns.get(this.after)?.gone) this.after = "";
    this.draw();
  }

  draw() {
    const far = this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight > 60;
    const fresh = [...this.turns.values()].map((turn) => this.article(turn));
    if (!fresh.length) fresh.push(element("p", { class: "soft" }, word("begin")));
    this.list.replaceChildren(...fresh);
    if (!far) this.list.scrollTop = this.list.scrollHeight;
  }

  /** A turn; the element that is there already where nothing of it has changed, so that focus and folds stay. */
  article(turn) {
    const key = JSON.stringify([turn, word("ask")]);
    this.made ??= new Map();
    const there = this.made.get(turn.id);
    if (there?.key === key) return there.made;
    const made = element("article", { class: "turn" },
      element("h3", { dir: "auto" }, turn.asked.text), element("p", { class: "soft" }, this.place(turn.asked)),
      ...(turn.answer ? this.answered(turn) : this.unanswered(turn)));
    this.made.set(turn.id, { key, made });
    return made;
  }

  place({ scope, sheet, range, after }) {
    const where = scope === "workbook" ? word("scopeWorkbook") : range ? `${sheet}!${range}` : sheet;
    return after ? `${where} · ${word("followUp")}` : where;
  }

  /** What was agreed to before is not agreed to again: the cells may be others by now. */
  again({ asked, gone }, fresh = false) {
    return this.begin({ ...asked, after: gone ? "" : asked.after, fresh, agreed: "" });
  }

  unanswered(turn) {
    const again = element("button", { onclick: () => this.again(turn, turn.asked.fresh) }, word("again"));
    if (turn.state === "stopped") return [element("p", { class: "verdict", role: "status" }, word("stopped")), again];
    if (turn.state === "failed") return [element("p", { class: "verdict failed", role: "status" }, word(turn.error)), again];
    const step = turn.steps.at(-1);
    const doing = step?.note || (step ? `${word(`stage ${step.stage.split(" ")[0]}`)} · ${count(step.tokens)} ${word("tokens")}` : word("reading"));
    return [
      element("p", { class: "doing", role: "status" }, doing),
      element("button", { onclick: () => post("stop", { turn: turn.id }).catch((error) => tell(word(error.message))) }, word("stop")),
    ];
  }

  answered(turn) {
    const { answer } = turn, failed = answer.state === "failed";
    const button = (name, work) => element("button", { onclick: work }, word(name));
    return [
      ...(turn.withheld ? [element("details", { class: "withheld" }, element("summary", {}, word("withheld")), ...value(answer))] : value(answer)),
      ...verdict(answer), ...(turn.changed ? [element("p", { class: "doubt" }, word("changed"))] : []),
      ...grounds(answer, this.goTo), took(answer, turn.remembered),
      element("div", { class: "row" },
        ...(failed || turn.gone ? [] : [button("followUp", () => { this.after = turn.id; this.typed(); this.box.focus(); })]),
        button("again", () => this.again(turn, true)),
        ...this.puts(turn)),
      element("p", { class: "put", role: "status" }),
    ];
  }

  /** What writes an answer that holds into Excel: first where, then, agreed to, the value or the question. */
  puts(turn) {
    const { answer } = turn;
    if (!this.shown.book?.live || turn.gone || !answer.values.length || answer.doubts.length || !["verified", "unverified"].includes(answer.state)) return [];
    const whats = turn.asked.after || turn.asked.scope === "workbook" ? ["value"] : ["value", "formula"];
    return whats.map((what) => element("button", { onclick: (event) => agreed(event.target.closest(".turn").querySelector(".put"), "put", { turn: turn.id, what }, ({ place, shows }) => [`${shows || answer.values.slice(0, 3).join(", ")} → ${place}`, { at: place }]) }, word(`put ${what}`)));
  }
}

const rest = (pause) => new Promise((done) => { setTimeout(done, pause); });

export function value(answer) {
  const { values, text, more } = answer;
  if (values.length === 1) {
    return [element("p", { class: "value", dir: "auto" }, values[0]), ...(text && text !== values[0] ? [element("p", { dir: "auto" }, text)] : [])];
  }
  const listed = values.map((one) => element("li", { dir: "auto" }, one));
  if (more) listed.push(element("li", {}, `+ ${count(more)}`));
  return [...(text ? [element("p", { class: values.length ? "" : "value words", dir: "auto" }, text)] : []), ...(listed.length ? [element("ol", { class: "values", tabindex: 0 }, ...listed)] : [])];
}

/** Write into Excel what `line` says first: `shown` makes the words, and what agreeing to them adds, of an answer that is not done. */
export async function agreed(line, name, given, shown) {
  const say = (...parts) => line.replaceChildren(...parts);
  const button = (label, work) => element("button", { onclick: ({ target }) => { target.disabled = true; work().catch((error) => say(word(error.message))); } }, word(label));
  const next = (answer, before = "") => {
    if (answer.done) return say(answer.done, " ", ...(answer.mark ? [button("undo", async () => say((await post("undo", { mark: answer.mark })).done))] : []));
    const [words, more] = shown(answer);
    const ok = button("write", async () => next(await post(name, { ...given, ...more }), word("changed")));
    say(`${before} ${word("puts")} ${words} `, ok, " ", button("cancel", async () => say()));
    return ok.focus();
  };
  try {
    next(await post(name, given));
  } catch (error) {
    say(word(error.message));
  }
}

/** The formula, and the cells that an answer stands on; a click goes to them where there is a `goTo`. */
export function grounds(answer, goTo) {
  const formula = answer.formula ? [element("p", { class: "formula" }, element("code", {}, answer.formula))] : [];
  if (!answer.citations.length) return formula;
  const cited = answer.citations.map((one) => element("li", { class: one.verdict },
    goTo ? element("a", { href: `#${encodeURIComponent(one.ref)}`, onclick: (event) => { event.preventDefault(); goTo(one.sheet, one.range); } }, one.ref) : one.ref,
    element("span", { dir: "auto" }, ` ${one.problem || one.shows}`)));
  return [...formula, element("h4", {}, word("standsOn")), element("ul", { class: "cited" }, ...cited)];
}

export function verdict(answer) {
  const sentences = answer.state === "verified" ? [word("verified why")] : [answer.sentence, answer.fix].filter(Boolean);
  const said = element("p", { class: `verdict ${answer.state.replace(" ", "-")}`, role: "status" }, element("b", {}, `${MARKS[answer.state] ?? ""} ${word(answer.state)}`), ` ${sentences.join(" ")}`);
  const reading = answer.reading ? [element("p", { class: "reading", dir: "auto" }, element("span", { class: "soft" }, `${word("takenAs")} `), answer.reading)] : [];
  return [...reading, said, ...answer.doubts.map(doubted)];
}

/** What speaks against an answer: its kind in the page's language, and under it to the letter. */
function doubted([sentence, name]) {
  const kind = ground(name);
  return element("p", { class: "doubt", dir: "auto" }, kind, ...(kind ? [element("br")] : []), element("span", { lang: "en", class: kind ? "soft" : "" }, sentence));
}

/** What an answer read and took. */
export function took(answer, remembered) {
  const cost = answer.cost === null ? "" : ` · $${answer.cost.toFixed(4)}`;
  const lines = [
    remembered ? `${word("rememberedAt")} ${answer.at}` : answer.at,
    `${answer.model} · ${count(answer.calls)} ${word("calls")} · ${count(answer.tokens_in)} ${word("in")}, ${count(answer.tokens_out)} ${word("out")}${cost} · ${answer.seconds} s`,
    `${word("read")} ${answer.read.join(", ")}`, answer.tables.length ? `${word("tables")}: ${answer.tables.join(", ")}` : "",
    answer.receipt ? `${word("receipt")} ${answer.receipt}` : "", ...answer.notes,
  ];
  return element("details", { class: "took" }, element("summary", {}, word("took")), ...lines.filter(Boolean).map((line) => element("p", { dir: "auto" }, line)));
}
