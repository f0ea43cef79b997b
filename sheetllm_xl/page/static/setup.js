// The view of the set-up: the checks with what to do; key, model, road and caps, each changed by itself.
import { element } from "./grid.js";
import { get, post } from "./net.js";
import { button, within } from "./panels.js";
import { word } from "./words.js";

export class Setup {
  constructor(root) {
    this.root = root;
  }

  draw() {
    return within(this.root, async () => {
      const { findings, model, key, road, address, caps, file } = await get("setup");
      const found = element("div", {}, ...findings.map(finding));
      const connect = button("connect", async () => {
        try {
          found.append(finding((await post("connect", {})).finding));
        } catch (error) {
          found.append(finding({ ok: false, seen: word(error.message), fix: "" }));
        }
      });
      return [
        element("h2", {}, word("setup")), found, connect,
        setting(model),
        form("key", element("input", { type: "password", maxlength: 500 }), (value) => post("key", { key: value }).then((taken) => ({ value: taken.key })), key),
        element("h3", {}, word("roads")), ...road.map((one) => setting(one, (value) => this.taken(one.name, value))),
        element("p", {}, `${word("leadsTo")} ${address}`),
        element("h3", {}, word("caps")), element("p", { class: "soft" }, word("noCap")), ...caps.map((one) => setting(one)),
        element("p", { class: "soft" }, `${word("setIn")} ${file}`),
      ];
    });
  }

  /** Another road needs other things, and where questions go changes with what it needs. */
  async taken(name, value) {
    await this.draw();
    const chosen = this.root.querySelector(`#set-${name}`);
    chosen?.focus();
    chosen?.form.querySelector("[role=status]").replaceChildren(`${word("saved")} ${name === "road" ? word(`road ${value}`) : value || "–"}`);
  }
}

/** One that can be changed, or says what sets it. */
function setting({ name, value, choices, number, fixed }, done) {
  const options = choices.map((one) => element("option", { value: one, selected: one === value }, word(`road ${one}`)));
  const input = choices.length ? element("select", {}, ...options) : element("input", { type: "text", value, inputmode: number && "decimal", maxlength: 500 });
  input.disabled = Boolean(fixed);
  return form(name, input, (given) => post("setting", { name, value: given }), fixed ? word(`by ${fixed}`) : "", done);
}

function form(name, input, save, note, done) {
  input.id = `set-${name}`;
  Object.assign(input, { autocomplete: "off", spellcheck: false });
  const says = element("p", { class: "soft", role: "status" }, note);
  const keep = async (event) => {
    event.preventDefault();
    try {
      const { value } = await save(input.value);
      says.textContent = `${word("saved")} ${value || "–"}`;
      input.value = input.type === "password" ? "" : value;
      if (done) await done(value);
    } catch (error) {
      says.textContent = word(error.message);
    }
  };
  const row = element("div", { class: "row" }, input, ...(input.disabled ? [] : [element("button", {}, word("save"))]));
  return element("form", { onsubmit: keep }, element("label", { for: input.id }, word(name)), row, says);
}

function finding({ ok, seen, fix }) {
  return element("p", { class: `verdict ${ok ? "verified" : "failed"}`, dir: "auto" }, element("b", {}, ok ? "✓ " : "✗ "), seen, ...(fix ? [element("br"), fix] : []));
}
