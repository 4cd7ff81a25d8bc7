// Everything works without this file; it only makes some parts kinder to use.
import { initAll } from "./govuk-frontend.min.js";
import "./keep.js";

initAll();

// A page that waits for the portal's work looks again by itself, and is opened anew once the work is done.
const waiting = document.querySelector("[data-look-again]");

async function lookAgain() {
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.querySelector("[data-look-again]");
    if (!news) {
      window.location.reload();
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
