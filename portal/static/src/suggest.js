// Names of organisations are suggested while one is typed; without this the field is a plain one.
const PAUSE = 150;

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
          list.replaceChildren(...(await answer.json()).map((name) => new Option(name, name)));
        }
      } catch {
        // No suggestions then; the search itself is not touched.
      }
    }, PAUSE);
  });
}

document.querySelectorAll("input[data-suggest]").forEach(suggestFor);
