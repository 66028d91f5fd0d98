// The chat page. Without it the page's forms lead to /ask; with it the same questions are sent from here.
"use strict";

(() => {
  const find = (id) => document.getElementById(id);
  const composer = find("composer"), input = find("question"), send = find("send"), log = find("log");
  const problem = find("problem"), retry = find("retry"), anew = find("anew"), count = find("count");
  const most = Number(composer.dataset.most);
  const KEPT_TURNS = 30; // sessionStorage holds about 5 MB; an answer takes about 20 KB
  const PATIENCE = 30_000; // milliseconds until a request is given up
  let state = { conversation: null, turns: [] };
  let sending = false;
  let failed = null;

  const keep = () => {
    try {
      sessionStorage.setItem("conversation", JSON.stringify(state));
    } catch {
      // Private windows and full storage: the conversation goes on, it is just not there after a reload.
    }
  };

  const recall = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem("conversation"));
      return Array.isArray(kept?.turns) ? kept : state;
    } catch {
      return state;
    }
  };

  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    Object.assign(element, attributes);
    if (text) element.textContent = text;
    return element;
  };

  const say = (text) => { find("status").textContent = text; };

  const length = () => [...input.value.trim()].length; // characters as the server counts them

  const measure = () => {
    const left = most - length();
    count.textContent = left < 100 ? (left < 0 ? `${-left} characters too many` : `${left} characters left`) : "";
    count.classList.toggle("over", left < 0);
  };

  // The fragment is our own server's, with every piece of text escaped there.
  const answerFrom = (html) => {
    const template = make("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };

  const addTurn = (question) => {
    const turn = make("section", { className: "turn" });
    turn.append(make("h2", { className: "asked", dir: "auto", tabIndex: -1 }, question || "(nothing)"));
    log.append(turn);
    return turn;
  };

  const linkTo = (question) => {
    const link = new URL(composer.action);
    link.searchParams.set("q", question);
    const line = make("p", { className: "again" });
    line.append(make("a", { href: link.href }, "This answer on its own page"));
    if (navigator.clipboard) {
      const copy = make("button", { type: "button", className: "plain" }, "Copy link");
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(link.href).then(
          () => { copy.textContent = "Link copied"; say("Link copied."); },
          () => { copy.textContent = "Could not copy"; },
        );
      });
      line.append(copy);
    }
    return line;
  };

  // Only the first question surely stands on its own; for later ones the server says which question would.
  const fill = (turn, question, html) => {
    turn.querySelector(".waiting")?.remove();
    const answer = answerFrom(html);
    const alone = log.firstElementChild === turn ? question : answer.dataset.alone;
    turn.append(answer);
    if (alone) turn.append(linkTo(alone));
    return answer.dataset.announcement;
  };

  const showIntro = (shown) => {
    find("intro").hidden = !shown;
    find("title").classList.toggle("visually-hidden", !shown); // still there for those who jump by heading
    anew.hidden = shown;
  };

  const post = async (text) => {
    const body = state.conversation ? { conversation: state.conversation, text } : { text };
    const response = await fetch(composer.dataset.messages, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/html" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (response.ok) {
      state.conversation = response.headers.get("X-Conversation");
      return response.text();
    }
    const { error } = await response.json();
    if (error.code === "bad_conversation" && state.conversation) {
      state.conversation = null; // the server forgot us: start anew, once
      return post(text);
    }
    throw Object.assign(new Error(error.message), { ours: true });
  };

  const fail = (question, error) => {
    failed = question;
    problem.querySelector("p").textContent = error.ours
      ? error.message
      : "The answer did not arrive. Please check your connection and try again.";
    problem.hidden = false;
    if (!input.value) input.value = question;
  };

  const busy = (on) => {
    sending = on;
    send.setAttribute("aria-disabled", String(on));
    send.textContent = on ? "Sending" : "Ask";
    log.setAttribute("aria-busy", String(on));
  };

  const ask = async (question, typed) => {
    if (sending) return;
    busy(true);
    problem.hidden = true;
    showIntro(false);
    say("Looking for an answer.");
    const turn = addTurn(question);
    turn.append(make("p", { className: "waiting" }, "Looking through the quotes…"));
    turn.scrollIntoView({ block: "start" });
    try {
      const html = await post(question);
      say(fill(turn, question, html));
      state.turns = [...state.turns, { question, html }].slice(-KEPT_TURNS);
      keep();
      if (input.value.trim() === question) input.value = "";
      if (!typed) turn.querySelector(".asked").focus({ preventScroll: true });
      turn.scrollIntoView({ block: "start" });
    } catch (error) {
      turn.remove();
      say("");
      showIntro(!state.turns.length);
      fail(question, error);
    }
    measure();
    busy(false);
  };

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    if (length() <= most) ask(input.value.trim(), true);
    else say(count.textContent);
  });

  input.addEventListener("input", measure);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    composer.requestSubmit();
  });

  // Starting questions and follow-ups: buttons that would otherwise lead to /ask.
  document.querySelector("main").addEventListener("submit", (event) => {
    if (!event.target.classList.contains("choices") || !event.submitter) return;
    event.preventDefault();
    ask(event.submitter.value, false);
  });

  retry.addEventListener("click", () => ask(failed, true));

  anew.addEventListener("click", () => {
    if (sending) return;
    state = { conversation: null, turns: [] };
    keep();
    log.replaceChildren();
    problem.hidden = true;
    showIntro(true);
    say("New conversation.");
    input.focus();
  });

  state = recall();
  if (state.turns.length) {
    showIntro(false);
    for (const { question, html } of state.turns) fill(addTurn(question), question, html);
    log.lastElementChild.scrollIntoView({ block: "start" });
  }
})();
