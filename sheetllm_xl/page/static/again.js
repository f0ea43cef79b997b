// How this page goes on with a server that was started anew. Whoever has the port meanwhile hears what is asked of it, so
// each side only proves that it knows the page's secret: over the other's nonce, and the address at which they meet.
const PATIENCE = 10000;
const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
let key = null; // nobody can take the secret out of it

export const hasSecret = () => key !== null;

/** Keep a secret, such as this page's own server gave it. */
export async function learn(secret) {
  key = await crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/** The token and the mark of our own server, once it is there and both have proved it; null before. */
export async function meet() {
  try {
    const nonce = hex(crypto.getRandomValues(new Uint8Array(32)));
    const first = await call({ nonce });
    if (!first.proofs.includes(await signed("server", nonce))) return null;
    const { token, mark, proof } = await call({ nonce: first.nonce, proof: await signed("page", first.nonce) });
    if (proof !== await signed("address", first.nonce, token, mark)) return null;
    await learn(await signed("next", first.nonce)); // each serves once
    return { token, mark };
  } catch {
    return null; // nobody is there, or somebody who speaks otherwise
  }
}

async function signed(who, ...rest) {
  return hex(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode([who, location.host, ...rest].join("\n"))));
}

async function call(given) {
  const response = await fetch("/again", { method: "POST", body: JSON.stringify(given), signal: AbortSignal.timeout(PATIENCE) });
  return response.json();
}
