// Makes photos smaller beside the page: {id, bytes, mime, longest} in, {id, bytes or null} out.
import { QUALITY, drawOn, fitted } from "./drawing.js";

addEventListener("message", async ({ data: { id, bytes, mime, longest } }) => {
  try {
    const smaller = await shrunk(new Blob([bytes], { type: mime }), longest);
    postMessage({ id, bytes: smaller }, [smaller]);
  } catch {
    postMessage({ id, bytes: null });
  }
});

async function shrunk(blob, longest) {
  const image = await createImageBitmap(blob, { imageOrientation: "from-image" });
  const { width, height } = fitted(image, longest);
  const canvas = new OffscreenCanvas(width, height);
  drawOn(canvas, image);
  image.close();
  return (await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY })).arrayBuffer();
}
