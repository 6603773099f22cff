// Gives each number of the membrane's form a slider beside it. Concentrations and permeabilities
// span decades, so theirs are logarithmic. The form itself is sent by htmx; without scripts it
// has its numbers and a button.
"use strict";

const STEPS = 1000;
const PAUSE = 60; // milliseconds between two looks at a slider that moves
const LEAST = 1e-3; // where a logarithmic slider that may reach 0 begins

function scaleOf(number, logarithmic) {
  const low = Number(number.min);
  const high = Number(number.max);
  if (!logarithmic) {
    const whole = number.step === "1";
    return {
      toSlider: (value) => ((value - low) / (high - low)) * STEPS,
      toNumber: (place) => {
        const value = low + ((high - low) * place) / STEPS;
        return whole ? Math.round(value) : Math.round(value * 2) / 2;
      },
    };
  }
  const first = Math.log(low > 0 ? low : LEAST);
  const last = Math.log(high);
  return {
    toSlider: (value) =>
      value <= 0 ? 0 : Math.max(0, ((Math.log(value) - first) / (last - first)) * STEPS),
    toNumber: (place) =>
      Number(place) === 0 && low === 0
        ? 0
        : Number(Math.exp(first + ((last - first) * place) / STEPS).toPrecision(3)),
  };
}

function addSlider(dial) {
  const number = dial.querySelector("input[type=number]");
  const scale = scaleOf(number, "log" in dial.dataset);
  const slider = document.createElement("input");
  slider.type = "range";
  slider.min = 0;
  slider.max = STEPS;
  slider.step = number.step === "1" ? STEPS / (number.max - number.min) : 1;
  slider.setAttribute("aria-label", dial.querySelector("label").textContent);
  const tell = () => {
    const unit = dial.querySelector(".unit").textContent;
    slider.setAttribute("aria-valuetext", `${number.value} ${unit}`.trim());
  };
  const follow = () => {
    slider.value = scale.toSlider(Number(number.value));
    tell();
  };
  slider.addEventListener("input", () => {
    number.value = scale.toNumber(slider.value);
    tell();
  });
  number.addEventListener("input", follow);
  follow();
  dial.append(slider);
}

// Has the form sent while something moves: now and then, and always when it has come to rest.
function follow(form) {
  let resting = true;
  let moved = false;
  const send = () => {
    moved = false;
    resting = false;
    htmx.trigger(form, "moved");
    setTimeout(() => {
      resting = true;
      if (moved) send();
    }, PAUSE);
  };
  form.addEventListener("input", () => {
    moved = true;
    if (resting) send();
  });
}

document.querySelectorAll("#membrane .dial").forEach(addSlider);
follow(document.getElementById("membrane"));
document.getElementById("update").hidden = true;

// The links that set the potential work without this; with it, the page stays where it is.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-potential]");
  if (link === null) return;
  event.preventDefault();
  const number = document.getElementById("V");
  number.value = link.dataset.potential;
  number.dispatchEvent(new Event("input", { bubbles: true }));
});
