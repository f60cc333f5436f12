// How large a photo becomes: never larger than it was, never less than a pixel.
import assert from "node:assert/strict";
import { test } from "node:test";

import { drawOn, fitted } from "../../../shopper_forms/pwa/photos/drawing.js";

test("the longer side becomes 1600", () => {
  assert.deepEqual(fitted({ width: 4000, height: 3000 }), { width: 1600, height: 1200 });
  assert.deepEqual(fitted({ width: 3000, height: 4000 }), { width: 1200, height: 1600 });
});

test("a smaller photo keeps its size", () => {
  assert.deepEqual(fitted({ width: 1600, height: 900 }), { width: 1600, height: 900 });
  assert.deepEqual(fitted({ width: 12, height: 8 }), { width: 12, height: 8 });
});

test("a strip keeps at least one pixel", () => {
  assert.deepEqual(fitted({ width: 16000, height: 3 }), { width: 1600, height: 1 });
});

test("another longest side can be asked for", () => {
  assert.deepEqual(fitted({ width: 4000, height: 2000 }, 1280), { width: 1280, height: 640 });
});

test("a photo is drawn over white paper", () => {
  const done = [];
  const pen = {
    fillRect: (...box) => done.push([pen.fillStyle, ...box]),
    drawImage: (...all) => done.push(all),
  };

  drawOn({ width: 4, height: 3, getContext: () => pen }, "image");

  assert.deepEqual(done, [["#fff", 0, 0, 4, 3], ["image", 0, 0, 4, 3]]);
  assert.equal(pen.imageSmoothingQuality, "high");
});
