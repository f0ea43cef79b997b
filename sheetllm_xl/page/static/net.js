// Requests to the server behind the page. Addresses are relative, so the token in the page's own address goes with each.
// The server's sentences come in the language of the page. Once another answers, or nobody, nothing more is asked with that
// token: the page waits for its own server, which it goes on with under the new one.
import { hasSecret, learn, meet } from "./again.js";
import { language } from "./words.js";

const WAIT = 3000;
let mark = "", gone = "", meetings = 0; // what our server marks its answers with; what became of it; how often it was met
let back = () => {};

const troubles = new Set();

/** Calls `listener` with a sentence when something goes wrong, and with "" when it is well again. */
export const onTrouble = (listener) => troubles.add(listener);

export const tell = (sentence) => troubles.forEach((listener) => listener(sentence));

/** JSON of one of the server's answers; rejects with its sentence. */
export const get = (name, query = {}) => answer(`api/${name}?${new URLSearchParams(query)}`);

/** The same of something that is to be done. */
export const post = (name, given) => answer(`api/${name}`, { method: "POST", body: JSON.stringify(given) });

/** Calls `listener` when the server is there again. */
export const onReturn = (listener) => { back = listener; };

/** Whether it is there, as far as is known. */
export const isThere = () => !gone;

export const isAdmitted = hasSecret;

/** What the server gave this page. */
export async function admitted({ secret, mark: its }) {
  mark = its;
  if (secret) await learn(secret);
  if (gone) wait();
}

async function answer(address, options) {
  if (gone) throw new Error(gone);
  const met = meetings;
  let response;
  try {
    response = await fetch(address, { ...options, headers: { "Accept-Language": language() } });
  } catch {
    throw left("lost", met);
  }
  if (response.status === 403 || (mark && response.headers.get("X-Mark") !== mark)) throw left("refused", met);
  if (!response.ok) throw new Error(await sentence(response));
  return response.json();
}

/** Ask nothing more of who is there; `met` is when it was asked: the server may be there again by now. */
function left(how, met) {
  if (!gone && met === meetings) {
    gone = how;
    wait();
  }
  return new Error(how);
}

async function wait() {
  while (gone && hasSecret()) {
    const there = await meet();
    if (there) {
      history.replaceState(null, "", `/${there.token}/`);
      mark = there.mark;
      gone = "";
      meetings += 1;
      return back();
    }
    await new Promise((done) => { setTimeout(done, WAIT); });
  }
}

async function sentence(response) {
  try {
    return (await response.json()).error;
  } catch {
    return "fault";
  }
}
