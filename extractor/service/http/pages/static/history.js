// The history: back to the document by a key.
import { forPage } from "./common.js";

document.addEventListener("keydown", (event) => {
  if (forPage(event) && event.key === "Escape") document.getElementById("back").click();
});
