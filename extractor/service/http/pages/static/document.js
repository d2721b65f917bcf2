// The document page: one cursor over table and picture, decisions by single keys.
import { forPage } from "./common.js";
import { drawing, startDrawing } from "./structure.js";
import { center, enlarge, fetchAhead, prepare, zoomed } from "./picture.js";

const get = (id) => document.getElementById(id);
const work = () => get("work");
const panel = () => get("panel");
const value = () => get("value");
const here = () => panel().dataset.spot;
const single = get("single-keys");
let asked = 0;
let shown = "";
// Decisions that the desk has not answered yet, and where to go when it has.
let sent = 0;
let leaving = "";

single.checked = localStorage.getItem("single-keys") !== "no";
single.addEventListener("change", () => localStorage.setItem("single-keys", single.checked ? "yes" : "no"));

// -- the cursor -----------------------------------------------------------------------------------------------

function to(spot) {
  if (!spot || spot === here()) return;
  mark(spot);
  htmx.ajax("GET", `${work().dataset.base}/spots/${spot}`, { target: "#panel", swap: "outerHTML" });
}

function mark(spot) {
  document.querySelectorAll(".here").forEach((each) => each.classList.remove("here"));
  document.querySelectorAll(`[data-spot="${CSS.escape(spot)}"]`).forEach((each) => {
    if (each.id !== "panel") each.classList.add("here");
  });
  const cell = document.querySelector(`#tables [data-spot="${CSS.escape(spot)}"]`);
  cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
  center();
}

// What a swap has brought: the cursor on it, enlarged, and in the address.
function arrived() {
  const told = panel();
  const page = work().dataset.page;
  let address = `${work().dataset.base}/pages/${page}`;
  if (told.dataset.spot) {
    mark(told.dataset.spot);
    enlarge(told);
    address += `?at=${told.dataset.spot}`;
    restoreDraft();
  }
  history.replaceState(null, "", address);
  badges();
}

function badges() {
  const left = new Map(get("counts").dataset.left.trim().split(" ").filter(Boolean).map((each) => each.split(":")));
  for (const link of document.querySelectorAll("#strip a")) {
    const count = left.get(link.dataset.page);
    const badge = link.querySelector(".badge");
    badge.hidden = !count;
    if (count) badge.querySelector(".count").textContent = count;
    if (link.dataset.page === work().dataset.page) {
      if (link.dataset.page !== shown) link.scrollIntoView({ block: "nearest" });
      shown = link.dataset.page;
      link.setAttribute("aria-current", "page");
    } else link.removeAttribute("aria-current");
  }
  const next = [...left.keys()].map(Number).find((page) => page > Number(work().dataset.page));
  if (next && next !== asked) fetchAhead((asked = next));
}

function turn(page) {
  if (page < 1 || page > Number(work().dataset.last)) return;
  htmx.ajax("GET", `${work().dataset.base}/pages/${page}`, { target: "#work", swap: "outerHTML" });
}

function follow(back) {
  const at = here() ? `&at=${here()}` : "";
  const url = `${work().dataset.base}/next?page=${work().dataset.page}${at}${back ? "&back=true" : ""}`;
  htmx.ajax("GET", url, { target: "#panel", swap: "outerHTML" });
}

function move(across, down) {
  const cell = document.querySelector("#tables .here");
  if (!cell) return to(document.querySelector("#tables [data-spot]")?.dataset.spot);
  const from = cell.getBoundingClientRect();
  const [x, y] = [from.left + from.width / 2, from.top + from.height / 2];
  let best = null;
  let least = Infinity;
  for (const other of document.querySelectorAll("#tables [data-spot]")) {
    if (other === cell) continue;
    const box = other.getBoundingClientRect();
    const along = across ? (box.left + box.width / 2 - x) * across : (box.top + box.height / 2 - y) * down;
    const off = across ? Math.max(box.top - y, y - box.bottom, 0) : Math.max(box.left - x, x - box.right, 0);
    const cost = along + off * 4;
    if (along > 2 && cost < least) [best, least] = [other, cost];
  }
  if (best) to(best.dataset.spot);
}

// -- decisions ------------------------------------------------------------------------------------------------

function decide(ruling) {
  if (sent || !here() || !document.querySelector("#panel [data-ruling]")) return;
  const text = value().value;
  const kind = ruling === "confirm" && text !== panel().dataset.value ? "correct" : ruling;
  sessionStorage.removeItem(`draft ${here()}`);
  htmx.ajax("POST", `${work().dataset.base}/spots/${here()}`, {
    target: "#panel",
    swap: "outerHTML",
    values: { ruling: kind, text, why: get("why").value, page: work().dataset.page },
  });
}

function act(name, values = {}) {
  htmx.ajax("POST", `${work().dataset.base}/${name}`, { target: "#panel", swap: "outerHTML", values });
}

document.addEventListener("htmx:beforeSend", (event) => {
  if (event.detail.requestConfig.verb !== "get") sent += 1;
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.requestConfig.verb !== "get") sent -= 1;
  if (!sent && leaving) location.assign(leaving);
});

const undo = () => act("undo", { page: work().dataset.page });

function draft(text) {
  const field = value();
  if (!field || field.readOnly) return;
  field.value = text;
  field.classList.toggle("draft", text !== panel().dataset.value);
  field.focus();
  keepDraft();
}

// What is typed and not yet kept outlives a reload.
function keepDraft() {
  const field = value();
  field.classList.toggle("draft", field.value !== panel().dataset.value);
  if (field.value === panel().dataset.value) sessionStorage.removeItem(`draft ${here()}`);
  else sessionStorage.setItem(`draft ${here()}`, field.value);
}

function restoreDraft() {
  const kept = sessionStorage.getItem(`draft ${here()}`);
  if (kept !== null && value()) draft(kept);
}

function take(number) {
  const other = document.querySelectorAll("#panel .alternative")[number - 1];
  if (!other) return false;
  draft(other.dataset.text);
  // The next digit is typed behind the key that chose it.
  value().dataset.chosenBy = String(number);
  return true;
}

// -- keys and pointers ----------------------------------------------------------------------------------------

const KEYS = {
  n: () => follow(false),
  p: () => follow(true),
  Enter: () => decide("confirm"),
  w: () => decide("as-printed"),
  x: () => decide("illegible"),
  u: undo,
  e: () => value()?.select(),
  r: () => get("why")?.focus(),
  ArrowLeft: () => move(-1, 0),
  ArrowRight: () => move(1, 0),
  ArrowUp: () => move(0, -1),
  ArrowDown: () => move(0, 1),
  "[": () => turn(Number(work().dataset.page) - 1),
  "]": () => turn(Number(work().dataset.page) + 1),
  PageUp: () => turn(Number(work().dataset.page) - 1),
  PageDown: () => turn(Number(work().dataset.page) + 1),
  i: () => zoomed(1.3),
  o: () => zoomed(1 / 1.3),
  f: () => zoomed(0),
  g: startDrawing,
  h: () => get("history").click(),
  "?": () => get("help").showModal(),
  S: () => get("sign")?.click(),
};

function inField(event) {
  const field = event.target;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    field.blur();
    decide("confirm");
  } else if (event.key === "Escape") {
    field.value = panel().dataset.value;
    keepDraft();
    field.blur();
  } else if (field.dataset.chosenBy && /^[0-9.,]$/.test(event.key)) {
    event.preventDefault();
    field.value = field.dataset.chosenBy + event.key;
    delete field.dataset.chosenBy;
    keepDraft();
  } else delete field.dataset.chosenBy;
}

// A reason goes with the decision that follows it: Enter confirms, and from outside the field any key decides.
function inReason(event) {
  if (!["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.target.blur();
  if (event.key === "Enter") decide("confirm");
}

document.addEventListener("keydown", (event) => {
  if (event.target.id === "value" && !event.isComposing) return inField(event);
  if (event.target.id === "why" && !event.isComposing) return inReason(event);
  if (!forPage(event) || !single.checked || drawing()) return;
  if (event.key === "Enter" && event.target.closest("a, button")) return;
  if (event.target.id === "view" && event.key.startsWith("Arrow")) return;
  if (/^[1-9]$/.test(event.key) && take(Number(event.key))) event.preventDefault();
  else if (/^[0-9.-]$/.test(event.key) && here()) {
    event.preventDefault();
    draft(event.key);
  } else if (KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
document.addEventListener("input", (event) => {
  if (event.target.id === "value") keepDraft();
});
document.addEventListener("change", (event) => {
  const naming = event.target.closest("#naming");
  if (naming && event.target.value) {
    htmx.ajax("POST", naming.getAttribute("action"), { target: "#panel", swap: "outerHTML", values: { choice: event.target.value } });
  }
});
document.addEventListener("submit", (event) => {
  if (["decide", "naming"].includes(event.target.id)) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const at = event.target;
  const button = at.closest("button");
  if (button?.dataset.ruling) decide(button.dataset.ruling);
  else if (button?.dataset.act === "undo") undo();
  else if (button?.dataset.act === "next") follow(false);
  else if (button?.classList.contains("beside")) to(button.dataset.spot);
  else if (button?.classList.contains("alternative")) draft(button.dataset.text);
  else if (button?.id === "sign") act("sign");
  else if (button?.id === "second") confirm(button.dataset.ask) && act("second");
  else if (button?.id === "structure-open") startDrawing();
  else if (button?.id === "help-open") get("help").showModal();
  else if (at.closest("#strip a")) {
    event.preventDefault();
    turn(Number(at.closest("#strip a").dataset.page));
  } else if (sent && at.closest("a[href]")) {
    event.preventDefault();
    leaving = at.closest("a[href]").href;
  } else if (at.closest("#boxes, #tables")) to(at.closest("[data-spot]")?.dataset.spot);
});

// Pointing at a place shows it on the other side, too.
document.addEventListener("pointerover", (event) => {
  const spot = event.target.closest("#boxes [data-spot], #tables [data-spot]")?.dataset.spot;
  document.querySelectorAll(".near").forEach((each) => each.classList.remove("near"));
  if (!spot) return;
  document.querySelectorAll(`[data-spot="${CSS.escape(spot)}"]`).forEach((each) => each.classList.add("near"));
  if (event.target.closest("#boxes")) {
    document.querySelector(`#tables [data-spot="${CSS.escape(spot)}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "work" || event.detail.elt?.id === "work") prepare();
  if (["work", "panel"].includes(event.detail.elt?.id) || ["work", "panel"].includes(event.detail.target?.id)) arrived();
});
addEventListener("resize", () => enlarge(panel()));
prepare();
arrived();
get("picture")?.addEventListener("load", center);
