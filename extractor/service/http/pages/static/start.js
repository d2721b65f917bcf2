// The start page: files dropped or chosen, their progress, and the list by keyboard.
import { csrf, forPage, keepList, tell, turnList } from "./common.js";

const drop = document.getElementById("drop");
const field = document.getElementById("file");
const rows = () => document.getElementById("rows");

async function handIn(files) {
  for (const file of files) {
    if (file.size > Number(drop.dataset.most) * 1048576) {
      tell(drop.dataset.tooLarge.replace("{name}", file.name));
      continue;
    }
    const form = new FormData();
    form.append("file", file);
    form.append("password", document.getElementById("password").value);
    const answer = await fetch("/documents", { method: "POST", body: form, headers: { "X-CSRF-Token": csrf() } });
    if (answer.ok) show(await answer.text());
    else tell((await problem(answer)) || document.body.dataset.failed);
  }
}

async function problem(answer) {
  try {
    const said = await answer.text();
    return said.startsWith("{") ? JSON.parse(said).detail : said;
  } catch {
    return "";
  }
}

function show(html) {
  const shell = document.createElement("template");
  shell.innerHTML = html;
  const row = shell.content.querySelector("tr");
  const same = document.getElementById(row.id);
  if (same) same.replaceWith(row);
  else rows().prepend(row);
  rows().querySelector(".none")?.remove();
  for (const id of ["frame", "filter"]) document.getElementById(id).hidden = false;
  drop?.classList.remove("empty");
  drop?.querySelectorAll("h2, .steps").forEach((part) => part.remove());
  htmx.process(row);
}

field?.addEventListener("change", async () => {
  await handIn([...field.files]);
  field.value = "";
});
for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    if (!drop || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    document.body.classList.toggle("over", name === "dragover");
    if (name === "drop") handIn([...event.dataTransfer.files]);
  });
}

const events = new EventSource("/progress");
events.addEventListener("message", async (event) => {
  const { id, state, done, pages } = JSON.parse(event.data);
  const row = document.getElementById(`d-${id}`);
  if (!row) return;
  if (state === "queued" || state === "running") {
    const bar = row.querySelector("progress");
    if (!bar) return;
    if (pages) {
      bar.max = pages;
      bar.value = done;
      row.querySelector(".done").textContent = `${done} / ${pages}`;
    }
  } else if ("open" in row.dataset) {
    const answer = await fetch(`/documents/${id}/row`);
    if (answer.ok) show(await answer.text());
  }
});
addEventListener("pagehide", () => events.close());

// Pages of the list: fetched in its place; the cursor goes on where it was heading.
let heading = 0;
const links = () => [...rows().querySelectorAll(".open")];

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-page]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  htmx.ajax("GET", link.getAttribute("href"), { target: "#frame", swap: "outerHTML" }).then(() => {
    history.replaceState(null, "", link.getAttribute("href"));
    keepList();
    links().at(heading)?.focus();
    heading = 0;
  });
});
document.addEventListener("htmx:replacedInHistory", keepList);
keepList();

function step(by) {
  const all = links();
  const to = all.indexOf(document.activeElement) + by;
  if (to >= 0 && to < all.length) return all[to].focus();
  heading = by < 0 ? -1 : 0;
  if (!turnList(by < 0 ? "prev" : "next")) heading = 0;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.id === "search") event.target.blur();
  if (!forPage(event)) return;
  if (event.key === "j" || event.key === "ArrowDown") step(1);
  else if (event.key === "k" || event.key === "ArrowUp") step(-1);
  else if (event.key === "[") turnList("prev");
  else if (event.key === "]") turnList("next");
  else if (event.key === "/") document.getElementById("search").focus();
  else if (event.key === "a") field?.click();
  else return;
  event.preventDefault();
});
// From here on files are taken; what waits for that, such as a test, sees it.
document.body.dataset.ready = "";
