// Puts what a mailed link holds behind its # into the form. Without it the reader pastes the link.
const held = document.querySelector("[data-held]");
if (held && location.hash.length > 1) {
  held.value = location.hash.slice(1);
  held.closest(".field").hidden = true;
  history.replaceState(null, "", location.pathname);
}
