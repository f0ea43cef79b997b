// Requests to the server behind the page. Addresses are relative, so the token in the page's own address goes with each.
// The server's sentences come in the language of the page.
import { language } from "./words.js";

const troubles = new Set();

/** Calls `listener` with a sentence when something goes wrong, and with "" when it is well again. */
export const onTrouble = (listener) => troubles.add(listener);

export const tell = (sentence) => troubles.forEach((listener) => listener(sentence));

/** JSON of one of the server's answers; rejects with its sentence. */
export const get = (name, query = {}) => answer(`api/${name}?${new URLSearchParams(query)}`);

/** The same of something that is to be done. */
export const post = (name, given) => answer(`api/${name}`, { method: "POST", body: JSON.stringify(given) });

async function answer(address, options) {
  let response;
  try {
    response = await fetch(address, { ...options, headers: { "Accept-Language": language() } });
  } catch {
    throw new Error("lost");
  }
  if (!response.ok) throw new Error(response.status === 403 ? "refused" : await sentence(response));
  return response.json();
}

async function sentence(response) {
  try {
    return (await response.json()).error;
  } catch {
    return "fault";
  }
}
