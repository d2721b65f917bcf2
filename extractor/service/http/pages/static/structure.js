// Structure put right on the picture: borders dragged or moved by keys, boxes drawn, the table read again.
import { csrf, tell } from "./common.js";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 1;
const get = (id) => document.getElementById(id);
let grid = null;
let forms = [];
let layer = null;

export const drawing = () => layer !== null && layer.isConnected;

export async function startDrawing() {
  const work = get("work");
  const bar = get("structure");
  if (!bar || drawing()) return;
  const answer = await fetch(`${work.dataset.base}/structure?page=${work.dataset.page}`);
  if (!answer.ok) return tell(document.body.dataset.failed);
  const told = await answer.json();
  forms = told.forms;
  const at = document.querySelector("#tables .here")?.closest(".grid")?.dataset.grid;
  grid = told.grids.find((each) => String(each.number) === at) ?? told.grids[0] ?? empty(work);
  offer(bar);
  bar.hidden = false;
  layer = document.createElementNS(SVG, "svg");
  layer.setAttribute("class", "drawing");
  layer.setAttribute("viewBox", `0 0 ${work.dataset.width} ${work.dataset.height}`);
  layer.setAttribute("preserveAspectRatio", "none");
  get("sheet").append(layer);
  layer.addEventListener("pointerdown", press);
  layer.addEventListener("keydown", keyed);
  bar.onsubmit = (event) => {
    event.preventDefault();
    readAgain(bar);
  };
  bar.onclick = (event) => act(event.target.closest("[data-draw]")?.dataset.draw);
  paint();
  bar.querySelector("select").focus();
}

function empty(work) {
  const [wide, high] = [Number(work.dataset.width), Number(work.dataset.height)];
  return { box: [wide * 0.1, high * 0.2, wide * 0.9, high * 0.5], columns: [], rows: [], form: "" };
}

function offer(bar) {
  const choice = bar.querySelector("select");
  while (choice.options.length > 1) choice.remove(1);
  for (const form of forms) choice.add(new Option(form.title, form.id));
}

function leave() {
  layer?.remove();
  layer = null;
  get("structure").hidden = true;
  get("view").focus();
}

function act(name) {
  if (name === "leave") leave();
  else if (name === "table") {
    grid = empty(get("work"));
    paint("side 0");
  } else if (name === "remove") remove(kept);
  else if (name === "column" || name === "row") add(name);
}

// A border in the middle of the widest gap.
function add(name) {
  const places = name === "column" ? grid.columns : grid.rows;
  const [first, last] = name === "column" ? [grid.box[0], grid.box[2]] : [grid.box[1], grid.box[3]];
  const all = [first, ...places, last].sort((a, b) => a - b);
  let at = 0;
  for (let index = 1; index < all.length - 1; index++) {
    if (all[index + 1] - all[index] > all[at + 1] - all[at]) at = index;
  }
  places.push((all[at] + all[at + 1]) / 2);
  paint(`${name} ${places.length - 1}`);
}

function remove(name) {
  const [kind, index] = (name ?? "").split(" ");
  if (kind !== "column" && kind !== "row") return;
  (kind === "column" ? grid.columns : grid.rows).splice(Number(index), 1);
  kept = "";
  paint();
  get("structure").querySelector("select").focus();
}

let kept = "";

function paint(focused) {
  layer.replaceChildren();
  const [x0, y0, x1, y1] = grid.box;
  const area = document.createElementNS(SVG, "rect");
  for (const [name, value] of Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 })) area.setAttribute(name, value);
  layer.append(area);
  grid.columns.forEach((x, index) => border(`column ${index}`, x, y0, x, y1));
  grid.rows.forEach((y, index) => border(`row ${index}`, x0, y, x1, y));
  [[x0, y0, x0, y1], [x0, y0, x1, y0], [x1, y0, x1, y1], [x0, y1, x1, y1]].forEach((ends, index) => border(`side ${index}`, ...ends));
  if (focused) layer.querySelector(`[data-name="${focused}"]`)?.focus();
}

function border(name, x0, y0, x1, y1) {
  const words = get("structure").querySelector("template").dataset;
  const [kind, index] = name.split(" ");
  const across = y0 === y1;
  for (const seen of [true, false]) {
    const line = document.createElementNS(SVG, "line");
    for (const [key, value] of Object.entries({ x1: x0, y1: y0, x2: x1, y2: y1 })) line.setAttribute(key, value);
    line.setAttribute("class", seen ? kind : `grip ${across ? "row" : "column"}`);
    if (!seen) {
      line.dataset.name = name;
      line.setAttribute("tabindex", "0");
      line.setAttribute("role", "slider");
      line.setAttribute("aria-label", `${words[kind]} ${Number(index) + 1}`);
      line.setAttribute("aria-orientation", across ? "vertical" : "horizontal");
      line.setAttribute("aria-valuemin", "0");
      line.setAttribute("aria-valuemax", across ? get("work").dataset.height : get("work").dataset.width);
      line.setAttribute("aria-valuenow", String(Math.round(across ? y0 : x0)));
      line.addEventListener("focus", () => (kept = name));
    }
    layer.append(line);
  }
}

function moved(name, by) {
  const [kind, index] = name.split(" ");
  if (kind === "side") grid.box[Number(index)] += by;
  else (kind === "column" ? grid.columns : grid.rows)[Number(index)] += by;
}

function keyed(event) {
  const name = event.target.dataset.name;
  if (event.key === "Escape") leave();
  else if (!name) return;
  else if (event.key === "Delete" || event.key === "Backspace") remove(name);
  else if (event.key === "Enter") get("structure").requestSubmit();
  else {
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!way) return;
    moved(name, way * STEP * (event.shiftKey ? 8 : 1));
    paint(name);
  }
  event.preventDefault();
  event.stopPropagation();
}

function place(event) {
  const box = layer.getBoundingClientRect();
  const work = get("work").dataset;
  return [((event.clientX - box.left) / box.width) * work.width, ((event.clientY - box.top) / box.height) * work.height];
}

// A border is dragged; on paper, a new box is drawn.
function press(event) {
  event.preventDefault();
  event.stopPropagation();
  const name = event.target.dataset?.name;
  let [x, y] = place(event);
  layer.setPointerCapture(event.pointerId);
  const from = [x, y];
  const move = (at) => {
    const [nx, ny] = place(at);
    if (name) {
      const [kind, index] = name.split(" ");
      const across = kind === "row" || (kind === "side" && Number(index) % 2 === 1);
      moved(name, across ? ny - y : nx - x);
    } else if (Math.hypot(nx - from[0], ny - from[1]) > 6) {
      grid = { box: [Math.min(from[0], nx), Math.min(from[1], ny), Math.max(from[0], nx), Math.max(from[1], ny)], columns: [], rows: [], form: "" };
    }
    [x, y] = [nx, ny];
    paint();
  };
  layer.addEventListener("pointermove", move);
  layer.addEventListener("pointerup", () => {
    layer?.removeEventListener("pointermove", move);
    if (name) layer.querySelector(`[data-name="${name}"]`)?.focus();
  }, { once: true });
}

async function readAgain(bar) {
  const button = bar.querySelector("[data-busy]");
  const said = button.textContent;
  button.textContent = button.dataset.busy;
  button.disabled = true;
  const values = {
    page: get("work").dataset.page,
    box: grid.box.map((side) => side.toFixed(2)).join(" "),
    rows: grid.rows.map((side) => side.toFixed(2)).join(" "),
    columns: grid.columns.map((side) => side.toFixed(2)).join(" "),
    form: bar.querySelector("select").value,
    csrf: csrf(),
  };
  try {
    await htmx.ajax("POST", bar.getAttribute("action"), { target: "#work", swap: "outerHTML", values });
  } finally {
    button.textContent = said;
    button.disabled = false;
  }
}

document.addEventListener("keydown", (event) => {
  if (drawing() && event.key === "Escape") leave();
});
