// A photo as a picture: from this phone, else from the server, else in words.
import { h } from "../ui/dom.js";
import { t } from "../ui/words.js";

/**
 * {node, leave()} of a photo of a visit; `size` full or thumb is what the server is asked for. It
 * is read when it comes into view, and its memory given back as soon as it is drawn.
 */
export function pictureOf(app, visit, id, size) {
  const node = h("span", { class: "picture" });
  let address = null;
  let isLeft = false;
  const give = () => {
    if (address) URL.revokeObjectURL(address);
    address = null;
  };
  const near = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    near.disconnect();
    draw().catch(() => inWords("photo.not_here"));
  }, { rootMargin: "300px" });
  near.observe(node);

  async function draw() {
    const row = await app.store.photo(id);
    const own = row?.bytes && new Blob([row.bytes], { type: row.mime });
    const blob = own ?? (await fromServer(app, visit, id, size));
    if (isLeft) return;
    if (!blob) return inWords("photo.not_here");
    address = URL.createObjectURL(blob);
    const image = h("img", { src: address, alt: "" });
    image.addEventListener("load", give);
    image.addEventListener("error", () => { give(); inWords("photo.no_picture"); });
    node.replaceChildren(image);
  }

  function inWords(key) {
    node.textContent = t(key);
  }

  return {
    node,
    leave() {
      isLeft = true;
      near.disconnect();
      give();
    },
  };
}

/** A small one that is not made yet is asked for whole. */
async function fromServer(app, visit, id, size) {
  const reply = await fetch(`/api/v1/visits/${visit}/photos/${id}?size=${size}`, {
    credentials: "same-origin",
    headers: { "X-Person": app.person.id },
  }).catch(() => null);
  const isImage = reply?.headers.get("Content-Type")?.startsWith("image/");
  if (reply?.ok && isImage) return reply.blob();
  return reply?.status === 503 && size === "thumb" ? fromServer(app, visit, id, "full") : null;
}
