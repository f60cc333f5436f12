// Funnel and table share one selection without a new page; without this file both are links.

const ring = document.getElementById("ring");

const choose = (code, move) => {
  const mark = document.querySelector(`.funnel [data-place="${CSS.escape(code)}"]`);
  for (const row of document.querySelectorAll("tr.chosen")) row.classList.remove("chosen");
  const row = document.querySelector(`tr[data-place="${CSS.escape(code)}"]`);
  row.classList.add("chosen");
  const box = mark.firstElementChild.getBBox();
  ring.setAttribute("cx", box.x + box.width / 2);
  ring.setAttribute("cy", box.y + box.height / 2);
  ring.setAttribute("visibility", "visible");
  if (move) row.scrollIntoView({ block: "nearest" });
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".funnel a, a.shape");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const code = link.closest("[data-place]").dataset.place;
  if (!document.querySelector(`tr[data-place="${CSS.escape(code)}"]`)) return; // on another page
  event.preventDefault();
  choose(code, !link.classList.contains("shape"));
  history.replaceState(null, "", link.getAttribute("href"));
});
