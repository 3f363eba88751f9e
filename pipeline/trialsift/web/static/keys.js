// Keyboard: j and k walk along the items of the page's lists, Enter opens (the browser's own), / searches;
// any other single key presses the link or button that carries it as data-key, first within the item.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll("[data-list] [data-item]")];
  const target = (item) => item.querySelector("[data-open], a[href], button") || item;
  const here = () => document.activeElement && document.activeElement.closest("[data-item]");
  const remembered = () => {
    const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return place && place.closest("[data-item]");
  };
  const step = (by) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(here() || remembered());
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    target(next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  const press = (key) => {
    const item = here();
    const within = item && item.querySelector(`[data-key="${CSS.escape(key)}"]`);
    const found = within || document.querySelector(`[data-key="${CSS.escape(key)}"]:not([data-item] *)`);
    if (found) found.click();
    return Boolean(found);
  };
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest("input, textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1) return;
    if (writing && !["checkbox", "radio", "submit"].includes(writing.type)) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      search.focus();
    } else if (!press(event.key)) return;
    event.preventDefault();
  });
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.textContent = "Copied";
    });
  }
  addEventListener("load", () => {  // after the browser itself has gone to the place named in the address
    const place = remembered();
    if (place && document.body.classList.contains("worklist")) target(place).focus();
  });
})();
