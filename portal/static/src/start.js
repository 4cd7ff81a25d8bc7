// Everything works without this file; it only makes some parts kinder to use.
import { initAll } from "./govuk-frontend.min.js";
import "./keep.js";
import "./suggest.js";

initAll();

// A page that the browser kept whole and shows again tells its address: what was chosen on it since is put back.
window.addEventListener("pageshow", (shown) => {
  if (shown.persisted) {
    document.querySelectorAll("form[method=get]").forEach((form) => form.reset());
  }
});

// A page that waits for the portal's work looks again by itself, and is opened anew once the work is done.
const waiting = document.querySelector("[data-look-again]");

// Where only a part of the page waited, that part alone is put in its place, and said.
function showDone(page) {
  const part = waiting.closest("section[id]");
  const fresh = part && waiting.dataset.done && page.getElementById(part.id);
  if (!fresh) {
    window.location.reload();
    return;
  }
  part.replaceWith(fresh);
  const said = fresh.querySelector("[data-news]");
  window.setTimeout(() => {
    said.textContent = waiting.dataset.done;
  }, 200);
}

async function lookAgain() {
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-look-again]");
    if (!news) {
      showDone(page);
      return;
    }
    if (news.innerHTML !== waiting.innerHTML) {
      waiting.innerHTML = news.innerHTML;
    }
  } catch {
    // Whatever stood in the way, the next look may get through.
  }
  window.setTimeout(lookAgain, 2000);
}

if (waiting) {
  window.setTimeout(lookAgain, 2000);
}

// A form that the busy register could not keep is sent again by itself, not by all who wait at the same moment.
const held = document.querySelector("[data-send-again]");

if (held) {
  const said = document.querySelector("[data-said]");
  said.textContent = said.dataset.said;
  window.setTimeout(() => held.requestSubmit(), 1000 * held.dataset.sendAgain * (1 + Math.random()));
}

// Where sentences are ticked as evidence, words selected with the pointer tick the sentences that they touch.
const choosing = document.querySelector(".choosing__text");

function tickSelected() {
  const selected = window.getSelection();
  if (!selected || selected.isCollapsed || !selected.toString().trim()) {
    return;
  }
  for (const label of choosing.querySelectorAll(".choosing__one label")) {
    if (selected.containsNode(label, true)) {
      label.control.checked = true;
    }
  }
}

if (choosing) {
  choosing.querySelectorAll("[data-scripted]").forEach((each) => {
    each.hidden = false;
  });
  choosing.addEventListener("mouseup", () => window.setTimeout(tickSelected));
}
