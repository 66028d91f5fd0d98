// @ts-check
/** Single keys for what the page's buttons and links do. Without this script all of them work by themselves. */

const legend = document.getElementById("keys");
if (legend) legend.hidden = false;
for (const hint of document.querySelectorAll("kbd.key")) hint.removeAttribute("hidden");

document.addEventListener("keydown", (event) => {
    const place = event.target;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (place instanceof HTMLInputElement) {
        if (event.key === "Escape") place.blur();
        return;
    }
    for (const aim of document.querySelectorAll("[data-key]")) {
        if (!(aim instanceof HTMLElement) || aim.dataset.key !== event.key.toLowerCase()) continue;
        event.preventDefault();
        if (aim instanceof HTMLInputElement) {
            aim.focus();
            aim.select();
        } else {
            aim.click();
        }
        return;
    }
});
