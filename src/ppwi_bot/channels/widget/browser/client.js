// @ts-check
// The way to the server and back. What goes wrong has one of a few kinds, for each of which there is a sentence.

/**
 * offline: this device has no network · gone: the server cannot be reached · late: it took too long · stopped: the person
 * gave up · busy: wait `seconds` · refused: this site is not allowed · expired: the conversation is not known · too_long ·
 * scope: no such theme · broken: not what the API promises · failed: anything else
 * @typedef {"offline" | "gone" | "late" | "stopped" | "busy" | "refused" | "expired" | "too_long" | "scope" | "broken" | "failed"} Kind
 */

export class Trouble extends Error {
  /** @param {Kind} kind @param {number} [seconds] */
  constructor(kind, seconds = 0) {
    super(kind);
    this.kind = kind;
    this.seconds = seconds;
  }
}

const PATIENCE = 30_000; // milliseconds until a request is given up
const LONGEST_WAIT = 120; // seconds: a server's Retry-After beyond this is not believed

/** @type {Record<string, Kind>} */
const KINDS = {
  bad_conversation: "expired",
  message_too_long: "too_long",
  body_too_large: "too_long",
  too_many_requests: "busy",
  origin_not_allowed: "refused",
  unknown_scope: "scope",
};

export class Client {
  /** @param {string} base @param {{corpus: string, theme: string}} scope */
  constructor(base, { corpus, theme }) {
    this.base = base;
    /** @type {Record<string, string>} */
    this.scope = { ...(corpus && { corpus }), ...(theme && { theme }) };
  }

  /** Go on without a scope: the one asked for does not exist. */
  dropScope() {
    this.scope = {};
  }

  /**
   * @param {string} text
   * @param {string} conversation empty to begin one
   * @param {AbortSignal} stop
   * @returns {Promise<import("./types.d.ts").Reply>}
   */
  async ask(text, conversation, stop) {
    const reply = await this.post("api/messages", { text, ...(conversation && { conversation }), ...this.scope }, stop);
    if (!isReply(reply)) throw this.broken("api/messages", "the fields of an answer are missing");
    return reply;
  }

  /** @param {{answer: string, helpful: boolean, comment: string}} feedback */
  async judge(feedback) {
    await this.post("api/feedback", feedback);
  }

  /** @returns {Promise<import("./types.d.ts").Welcome>} */
  welcome() {
    return this.get("api/welcome");
  }

  /** @param {string} code @returns {Promise<import("./types.d.ts").Counts>} */
  counts(code) {
    return this.get(`api/counts/${encodeURIComponent(code)}`);
  }

  /** @param {string} path */
  get(path) {
    return this.fetched(`${path}?${new URLSearchParams(this.scope)}`, {});
  }

  /** @param {string} path @param {unknown} body @param {AbortSignal} [stop] */
  post(path, body, stop) {
    const headers = { "Content-Type": "application/json" };
    return this.fetched(path, { method: "POST", headers, body: JSON.stringify(body) }, stop);
  }

  /**
   * @param {string} path
   * @param {RequestInit} request
   * @param {AbortSignal} [stop]
   * @returns {Promise<any>}
   */
  async fetched(path, request, stop) {
    const late = AbortSignal.timeout(PATIENCE);
    try {
      const signal = stop ? AbortSignal.any([stop, late]) : late;
      const response = await fetch(this.base + path, { ...request, signal, credentials: "omit" });
      if (response.status === 204) return null;
      const body = await response.text();
      if (response.ok) return this.parsed(path, body);
      throw this.refusal(path, response, body);
    } catch (error) {
      if (error instanceof Trouble) throw error;
      if (stop?.aborted) throw new Trouble("stopped");
      if (late.aborted) throw new Trouble("late");
      throw new Trouble(navigator.onLine ? "gone" : "offline");
    }
  }

  /** @param {string} path @param {string} body */
  parsed(path, body) {
    try {
      return JSON.parse(body);
    } catch {
      throw this.broken(path, "it is not JSON");
    }
  }

  /** @param {string} path @param {Response} response @param {string} body */
  refusal(path, response, body) {
    const kind = KINDS[codeIn(body)] ?? { 413: "too_long", 429: "busy" }[response.status] ?? "failed";
    if (kind === "refused") {
      this.hint(`${this.base} does not allow ${location.origin}. Add it there to PPWI_ALLOWED_ORIGINS and restart.`);
    } else if (kind !== "expired" && kind !== "busy") {
      this.hint(`${this.base}${path} answered ${response.status}: ${body.slice(0, 300)}`);
    }
    const seconds = Number(response.headers.get("Retry-After")) || 60;
    return new Trouble(/** @type {Kind} */ (kind), Math.min(Math.max(seconds, 1), LONGEST_WAIT));
  }

  /** @param {string} path @param {string} why */
  broken(path, why) {
    this.hint(`${this.base}${path} sent something unexpected: ${why}. Does a proxy stand in between?`);
    return new Trouble("broken");
  }

  /** @param {string} text */
  hint(text) {
    console.error(`[ask-the-workforce] ${text}`);
  }
}

/** @param {string} body */
function codeIn(body) {
  try {
    return String(JSON.parse(body).error.code);
  } catch {
    return "";
  }
}

/**
 * Whether this is what can be drawn as an answer.
 * @param {any} reply
 * @returns {reply is import("./types.d.ts").Reply}
 */
function isReply(reply) {
  return typeof reply?.conversation === "string" && isAnswer(reply.answer);
}

const LISTS = ["lead", "themes", "topics", "summary", "sides", "calls_to_action", "listing", "sources", "notices", "follow_ups"];

/** @param {any} answer */
export function isAnswer(answer) {
  return typeof answer?.id === "string" && LISTS.every((name) => Array.isArray(answer[name]));
}
