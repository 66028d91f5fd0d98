// @ts-check
// What the tag loads: it reads the settings, draws the launcher, and fetches the rest when the chat is wanted.
"use strict";

(() => {
  const NAME = "ask-the-workforce";
  const FOLDER = "widget/current/";
  /** @type {Record<string, Record<string, string>>} */
  const TEXTS = {};
  const KNOWN = ["title", "greeting", "questions", "accent", "position", "language", "corpus", "theme"];
  const POSITIONS = ["right", "left", "inline", "page"];
  const OPEN = `${NAME}:open`;
  const STYLE = `
:host{all:initial!important;direction:ltr!important;unicode-bidi:isolate!important;display:block!important}
:host(:not([data-position=inline],[data-position=page])){position:fixed!important;inset:auto 0 0 auto!important;width:0!important;height:0!important;z-index:2147483647!important}
.root{--accent:light-dark(oklch(from var(--given,#0b5d55) min(l,.46) c h/1),oklch(from var(--given,#0b5d55) max(l,.81) min(c,.11) h/1));color-scheme:light dark;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
.launch{position:fixed;bottom:20px;right:20px;max-width:calc(100vw - 40px)}
.left .launch{right:auto;left:20px}
.launch button{display:flex;gap:10px;align-items:center;font:inherit;font-weight:600;line-height:1.3;min-height:52px;padding:8px 22px 8px 16px;border:2px solid light-dark(#fff,#10201d);border-radius:28px;cursor:pointer;text-align:start;color:light-dark(#fff,#08211e);background:var(--accent);box-shadow:0 4px 18px rgb(0 0 0/.28)}
.launch button:hover{filter:brightness(1.12)}
.launch button:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
.launch[hidden]{display:none}
.launch svg{flex:none;width:26px;height:26px;fill:currentColor}
.launch p{margin:0 0 10px;padding:12px 16px;max-width:300px;border-radius:10px;border:1px solid;color:light-dark(#7d1414,#ffb4ab);background:light-dark(#fff,#2a1414)}
@media print{.launch{display:none}}`;

  const tag = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!tag?.src) return console.error(`[${NAME}] Load widget.js with a <script src> tag of its own.`);
  if (customElements.get(NAME)) return console.info(`[${NAME}] There are two tags on this page; the second is left out.`);

  const base = new URL(".", tag.src).href;
  const folder = base + FOLDER;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);

  /**
   * The settings of an element, or those of the tag where it has none of its own.
   * @param {HTMLElement} element
   * @returns {import("./types.d.ts").Settings}
   */
  const settingsOf = (element) => {
    const given = { ...tag.dataset, ...element.dataset };
    for (const name of Object.keys(given)) {
      if (!KNOWN.includes(name)) console.warn(`[${NAME}] data-${name} is not a setting. Known: ${KNOWN.join(", ")}.`);
    }
    let language = (given.language || document.documentElement.lang).slice(0, 2).toLowerCase();
    if (!TEXTS[language]) {
      if (given.language) console.warn(`[${NAME}] data-language="${given.language}" is not among ${Object.keys(TEXTS).join(", ")}.`);
      language = "en";
    }
    let position = given.position || "right";
    if (!POSITIONS.includes(position)) {
      console.warn(`[${NAME}] data-position="${position}" is not among ${POSITIONS.join(", ")}.`);
      position = "right";
    }
    if (given.accent && !CSS.supports("color", given.accent)) {
      console.warn(`[${NAME}] data-accent="${given.accent}" is not a colour. An example: #0b5d55.`);
    }
    const { title = TEXTS[language]?.title ?? "", greeting, accent = "", corpus = "", theme = "", questions = "" } = given;
    const asked = questions.split("|").map((one) => one.trim()).filter(Boolean);
    return { title, greeting, accent, corpus, theme, questions: asked, language, position };
  };

  /** @param {string} name */
  const get = async (name) => {
    const response = await fetch(folder + name);
    if (!response.ok) throw new Error(`${response.status} for ${name}`);
    return response;
  };

  /**
   * Everything else, side by side: code, style and texts take one journey together.
   * @param {string} language
   */
  const load = async (language) => {
    const code = /** @type {Promise<typeof import("./chat.js")>} */ (import(folder + "chat.js"));
    const [{ mount }, style, texts] = await Promise.all([code, get("style.css"), get(`${language}.json`)]);
    return { mount, style: await style.text(), texts: await texts.json() };
  };

  /**
   * Why the rest did not come, in words for the person; the editor reads more in the console.
   * @param {unknown} error
   * @param {string} language
   */
  const explain = async (error, language) => {
    const refused = await fetch(folder + "chat.js").then((reply) => reply.status === 403).catch(() => false);
    const site = location.origin;
    console.error(
      refused
        ? `[${NAME}] ${base} does not allow ${site}. Add it there: PPWI_ALLOWED_ORIGINS="${site}", and restart.`
        : `[${NAME}] The chat could not be loaded from ${base}. If a content security policy is named above, it must allow`
          + ` script-src ${new URL(base).origin}; connect-src ${new URL(base).origin}. Otherwise the server is down.`,
      error,
    );
    return TEXTS[language]?.[refused ? "refused" : "failed"] ?? "";
  };

  class AskTheWorkforce extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot || this.hasAttribute("starting")) return; // it was only moved
      const settings = settingsOf(this);
      this.toggleAttribute("starting", true);
      this.dataset.position = settings.position;
      const floating = settings.position === "right" || settings.position === "left";
      (floating ? this.launch(settings) : this.show(settings)).finally(() => this.removeAttribute("starting"));
    }

    /** @param {import("./types.d.ts").Settings} settings */
    root(settings) {
      const root = document.createElement("div");
      root.className = `root ${settings.position}`;
      root.lang = settings.language;
      root.dir = "ltr";
      // The style sheet makes it dark or light enough to be read.
      if (CSS.supports("color", settings.accent)) root.style.setProperty("--given", settings.accent);
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      shadow.append(root);
      return root;
    }

    /**
     * Inside a page: what stands in the element stays until the chat can take its place.
     * @param {import("./types.d.ts").Settings} settings
     */
    async show(settings) {
      try {
        const { mount, style, texts } = await load(settings.language);
        const root = this.root(settings);
        await mount({ host: this, root, settings, base, style, texts });
      } catch (error) {
        const text = await explain(error, settings.language);
        if (!this.childElementCount) this.textContent = text;
      }
    }

    /** @param {import("./types.d.ts").Settings} settings */
    async launch(settings) {
      const root = this.root(settings);
      const corner = document.createElement("section");
      corner.className = "launch";
      corner.setAttribute("aria-label", settings.title);
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("aria-expanded", "false");
      button.setAttribute("aria-haspopup", "dialog");
      button.append(icon(), settings.title);
      corner.append(button);
      root.append(corner);
      // In the top layer nothing of the page lies above it, and no transform of the page bends it.
      this.popover = "manual";
      this.showPopover();
      /** @type {Promise<import("./types.d.ts").Chat> | undefined} */
      let chat;
      const open = async (focus = true) => {
        button.setAttribute("aria-busy", "true");
        corner.querySelector("p")?.remove();
        try {
          chat ??= load(settings.language).then(({ mount, style, texts }) =>
            mount({ host: this, root, settings, base, style, texts, launcher: corner }));
          (await chat).open(focus);
        } catch (error) {
          chat = undefined;
          const text = document.createElement("p");
          text.setAttribute("role", "alert");
          corner.prepend(text);
          text.textContent = await explain(error, settings.language);
        }
        button.removeAttribute("aria-busy");
      };
      button.addEventListener("click", () => open());
      // Open on the page before, open on this one; but it neither covers a small screen nor takes the focus unasked.
      if (remembered() && matchMedia("(min-width: 641px) and (min-height: 481px)").matches) await open(false);
    }
  }

  const remembered = () => {
    try {
      return sessionStorage.getItem(OPEN) === "yes";
    } catch {
      return false; // storage is switched off
    }
  };

  const icon = () => {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("viewBox", "0 0 32 32");
    picture.setAttribute("aria-hidden", "true");
    const marks = document.createElementNS("http://www.w3.org/2000/svg", "path");
    marks.setAttribute("d", "M5 22c0-7 3-12 9-14l1 3c-3 1-5 3-5 6h5v9H5zm13 0c0-7 3-12 9-14l1 3c-3 1-5 3-5 6h5v9H18z");
    picture.append(marks);
    return picture;
  };

  const floats = !["inline", "page"].includes(tag.dataset.position ?? "");
  customElements.define(NAME, AskTheWorkforce);
  // Beside the body: nothing that a page does to its body (transforms, clipping, replacing it) touches the launcher.
  if (floats) document.documentElement.append(document.createElement(NAME));
})();
