// The history: back to the document by a key, and from page to page.
import { forPage, turnList } from "./common.js";

document.addEventListener("keydown", (event) => {
  if (!forPage(event)) return;
  if (event.key === "Escape") document.getElementById("back").click();
  else if (event.key === "[") turnList("prev");
  else if (event.key === "]") turnList("next");
});
