// Names of organisations are suggested while one is typed; without this the field is a plain one.
const PAUSE = 150;

// Browsers show only what holds the letters that were typed: a name found without its macrons, or by a former name,
// is shown after them.
function shown(name, typed) {
  return name.toLowerCase().includes(typed.trim().toLowerCase()) ? name : `${typed.trim()} → ${name}`;
}

function suggestFor(field) {
  const list = document.getElementById(field.getAttribute("list"));
  let waiting = 0;
  field.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(async () => {
      if (field.value.trim().length < 2) {
        list.replaceChildren();
        return;
      }
      try {
        const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(field.value)}`);
        if (answer.ok) {
          list.replaceChildren(...(await answer.json()).map((name) => new Option(shown(name, field.value), name)));
        }
      } catch {
        // No suggestions then; the search itself is not touched.
      }
    }, PAUSE);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggestFor);
