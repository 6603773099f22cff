"use strict";
// Judges answers on a page of the practice site. Everything it knows is locked: an answer is made
// into a word (the bin of a number, a letter), the word into a key, and the key opens a lock or
// does not. Web Crypto has no scrypt, and is missing on pages that came without TLS.
(() => {
  // SHA-256 (FIPS 180-4). Its constants are the fractions of the roots of primes.
  const PRIMES = [];
  for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((p) => n % p)) PRIMES.push(n);
  const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32);
  const ROUND = Uint32Array.from(PRIMES, (p) => fraction(Math.cbrt(p)));
  const START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
  const right = (x, n) => (x >>> n) | (x << (32 - n));

  function sha256(message) {
    const size = ((message.length + 72) >> 6) << 6;
    const padded = new Uint8Array(size);
    padded.set(message);
    padded[message.length] = 0x80;
    const words = new DataView(padded.buffer);
    words.setUint32(size - 8, Math.floor(message.length / 2 ** 29));
    words.setUint32(size - 4, message.length << 3);
    const state = Int32Array.from(START);
    const w = new Int32Array(64);
    for (let at = 0; at < size; at += 64) {
      for (let i = 0; i < 16; i++) w[i] = words.getInt32(at + 4 * i);
      for (let i = 16; i < 64; i++) {
        const a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + (right(a, 7) ^ right(a, 18) ^ (a >>> 3)) + w[i - 7] + (right(b, 17) ^ right(b, 19) ^ (b >>> 10));
      }
      let [a, b, c, d, e, f, g, h] = state;
      for (let i = 0; i < 64; i++) {
        const one = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + w[i]) | 0;
        const two = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
      }
      [a, b, c, d, e, f, g, h].forEach((x, i) => { state[i] += x; });
    }
    const out = new DataView(new ArrayBuffer(32));
    state.forEach((x, i) => out.setInt32(4 * i, x));
    return new Uint8Array(out.buffer);
  }

  function join(...pieces) {
    const whole = new Uint8Array(pieces.reduce((n, piece) => n + piece.length, 0));
    let at = 0;
    for (const piece of pieces) { whole.set(piece, at); at += piece.length; }
    return whole;
  }

  const big = (n) => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);

  // PBKDF2 with one round (RFC 8018), all that scrypt needs of it.
  function pbkdf2(password, salt, length) {
    const key = password.length > 64 ? sha256(password) : password;
    const inner = new Uint8Array(64).fill(0x36), outer = new Uint8Array(64).fill(0x5c);
    key.forEach((x, i) => { inner[i] ^= x; outer[i] ^= x; });
    const blocks = [];
    for (let i = 1; blocks.length * 32 < length; i++) {
      blocks.push(sha256(join(outer, sha256(join(inner, salt, big(i))))));
    }
    return join(...blocks).slice(0, length);
  }

  const left = (x, n) => (x << n) | (x >>> (32 - n));

  function salsa(b) {
    const x = Int32Array.from(b);
    const turn = (i, j, k, l) => {
      x[j] ^= left(x[i] + x[l], 7);
      x[k] ^= left(x[j] + x[i], 9);
      x[l] ^= left(x[k] + x[j], 13);
      x[i] ^= left(x[l] + x[k], 18);
    };
    for (let n = 0; n < 4; n++) {
      turn(0, 4, 8, 12); turn(5, 9, 13, 1); turn(10, 14, 2, 6); turn(15, 3, 7, 11);
      turn(0, 1, 2, 3); turn(5, 6, 7, 4); turn(10, 11, 8, 9); turn(15, 12, 13, 14);
    }
    for (let i = 0; i < 16; i++) b[i] += x[i];
  }

  function mixBlocks(b, r) {
    const y = new Int32Array(b.length), x = b.slice(-16);
    for (let i = 0; i < 2 * r; i++) {
      for (let k = 0; k < 16; k++) x[k] ^= b[16 * i + k];
      salsa(x);
      y.set(x, 16 * ((i >> 1) + (i & 1) * r));
    }
    b.set(y);
  }

  // scrypt (RFC 7914) with one lane.
  function scrypt(password, salt, n, r, length) {
    const bytes = pbkdf2(password, salt, 128 * r);
    const view = new DataView(bytes.buffer);
    const x = Int32Array.from({ length: 32 * r }, (_, i) => view.getInt32(4 * i, true));
    const v = new Int32Array(32 * r * n);
    for (let i = 0; i < n; i++) { v.set(x, 32 * r * i); mixBlocks(x, r); }
    for (let i = 0; i < n; i++) {
      const j = 32 * r * (x[32 * r - 16] & (n - 1));
      for (let k = 0; k < x.length; k++) x[k] ^= v[j + k];
      mixBlocks(x, r);
    }
    x.forEach((word, i) => view.setInt32(4 * i, word, true));
    return pbkdf2(password, bytes, length);
  }

  const decoded = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const key = (word, salt) => scrypt(new TextEncoder().encode(word), salt, 2 ** 13, 8, 32);

  // What a lock holds, or null: eight zeros stand in front of it.
  function opened(locked, keyed) {
    const plain = locked.slice();
    for (let at = 0, n = 0; at < plain.length; at += 32, n++) {
      sha256(join(keyed, big(n))).forEach((x, i) => { if (at + i < plain.length) plain[at + i] ^= x; });
    }
    return plain.subarray(0, 8).some((x) => x) ? null : new TextDecoder().decode(plain.subarray(8));
  }

  // The bins of a number, as in millivolt.checks.bins.
  function labels(bins, value) {
    if (!value && !bins.resolution) return ["0"];
    const sign = bins.resolution ? "" : value < 0 ? "-" : "+";
    const size = Math.abs(value), twice = 2 * bins.relative;
    let place;
    if (!bins.resolution) place = Math.log(size) / twice;
    else if (!bins.relative || size <= bins.resolution / bins.relative) place = value / (2 * bins.resolution);
    else place = Math.sign(value) * (1 + Math.log((size * bins.relative) / bins.resolution)) / twice;
    const hair = 2e-9 / bins.width;
    const at = [-hair, hair].map((h) => Math.floor(place / bins.width + h));
    return [...new Set(at)].map((n) => sign + n);
  }

  function words(form, data) {
    if (data.kind === "number") {
      const value = readNumber(form.elements.answer.value, data);
      return { value, words: labels(data.bins, value) };
    }
    const chosen = [...form.querySelectorAll("input:checked")].map((box) => box.value).join("");
    if (!chosen) throw new readNumber.Unreadable("Choose an answer first.");
    return { value: null, words: [chosen] };
  }

  // Everything that the locks say about an answer.
  function judged({ value, words: tried }, data) {
    const salt = decoded(data.salt), locks = data.locks.map(decoded), found = [];
    for (const word of tried) {
      const keyed = key(word, salt);
      for (const lock of locks) {
        const text = opened(lock, keyed);
        if (text !== null) found.push(...JSON.parse(text));
      }
    }
    return found.filter((one) => value === null || (one.low <= value && value <= one.high));
  }

  function told(place, kind, text, html) {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    place.replaceChildren(line);
    // What a lock held was written by the author of the exercise.
    if (html) place.append(Object.assign(document.createElement("p"), { innerHTML: html }));
  }

  function exercise(article) {
    const parts = [...article.querySelectorAll("[data-part]")].filter((part) => part.querySelector("form"));
    const place = article.querySelector("[data-solution]");
    const [button, shown] = [place.querySelector("button"), place.querySelector(".solution")];
    const solution = JSON.parse(place.querySelector("script").textContent);
    const secrets = parts.map(() => "");
    let tries = 0;

    function solve(word) {
      const text = opened(decoded(solution.lock), key(word, decoded(solution.salt)));
      if (text === null) return;
      const heading = Object.assign(document.createElement("h2"), { className: "small", textContent: "Worked solution" });
      shown.innerHTML = text;
      shown.prepend(heading);
      shown.hidden = false;
      button.hidden = true;
    }

    button.hidden = parts.length > 0;
    button.addEventListener("click", () => {
      solve(atob([...solution.reveal].reverse().join("")));
      shown.focus();
    });
    parts.forEach((part, number) => {
      const data = JSON.parse(part.querySelector("script").textContent);
      const reply = part.querySelector(".reply");
      part.querySelector("form").addEventListener("submit", (event) => {
        event.preventDefault();
        let answer;
        try {
          answer = words(event.target, data);
        } catch (problem) {
          if (!(problem instanceof readNumber.Unreadable)) throw problem;
          told(reply, "unread", "? " + problem.message);
          return;
        }
        told(reply, "", "Checking…");
        setTimeout(() => {
          const found = judged(answer, data), good = found.find((one) => one.right);
          part.classList.toggle("right", !!good);
          part.classList.toggle("wrong", !good);
          if (good) {
            told(reply, "right", "✓ Right.");
            secrets[number] = good.secret;
            if (secrets.every(Boolean)) solve(secrets.join("|"));
            return;
          }
          told(reply, "wrong", "✗ Not right yet.", found.map((one) => one.says).filter(Boolean).join(" "));
          tries += 1;
          if (tries >= solution.tries && shown.hidden) button.hidden = false;
        }, 20);
      });
    });
  }

  const variants = [...document.querySelectorAll("[data-variant]")];
  variants.forEach(exercise);
  const another = document.getElementById("another");
  if (another) {
    another.hidden = false;
    another.addEventListener("click", () => {
      const at = variants.findIndex((variant) => !variant.hidden);
      const next = variants[(at + 1) % variants.length];
      variants[at].hidden = true;
      next.hidden = false;
      next.tabIndex = -1;
      next.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    });
  }
})();
