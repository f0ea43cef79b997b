// A sheet as a windowed grid: what is in sight is drawn, and read in blocks; whole lines scroll, as in Excel.
import { get } from "./net.js";
import { word } from "./words.js";

const LINE = 24, GUTTER = 56, ROWS = 64, COLS = 32, TALLEST = 6e6, BLOCKS = 120;
const NUMBER = 1, ERROR = 2, BOLD = 4, ITALIC = 8, FORMULA = 16, CENTERED = 32;
const [MAX_ROW, MAX_COL] = [1048576, 16384];
const PAINTS = ["#2563eb", "#d97706", "#059669", "#c026d3", "#0891b2", "#dc2626"];

export const paint = (i) => PAINTS[i % PAINTS.length];

export function letters(col) {
  let name = "";
  for (; col; col = Math.floor((col - 1) / 26)) name = String.fromCharCode(65 + ((col - 1) % 26)) + name;
  return name;
}

/** "B2:C5" as [top, left, bottom, right]. */
export function edges(range) {
  const corners = range.replaceAll("$", "").split(":").map((corner) => {
    const [, name, row] = corner.match(/^([A-Z]+)(\d+)$/);
    return [Number(row), [...name].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)];
  });
  return [...corners[0], ...corners.at(-1)];
}

export const address = ([top, left, bottom, right]) => {
  const [first, last] = [letters(left) + top, letters(right) + bottom];
  return first === last ? first : `${first}:${last}`;
};

export function element(tag, settings = {}, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (name === "style") Object.assign(made.style, value);
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...inside);
  return made;
}

const within = (runs, line) => runs.some(([first, last]) => first <= line && line <= last);

export class Grid {
  /** `changed` is called with the sheet's name and the edges of what is selected; `failed` with an error. */
  constructor(root, changed, failed) {
    Object.assign(this, { root, changed, failed, blocks: new Map(), asked: new Set(), found: null, frame: null });
    this.space = element("div", { class: "space", role: "presentation" });
    this.pane = element("div", { class: "pane", role: "presentation" });
    this.space.append(this.pane);
    root.replaceChildren(this.space);
    root.addEventListener("scroll", () => this.soon(), { passive: true });
    root.addEventListener("keydown", (event) => this.key(event));
    root.addEventListener("pointerdown", (event) => this.press(event));
    root.addEventListener("pointermove", (event) => event.buttons === 1 && this.drag(event));
    new ResizeObserver(() => this.frame && this.laid()).observe(root);
  }

  /** Draw a sheet, from its beginning; where it is the one that is drawn, `stays`, from where one is in it. */
  show(frame, stays = false) {
    if (!stays) Object.assign(this, { at: [1, 1], selected: [1, 1, 1, 1] });
    Object.assign(this, { frame, found: null, blocks: new Map(), asked: new Set() });
    this.root.dir = frame.rtl ? "rtl" : "ltr";
    this.root.setAttribute("aria-label", `${word("gridName")} ${frame.name}`);
    if (!stays) [this.root.scrollTop, this.root.scrollLeft] = [0, 0];
    this.laid();
  }

  outline(found) {
    this.found = found;
    this.anchors = { rows: new Set(found.anchor_rows), cols: new Set(found.anchor_cols) };
    this.draw();
  }

  width(col) {
    if (within(this.frame.hidden_cols, col)) return 8;
    return this.frame.widths[col - 1] || 72;
  }

  /** How far it scrolls: what it holds and a screen more, and no further than a browser can draw. */
  laid() {
    const { frame, root } = this;
    this.rows = Math.min(Math.max(frame.rows, this.at[0]) + 30, MAX_ROW);
    this.cols = Math.min(Math.max(frame.cols, this.at[1]) + 8, MAX_COL);
    this.lefts = [0];
    for (let col = 1; col <= this.cols; col++) this.lefts.push(this.lefts.at(-1) + this.width(col));
    this.tall = Math.min((this.rows + 1) * LINE, TALLEST);
    this.lines = Math.max(1, Math.floor((root.clientHeight - LINE) / LINE));
    Object.assign(this.space.style, { height: `${this.tall}px`, width: `${this.lefts.at(-1) + GUTTER}px` });
    Object.assign(this.pane.style, { height: `${root.clientHeight}px`, width: `${root.clientWidth}px` });
    root.setAttribute("aria-rowcount", this.rows);
    root.setAttribute("aria-colcount", this.cols);
    this.draw();
  }

  get top() {
    const far = Math.max(1, this.tall - this.root.clientHeight);
    return 1 + Math.round(Math.min(1, this.root.scrollTop / far) * Math.max(0, this.rows - this.lines));
  }

  set top(row) {
    const span = Math.max(1, this.rows - this.lines);
    this.root.scrollTop = ((row - 1) / span) * (this.tall - this.root.clientHeight);
  }

  get left() {
    const over = Math.abs(this.root.scrollLeft);
    const col = this.lefts.findIndex((left) => left >= over);
    return Math.max(1, col < 0 ? this.cols : col + 1);
  }

  soon() {
    this.due ??= requestAnimationFrame(() => { this.due = null; this.draw(); });
  }

  draw() {
    if (!this.frame) return;
    const [top, left, wide] = [this.top, this.left, this.root.clientWidth - GUTTER];
    const bottom = Math.min(top + this.lines, this.rows);
    let right = left;
    while (right < this.cols && this.lefts[right] - this.lefts[left - 1] < wide) right++;
    this.sight = [top, left, bottom, right];
    this.want();
    const cells = this.cells();
    const head = element("div", { role: "row", class: "line heads", "aria-rowindex": 1 }, element("div", { role: "columnheader", class: "corner" }));
    for (let col = left; col <= right; col++) head.append(this.head(col));
    const rows = [head];
    for (let row = top; row <= bottom; row++) rows.push(this.row(row, cells));
    this.pane.replaceChildren(...rows, ...this.outlines(), this.box(this.selected, "selected"));
    this.root.setAttribute("aria-activedescendant", `at-${this.at.join("-")}`);
  }

  place([top, left, bottom, right]) {
    const x = (col) => this.lefts[Math.min(col, this.cols)] - this.lefts[this.sight[1] - 1] + GUTTER;
    const begin = Math.max(x(left - 1), GUTTER), first = Math.max(top, this.sight[0]);
    return {
      top: `${(first - this.sight[0] + 1) * LINE}px`, insetInlineStart: `${begin}px`,
      height: `${(Math.min(bottom, this.sight[2] + 1) - first + 1) * LINE}px`, width: `${x(right) - begin}px`,
    };
  }

  seen([top, left, bottom, right]) {
    return top <= this.sight[2] && bottom >= this.sight[0] && left <= this.sight[3] && right >= this.sight[1];
  }

  box(range, name, color) {
    if (!this.seen(range)) return "";
    return element("div", { class: name, "aria-hidden": "true", style: { ...this.place(range), ...(color && { borderColor: color }) } });
  }

  outlines() {
    return (this.found?.tables ?? []).map((table, i) => this.box(table.edges, `outline${table.sure ? "" : " unsure"}`, paint(i)));
  }

  out(row, col) {
    const used = this.found && row <= this.frame.rows && col <= this.frame.cols;
    return used && !(within(this.found.kept_rows, row) && within(this.found.kept_cols, col));
  }

  head(col) {
    const name = `head${this.anchors?.cols.has(col) && this.found ? " anchor" : ""}${within(this.frame.hidden_cols, col) ? " hid" : ""}`;
    const { insetInlineStart, width } = this.place([this.sight[0], col, this.sight[0], col]);
    return element("div", { role: "columnheader", class: name, "aria-colindex": col, style: { insetInlineStart, width } }, letters(col));
  }

  row(row, cells) {
    const name = `number${this.anchors?.rows.has(row) && this.found ? " anchor" : ""}${within(this.frame.hidden_rows, row) ? " hid" : ""}`;
    const style = { top: `${(row - this.sight[0] + 1) * LINE}px` };
    const line = element("div", { role: "row", class: "line", "aria-rowindex": row });
    line.append(element("div", { role: "rowheader", class: name, style }, String(row)));
    for (let col = this.sight[1]; col <= this.sight[3]; col++) {
      const merge = cells.merged.get(`${row} ${col}`);
      if (merge && !merge.first) continue;
      line.append(this.cell(row, col, merge?.edges ?? [row, col, row, col], cells.known));
    }
    return line;
  }

  cell(row, col, range, known) {
    const [, , text = "", flags = 0, fill = ""] = known.get(`${range[0]} ${range[1]}`) ?? [];
    const names = [[NUMBER, "n"], [ERROR, "e"], [BOLD, "b"], [ITALIC, "i"], [FORMULA, "f"], [CENTERED, "c"]];
    const name = names.filter(([flag]) => flags & flag).map(([, one]) => one);
    if (this.out(row, col)) name.push("out");
    if (range[0] !== range[2] || range[1] !== range[3]) name.push("merge");
    const style = { ...this.place(range), ...(fill && { background: `#${fill}`, color: dark(fill) ? "#fff" : "#111827" }) };
    const id = `at-${range[0]}-${range[1]}`;
    return element("div", { role: "gridcell", id, class: `cell ${name.join(" ")}`, "aria-colindex": col, "aria-selected": String(row === this.at[0] && col === this.at[1]), style }, text);
  }

  /** The cells in sight that have come, and of each cell of a merge whether it is the first in sight. */
  cells() {
    const [known, merged] = [new Map(), new Map()];
    for (const key of this.keys()) {
      const block = this.blocks.get(key);
      for (const cell of block?.cells ?? []) known.set(`${cell[0]} ${cell[1]}`, cell);
      for (const [i, merge] of (block?.merges ?? []).entries()) {
        const [top, left, bottom, right] = merge;
        if (block.firsts[i]) known.set(`${top} ${left}`, block.firsts[i]);
        const [from, begin] = [Math.max(top, this.sight[0]), Math.max(left, this.sight[1])];
        for (let row = from; row <= Math.min(bottom, this.sight[2]); row++)
          for (let col = begin; col <= Math.min(right, this.sight[3]); col++)
            merged.set(`${row} ${col}`, { edges: merge, first: row === from && col === begin });
      }
    }
    return { known, merged };
  }

  keys() {
    const [top, left, bottom, right] = this.sight, keys = [];
    for (let row = Math.floor((top - 1) / ROWS); row <= Math.floor((bottom - 1) / ROWS); row++)
      for (let col = Math.floor((left - 1) / COLS); col <= Math.floor((right - 1) / COLS); col++) keys.push(`${row} ${col}`);
    return keys;
  }

  want() {
    for (const key of this.keys()) if (!this.blocks.has(key) && !this.asked.has(key)) this.fetch(key, this.frame);
  }

  async fetch(key, frame) {
    const [row, col] = key.split(" ").map(Number);
    const area = [row * ROWS + 1, col * COLS + 1, (row + 1) * ROWS, (col + 1) * COLS];
    this.asked.add(key);
    try {
      if (area[0] > frame.rows || area[1] > frame.cols) return;
      const block = await get("cells", { sheet: frame.name, range: address(area) });
      if (frame !== this.frame) return;
      this.blocks.set(key, block);
      if (this.blocks.size > BLOCKS) {
        const oldest = this.blocks.keys().next().value;
        this.blocks.delete(oldest);
        this.asked.delete(oldest);
      }
      this.soon();
    } catch (error) {
      this.asked.delete(key);
      this.failed(error);
    }
  }

  /** Select a range and bring it into sight. */
  select(range, scrolls = true) {
    [this.selected, this.at] = [range, [range[0], range[1]]];
    if (range[0] > this.rows || range[1] > this.cols) this.laid();
    if (scrolls) this.reveal(range);
    this.draw();
    this.changed(this.frame.name, range);
  }

  reveal([row, col]) {
    const [top, bottom] = [this.top, this.top + this.lines - 1];
    if (row < top) this.top = row;
    else if (row > bottom) this.top = row - this.lines + 1;
    const wide = this.root.clientWidth - GUTTER, begin = this.lefts[this.left - 1];
    const sign = this.frame.rtl ? -1 : 1;
    if (col < this.left) this.root.scrollLeft = sign * this.lefts[col - 1];
    else if (this.lefts[col] - begin > wide) this.root.scrollLeft = sign * (this.lefts[col] - wide + this.width(this.left));
  }

  key(event) {
    const across = this.frame?.rtl ? -1 : 1, page = Math.max(1, this.lines - 1);
    const steps = {
      ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, across], ArrowLeft: [0, -across],
      PageDown: [page, 0], PageUp: [-page, 0], Home: [0, -MAX_COL], End: [0, this.frame?.cols - this.at[1]],
    };
    const step = steps[event.key];
    if (!step || !this.frame) return;
    event.preventDefault();
    const bound = (line, most) => Math.min(Math.max(line, 1), most);
    let [row, col] = [bound(this.at[0] + step[0], MAX_ROW), bound(this.at[1] + step[1], MAX_COL)];
    if (event.ctrlKey && event.key === "Home") [row, col] = [1, 1];
    if (event.ctrlKey && event.key === "End") [row, col] = [Math.max(1, this.frame.rows), Math.max(1, this.frame.cols)];
    this.select([row, col, row, col]);
  }

  spot(event) {
    const cell = event.target.closest?.(".cell");
    return cell && cell.id.split("-").slice(1).map(Number);
  }

  press(event) {
    const spot = this.spot(event);
    if (!spot) return;
    if (event.shiftKey) this.stretch(spot);
    else this.select([...spot, ...spot], false);
  }

  drag(event) {
    const spot = this.spot(event);
    if (spot) this.stretch(spot);
  }

  stretch([row, col]) {
    const [top, left] = this.at;
    this.selected = [Math.min(top, row), Math.min(left, col), Math.max(top, row), Math.max(left, col)];
    this.draw();
    this.changed(this.frame.name, this.selected);
  }
}

/** Whether white is easier to read on a colour than black (WCAG's luminance, weights of sRGB). */
function dark(fill) {
  const [red, green, blue] = [0, 2, 4].map((i) => (parseInt(fill.slice(i, i + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18;
}
