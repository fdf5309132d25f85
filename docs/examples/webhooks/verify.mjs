// Checks a webhook of the platform. Node 18 or newer, nothing to install.
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The event, if the request is genuine; throws an Error that says what is wrong otherwise.
 * body: Buffer with the raw bytes of the request. headers: names in lower case, as Node gives them.
 */
export function verify(body, headers, secret, tolerance = 300, now = Date.now() / 1000) {
  const header = headers["x-cvdm-signature"] ?? headers["x-interview-signature"];
  if (!header) throw new Error("no signature header");
  let timestamp;
  const candidates = [];
  for (const pair of header.split(",")) {
    const [name, value] = [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1)];
    if (name === "t") timestamp = value;
    if (name === "v1") candidates.push(value);
  }
  if (!/^[0-9]{1,15}$/.test(timestamp ?? "") || candidates.length === 0) throw new Error("malformed signature header");
  const wanted = createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");
  const genuine = candidates.some(
    (one) => one.length === wanted.length && timingSafeEqual(Buffer.from(one), Buffer.from(wanted)),
  );
  if (!genuine) throw new Error("the signature does not fit");
  if (Math.abs(now - Number(timestamp)) > tolerance) throw new Error("the signature is too old");
  return JSON.parse(body.toString("utf8"));
}
