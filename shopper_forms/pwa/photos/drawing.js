// How a photo is made smaller, in the worker and on the page alike.

export const LONGEST = 1600;
export const QUALITY = 0.8;

/** {width, height} in whole pixels, the longer at most `longest`; never larger than it is. */
export function fitted({ width, height }, longest = LONGEST) {
  const scale = Math.min(1, longest / Math.max(width, height));
  const pixels = (side) => Math.max(1, Math.round(side * scale));
  return { width: pixels(width), height: pixels(height) };
}

/** Draws an image over the whole canvas; what is transparent becomes paper, as JPEG knows none. */
export function drawOn(canvas, image) {
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
}
