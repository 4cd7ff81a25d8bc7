// Keeps what is typed in a form that says where (data-keep): on the server within two seconds, and in this browser
// until the server has it, so that a dead server or an ended session loses nothing. A copy in this browser says what the
// server may have held when it was made: where the server holds something else by now, the copy is older and is offered.

const IDLE = 700;
const LONGEST = 1800;
const AGAIN = 2500;
const KEPT_MEANWHILE = 60000;
const UNANSWERED = 3;

const form = document.querySelector("form[data-keep]");
const saved = /(?:^|; )saved_page=([^;]*)/.exec(document.cookie);

if (saved) {
  localStorage.removeItem(`keep ${decodeURIComponent(saved[1])}`);
  localStorage.removeItem(`keep ${decodeURIComponent(saved[1])} earlier`);
  document.cookie = "saved_page=; Max-Age=0; path=/; SameSite=Lax";
}

function sent(form) {
  const fields = new URLSearchParams(new FormData(form));
  [...fields.keys()].filter((name) => name.startsWith("combine-")).forEach((name) => fields.delete(name));
  return fields;
}

function typed(form) {
  const fields = sent(form);
  ["csrf_token", "seen", "then"].forEach((name) => fields.delete(name));
  return fields.toString();
}

function fill(form, text) {
  const fields = new URLSearchParams(text);
  const turn = {};
  for (const field of form.elements) {
    if (!field.name || ["hidden", "submit", "button"].includes(field.type) || field.name.startsWith("combine-")) {
      continue;
    }
    const values = fields.getAll(field.name);
    if (["radio", "checkbox"].includes(field.type)) {
      field.checked = values.includes(field.value);
    } else {
      turn[field.name] = (turn[field.name] ?? -1) + 1;
      field.value = values[turn[field.name]] ?? "";
    }
    field.dispatchEvent(new Event(field.type === "radio" || field.type === "checkbox" ? "change" : "keyup"));
  }
}

function keeper(form) {
  const place = `keep ${new URL(form.dataset.keep, window.location.href).pathname}`;
  const earlier = `${place} earlier`;
  const line = form.querySelector("[data-kept]");
  let held = [typed(form)];
  let changed = 0;
  let timer = 0;
  let underway = false;
  let leaving = false;

  function tell(text) {
    if (line.textContent !== text) {
      line.textContent = text;
    }
  }

  function keepHere() {
    try {
      const copy = { by: form.dataset.keeper, at: Date.now(), text: typed(form), held };
      localStorage.setItem(place, JSON.stringify(copy));
    } catch {
      // A full or forbidden store: the server still keeps it.
    }
  }

  function later(wait) {
    window.clearTimeout(timer);
    timer = window.setTimeout(send, wait);
  }

  async function send() {
    window.clearTimeout(timer);
    if (underway || leaving) {
      return;
    }
    underway = true;
    let wait = AGAIN;
    const text = typed(form);
    const body = sent(form);
    held = [held[0], ...held.slice(1).slice(-UNANSWERED), text];
    keepHere();
    changed = Date.now();
    try {
      const answer = await fetch(form.dataset.keep, {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: body.toString().length < KEPT_MEANWHILE,
      });
      if (answer.ok) {
        tell(await answer.text());
        held = [text];
        wait = IDLE;
        if (typed(form) === text) {
          changed = 0;
          localStorage.removeItem(place);
        } else {
          keepHere();
        }
      } else {
        const out = answer.type === "opaqueredirect" || answer.status === 400;
        tell(out ? line.dataset.keptOut : line.dataset.keptDead);
      }
    } catch {
      tell(line.dataset.keptDead);
    }
    underway = false;
    if (changed) {
      later(wait);
    }
  }

  function note() {
    keepHere();
    changed = changed || Date.now();
    later(Math.max(0, Math.min(IDLE, changed + LONGEST - Date.now())));
  }

  function copyAt(name) {
    const copy = JSON.parse(localStorage.getItem(name) ?? "null");
    if (!copy || copy.by !== form.dataset.keeper || copy.text === typed(form)) {
      localStorage.removeItem(name);
      return null;
    }
    return copy;
  }

  function use(copy) {
    fill(form, copy.text);
    localStorage.removeItem(earlier);
    tell(line.dataset.keptBack);
    note();
  }

  function offer(copy) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-as-link";
    button.textContent = line.dataset.keptUse;
    button.addEventListener("click", () => use(copy));
    const time = new Date(copy.at).toLocaleString(document.documentElement.lang, { timeStyle: "short", dateStyle: "medium" });
    line.replaceChildren(line.dataset.keptEarlier.replace("%s", time), " ", button);
  }

  function putBack() {
    const copy = copyAt(place);
    if (copy && copy.held?.includes(typed(form))) {
      use(copy);
      return;
    }
    if (copy) {
      localStorage.setItem(earlier, JSON.stringify(copy));
      localStorage.removeItem(place);
    }
    const older = copyAt(earlier);
    if (older) {
      offer(older);
    }
  }

  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => {
    leaving = true;
    window.clearTimeout(timer);
    keepHere();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("pagehide", () => {
    if (changed) {
      send();
    }
  });
  if (form.hasAttribute("data-keep-now")) {
    note();
  } else {
    putBack();
  }
}

if (form) {
  keeper(form);
}
