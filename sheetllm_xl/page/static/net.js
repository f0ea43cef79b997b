// What the page asks of its server. Addresses are relative, so the token in the page's own address goes with each.
const troubles = new Set();
let lost = false;

/** Calls `listener` with a sentence when something goes wrong, and with "" when it is well again. */
export const onTrouble = (listener) => troubles.add(listener);

export const tell = (sentence) => troubles.forEach((listener) => listener(sentence));

/** JSON of one of the server's answers; rejects with its sentence. */
export async function get(name, query = {}) {
  let response;
  try {
    response = await fetch(`api/${name}?${new URLSearchParams(query)}`);
  } catch {
    lost = true;
    throw new Error("lost");
  }
  if (lost) {
    lost = false;
    tell("");
  }
  if (!response.ok) throw new Error(response.status === 403 ? "refused" : (await sentence(response)));
  return response.json();
}

async function sentence(response) {
  try {
    return (await response.json()).error;
  } catch {
    return "fault";
  }
}

/** Comes back once the server answers again, however long it takes. */
export async function back() {
  for (let wait = 500; ; wait = Math.min(wait * 1.5, 10000)) {
    await new Promise((done) => setTimeout(done, wait));
    try {
      return await get("book");
    } catch (error) {
      if (error.message !== "lost") throw error;
    }
  }
}
