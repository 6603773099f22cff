"use strict";
// Reads a typed number with its unit, by the grammar of millivolt.quantities: nothing is worked
// out, and what can be read in two ways is refused. The units come from the page.
const readNumber = (() => {
  const MINUS = "\\-\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d";
  const SPACES = " \\t\\n\\r\u00a0\u2007\u2009\u202f\u2002\u2003\u2005\u2008\u200a";
  const S = `[${SPACES}]*`;
  const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
  const WORD = "(?:minus|negative|plus|positive)(?![\\p{L}\\p{Nl}\\p{No}])";
  const WHOLE = `[+${MINUS}]?[0-9]+`;
  const TEN = `10(?:${S}(?:\\^|\\*\\*)${S}(?:(${WHOLE})|[({]${S}(${WHOLE})${S}[)}])|([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))`;
  const TIMES_TEN = `${S}[×x*·⋅∙•]${S}`;
  const NAME = "[\\p{L}\\p{Nl}\\p{No}][\\p{L}\\p{N}_{}()^+\\-⁺⁻]*";
  const GROUPED = (mark) => new RegExp(`^[1-9][0-9]{0,2}(?:${mark === "." ? "\\." : mark}[0-9]{3})+$`, "u");

  // Patterns that are tried where the reading stands.
  const here = (source, flags = "") => new RegExp(source, `uy${flags}`);
  const SPACE = here(S);
  const LABEL = here(`(?:${NAME}|\\[${NAME}\\][\\p{L}\\p{N}_{}]*)?${S}[=:≈≃≅]${S}`);
  const ABOUT = here(`(?:[~∼≈≃≅]|(?:about|around|roughly|approximately|approx\\.?|circa|ca\\.?)(?![A-Za-z]))${S}`, "i");
  const SIGN = here(`(${WORD}|[+${MINUS}])[${SPACES}]*`, "i");
  const POWER_OF_TEN = here(TEN);
  const BODY = here(`[.,]?[0-9]+(?:[.,'’_]?[0-9]+|[${SPACES}](?![0-9]*1${S}/)[0-9]+)*(?:\\.(?![0-9.]))?`);
  const E = here(`[eE](${WHOLE})`);
  const TIMES = here(TIMES_TEN + TEN);
  const UNCLEAR = [
    here(`${TIMES_TEN}10[${MINUS}][0-9]+`),
    here(`[${SPACES}]+[eE][+${MINUS}]?[0-9]+`),
  ];
  const UNCLEAR_TEN = here(`10[${MINUS}][0-9]{1,2}(?![0-9.,])`);
  const LAST_DIGITS = here("\\([0-9]{1,3}\\)");
  const SPREAD = `±|\\+${S}/${S}[${MINUS}]|\\+[${MINUS}]`;

  const SEVERAL = new RegExp(`(?:^|[${SPACES}])(?:to|and|or)[${SPACES}]|\\.\\.|[,;&…]|^${S}(?:–|-${S}[${MINUS}])${S}[${MINUS}]?${S}[0-9]`, "u");
  const ARITHMETIC = new RegExp(`^${S}(?:[+${MINUS}^${RAISED}]|\\*\\*|[*/×·⋅(]${S}[0-9])`, "u");
  const TIMES_UNIT = new RegExp(`^${S}[*·⋅×]${S}`, "u");
  const INVISIBLE = new RegExp(`(?![${SPACES}])[\\p{C}\\p{Z}]`, "u");

  class Unreadable extends Error {}
  const refuse = (message) => { throw new Unreadable(message); };
  const NO_NUMBER = "That cannot be read as a number with its unit. Write it like −12.3 or 1.5e-3, and the unit behind it.";
  const UNCLEAR_POWER = "That may be a power of ten or a subtraction. Write the power with ^ or with e.";

  // Superscripts and the signs of word processors, as plain characters.
  const plain = (text) => text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/gu, (c) => RAISED.indexOf(c)).replace(/⁺/g, "+").replace(new RegExp(`[⁻${MINUS}]`, "gu"), "-");
  // Ways to write a unit that make no difference, as in millivolt.practice.site.spellings.
  const SAME = [
    [new RegExp(`[${SPACES}]+`, "gu"), " "],
    [/ per /g, "/"],
    [/ ?(?:\*\*|\^) ?(?=[-({0-9])/g, ""],
    [/[({](-?[0-9]+)[)}]/g, "$1"],
    [/ ?([/()]) ?/g, "$1"],
    [/ ?[*·⋅×∙•] ?| /g, "·"],
    [/^\//, "1/"],
    [/^([^/()·-]+)-1$/, "1/$1"],
    [/^([^/()]*)·([^/()·-]+)-1$/, "$1/$2"],
    [/^([^/()]*)·([^/()·-]+)-([2-9])$/, "$1/$2$3"],
  ];
  const spelling = (unit) => SAME.reduce((text, [pattern, instead]) => text.replace(pattern, instead), unit.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/gu, (c) => RAISED.indexOf(c)).replace(/[⁻−]/g, "-").replace(/μ/g, "µ"));
  const trimmed = (text) => text.replace(new RegExp(`[${SPACES}]+$`, "u"), "");

  class Reading {
    constructor(text) { this.text = text; this.at = 0; }

    take(pattern) {
      pattern.lastIndex = this.at;
      const found = pattern.exec(this.text);
      if (found) this.at = pattern.lastIndex;
      return found;
    }

    // Brackets around all of it say nothing.
    unwrap() {
      this.take(SPACE);
      while (this.text[this.at] === "(" && this.closing() === this.text.length - 1) {
        this.text = trimmed(this.text.slice(0, -1));
        this.at += 1;
        this.take(SPACE);
      }
    }

    closing() {
      let depth = 0;
      for (let place = this.at; place < this.text.length; place++) {
        depth += (this.text[place] === "(") - (this.text[place] === ")");
        if (!depth) return place;
      }
      return -1;
    }

    // The power of ten behind a number.
    power() {
      const found = this.take(E) ?? this.take(TIMES);
      if (found) return whole(found.slice(1).find(Boolean));
      if (UNCLEAR.some((pattern) => this.take(pattern))) refuse(UNCLEAR_POWER);
      return 0;
    }

    numeral() {
      const sign = this.take(SIGN), ten = this.take(POWER_OF_TEN);
      const negative = sign && /^[^+p]/iu.test(sign[1]) ? "-" : "";
      if (ten) return { negative, digits: "1", power: whole(ten.slice(1).find(Boolean)) };
      if (this.take(UNCLEAR_TEN)) refuse(UNCLEAR_POWER);
      const body = this.take(BODY);
      if (!body) refuse(NO_NUMBER);
      return { negative, digits: decimal(body[0]), power: this.power() };
    }

    // A number, with what it leaves open in brackets: -89.1(2), (-89.1 ± 0.2)e-3.
    core() {
      if (this.text[this.at] !== "(") {
        const found = this.numeral();
        const spread = found.digits.includes(".") && this.take(LAST_DIGITS);
        if (spread) found.power += this.power();
        return { ...found, spread: Boolean(spread) };
      }
      this.at += 1;
      this.take(SPACE);
      const found = this.numeral();
      this.take(SPACE);
      const spread = this.take(here(SPREAD));
      if (spread) this.unsigned();
      this.take(SPACE);
      if (this.text[this.at] !== ")") refuse("Formulas are not worked out here. Write the result as one number.");
      this.at += 1;
      found.power += this.power();
      return { ...found, spread: Boolean(spread) };
    }

    // The number behind ±.
    unsigned() {
      this.take(SPACE);
      if (!/[0-9.,]/.test(this.text[this.at] ?? "")) refuse("What stands behind ± cannot be read. Write it like ± 0.2.");
      return this.numeral();
    }
  }

  function whole(text) {
    const number = plain(text);
    if (number.replace(/^[-+0]+/, "").length > 4) refuse("That number is too large or too small.");
    return Number(number);
  }

  // The digits with one decimal point at most, if there is only one way to read them.
  function decimal(body) {
    const marks = [...new Set(body.replace(/[0-9]/g, ""))];
    if (!marks.length) return body;
    if (marks.length === 1 && /[.,]/.test(marks[0])) {
      const [mark] = marks;
      const grouped = GROUPED(mark).test(body);
      if (body.split(mark).length > 2) return grouped ? body.replaceAll(mark, "") : refuse(NO_NUMBER);
      if (mark === "," && grouped) refuse("The comma can mean two things here. Write a decimal point, or no comma.");
      return body.replace(",", ".");
    }
    if (marks.length > 2) refuse(NO_NUMBER);
    // The mark that comes last is the decimal one; the other one groups thousands.
    const group = marks.find((mark) => !/[.,]/.test(mark)) ?? marks.reduce((a, b) => (body.lastIndexOf(a) < body.lastIndexOf(b) ? a : b));
    if (/[ \t\n\r]/.test(group)) refuse("That may be one number or two. Write one number without a space in it.");
    const point = marks.find((mark) => mark !== group) ?? ".";
    const at = /[.,]/.test(group) ? body.lastIndexOf(point) : body.indexOf(point);
    const [head, tail] = at < 0 ? [body, ""] : [body.slice(0, at), body.slice(at + 1)];
    if (!/[.,]/.test(point) || !GROUPED(group).test(head) || !/^[0-9]*$/.test(tail)) refuse(NO_NUMBER);
    return head.replaceAll(group, "") + (at < 0 ? "" : `.${tail}`);
  }

  function valued({ negative, digits, power }) {
    const [head, tail = ""] = digits.split(".");
    const figures = (head + tail).replace(/^0+/, "");
    const size = figures.length - 1 - tail.length + power;
    if (figures && Math.abs(size) > 250) refuse("That number is too large or too small.");
    return Number(`${negative}${head || "0"}.${tail || "0"}e${power}`);
  }

  // The scale and offset of the unit that is written in a text; null where there is none.
  function unitOf(typed, data) {
    if (SEVERAL.test(typed)) refuse("One value is asked for, and this looks like several.");
    if (ARITHMETIC.test(typed)) refuse("Formulas are not worked out here. Write the result as one number.");
    const times = TIMES_UNIT.exec(typed);
    const named = trimmed(times ? typed.slice(times[0].length) : typed.replace(new RegExp(`^${S}`, "u"), ""));
    if (!named && times) refuse(NO_NUMBER);
    if (!named) return null;
    const known = spelling(/^(?:\([^()[\]]*\)|\[[^()[\]]*\])$/.test(named) ? named.slice(1, -1) : named);
    if (Object.hasOwn(data.units, known)) return data.units[known];
    return refuse(`This page does not know that unit here. Try ${data.unit || "a number without a unit"}.`);
  }

  // The value in the unit that is asked for; throws Unreadable with a sentence for the student.
  function readNumber(typed, data) {
    if (typed.length > 120) refuse("That is too long to be one number with its unit.");
    if (INVISIBLE.test(typed)) refuse("There is an invisible character in the answer. Type it again instead of pasting it.");
    const reading = new Reading(trimmed(typed).replace(/([\p{L})])\.$/u, "$1"));
    reading.unwrap();
    if (reading.at >= reading.text.length) refuse("Type an answer first.");
    reading.take(LABEL);
    reading.take(ABOUT);
    reading.unwrap();
    const rest = reading.text.slice(reading.at);
    if (/^[<>≤≥≪≫]/.test(rest)) refuse("A value is asked for, not a bound.");
    if (Object.hasOwn(data.units, spelling(rest)) && rest) refuse("A number is missing before the unit.");
    const core = reading.core();
    const behind = reading.text.slice(reading.at), mark = new RegExp(SPREAD, "u").exec(behind);
    let unit;
    if (!mark) unit = unitOf(behind, data);
    else {
      if (core.spread) refuse("What stands behind ± cannot be read. Write it like ± 0.2.");
      unit = unitOf(behind.slice(0, mark.index), data);
      reading.at += mark.index + mark[0].length;
      valued(reading.unsigned());
      const own = reading.text.slice(reading.at);
      const spread = unit && new RegExp(`^${S}%${S}$`, "u").test(own) ? null : unitOf(own, data);
      unit ??= spread;
    }
    const number = valued(core);
    if (unit) return number * unit[0] + unit[1];
    return data.bare ? number : refuse("A unit is missing: write it behind the number.");
  }

  return Object.assign(readNumber, { Unreadable });
})();
