// The page's picture: zoom, pan, the place under the cursor outlined and enlarged.

const LENS_HEIGHT = 84;
let zoom = 1;

const get = (id) => document.getElementById(id);

export function zoomed(by) {
  zoom = by === 0 ? 1 : Math.min(Math.max(zoom * by, 0.5), 6);
  apply();
  center();
}

function apply() {
  const sheet = get("sheet");
  if (sheet) sheet.style.width = zoom === 1 ? "" : `calc(${zoom * 100}% - 20px)`;
}

// The place in the middle of the view, where it is not seen.
export function center() {
  const rect = document.querySelector("#boxes rect.here");
  const view = get("view");
  if (!rect || !view) return;
  const box = rect.getBoundingClientRect();
  const frame = view.getBoundingClientRect();
  if (box.top < frame.top + 20 || box.bottom > frame.bottom - 20) view.scrollTop += box.top - frame.top - frame.height / 2;
  if (box.left < frame.left + 10 || box.right > frame.right - 10) view.scrollLeft += box.left - frame.left - frame.width / 2;
}

// The place as large as the lens allows, with what stands beside it.
export function enlarge(panel) {
  const image = get("lens");
  const work = get("work");
  if (!image || !panel.dataset.box) return;
  const [x0, y0, x1, y1] = panel.dataset.box.split(" ").map(Number);
  const wide = image.parentElement.clientWidth;
  const scale = Math.min(LENS_HEIGHT / ((y1 - y0) * 1.9), wide / ((x1 - x0) * 1.3), 5.5);
  const left = wide / 2 - ((x0 + x1) / 2) * scale;
  const top = LENS_HEIGHT / 2 - ((y0 + y1) / 2) * scale;
  image.style.width = `${work.dataset.width * scale}px`;
  image.style.transform = `translate(${left}px, ${top}px)`;
  image.onload = () => image.classList.add("placed");
  image.src = work.dataset.picture;
  const frame = image.nextElementSibling;
  frame.style.left = `${x0 * scale + left - 3}px`;
  frame.style.top = `${y0 * scale + top - 3}px`;
  frame.style.width = `${(x1 - x0) * scale + 6}px`;
  frame.style.height = `${(y1 - y0) * scale + 6}px`;
}

// The picture of a page, fetched before it is asked for.
export function fetchAhead(page) {
  const work = get("work");
  new Image().src = work.dataset.picture.replace(/\/\d+-page\.png$/, `/${page}-page.png`);
}

export function prepare() {
  apply();
  const view = get("view");
  const image = get("picture");
  image.addEventListener("error", () => {
    const note = document.createElement("p");
    note.className = "missing";
    note.textContent = image.dataset.missing;
    image.replaceWith(note);
  });
  let from = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || event.target.closest(".drawing")) return;
    from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop, moved: false };
  });
  view.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (!from.moved && Math.hypot(dx, dy) < 4) return;
    from.moved = true;
    view.classList.add("panning");
    view.scrollLeft = from.left - dx;
    view.scrollTop = from.top - dy;
  });
  for (const name of ["pointerup", "pointerleave"]) {
    view.addEventListener(name, () => {
      from = null;
      view.classList.remove("panning");
    });
  }
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomed(event.deltaY < 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  get("zoom-in").addEventListener("click", () => zoomed(1.3));
  get("zoom-out").addEventListener("click", () => zoomed(1 / 1.3));
  get("zoom-fit").addEventListener("click", () => zoomed(0));
}
