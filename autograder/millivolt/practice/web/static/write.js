// Makes boxes of several lines pleasant to write in: a new line of code keeps the indentation, and
// Ctrl+Enter checks the answer. Tab still leaves the box, so that no keyboard is caught in it.
"use strict";

document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key !== "Enter" || event.isComposing || !box.matches("textarea.entry")) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    box.form.requestSubmit();
    return;
  }
  if (!box.classList.contains("code")) return;
  const line = box.value.slice(0, box.selectionStart).split("\n").pop();
  const indentation = /^ */.exec(line)[0] + (/:\s*$/.test(line) ? "    " : "");
  if (!indentation) return;
  event.preventDefault();
  // The only way that can be undone with Ctrl+Z.
  document.execCommand("insertText", false, `\n${indentation}`);
});
