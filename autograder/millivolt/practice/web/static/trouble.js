// Says so when a form could not be sent: the terminal may have ended the pages.
"use strict";

function tell(message) {
  const place = document.getElementById("trouble");
  place.textContent = message;
  place.hidden = false;
}

document.addEventListener("htmx:sendError", () =>
  tell("The practice server does not answer. Start it again in the terminal; what stands here is kept.")
);
document.addEventListener("htmx:responseError", (event) =>
  tell(
    event.detail.xhr.status === 413
      ? "That is too long for an answer. Nothing was changed."
      : "That could not be taken. Load this page again."
  )
);
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) document.getElementById("trouble").hidden = true;
});
