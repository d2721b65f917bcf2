// What all pages share: the token that each change tells, and what is said when something fails.

const told = () => document.getElementById("told");
let hiding = 0;

export function tell(text) {
  const place = told();
  place.textContent = text;
  place.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => place.classList.remove("shown"), 5000);
}

export const csrf = () => document.querySelector("meta[name=csrf]")?.content ?? "";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = csrf();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "told") {
    clearTimeout(hiding);
    hiding = setTimeout(() => told().classList.remove("shown"), 5000);
  }
});
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.failed));
document.addEventListener("htmx:responseError", (event) => {
  tell(event.detail.xhr.status === 403 ? document.body.dataset.old : document.body.dataset.failed);
});
document.querySelector(".who input")?.addEventListener("change", (event) => event.target.form.submit());

// From elsewhere the list is found again as it was left.
const LIST = "list";
export const keepList = () => sessionStorage.setItem(LIST, location.search);
for (const link of document.querySelectorAll("a.home")) link.search = sessionStorage.getItem(LIST) ?? "";

// The list's page before, or the next one.
export function turnList(way) {
  const link = document.querySelector(`.pager a[rel=${way}]`);
  link?.click();
  return Boolean(link);
}

// Whether a key is meant for the page: not while a field takes it.
export function forPage(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  return !event.target.closest("input, select, textarea, [contenteditable], dialog[open]");
}
