// What can be done with a visit in the outbox; nothing here deletes anything.
import { h } from "../ui/dom.js";
import { makeRecovery } from "../sync/recovery.js";

/** {send, signin, back, open, retake, retry, support, copy, receipt}: functions of (view, told). */
export function actionsOf(app) {
  const { store, sync, t } = app;
  const close = [{ label: t("close"), value: null }];
  const tell = (key) => app.dialog({ title: t(key), body: t("outbox.kept"), actions: close });
  const guarded = (act) => async (...given) => {
    try {
      await act(...given);
    } catch (error) {
      console.error(error);
      store.noteEvent("outbox", { code: error.code ?? error.name });
      await tell(TOO_LATE.includes(error.code) ? "outbox.back_late" : "outbox.failed");
    }
  };

  return {
    send: () => sync.poke("send"),
    signin: () => app.needSignIn(),
    back: guarded(async ({ item }) => {
      const draft = await store.takeBack(item.id);
      app.go(`#/${draft.outcome ? "outcome" : "report"}/${item.assignment}`);
    }),
    open: guarded(async ({ item }, { findings }) => {
      const draft = await store.reopen(item.id);
      const [first] = findings;
      if (first) app.go(`#/report/${item.assignment}/${encodeURIComponent(first.question)}`);
      else app.go(`#/${draft.outcome ? "outcome" : "report"}/${item.assignment}`);
    }),
    retake: guarded(async ({ item, photo_refusals: [first, ...others] }) => {
      const draft = await store.retakePhoto(item.id, first.photo);
      for (const { photo, question } of others) await store.removePhoto(draft.id, photo, question);
      const to = first.question === null ? "pocket" : "report";
      const at = first.question === null ? "" : `/${encodeURIComponent(first.question)}`;
      app.go(`#/${to}/${item.assignment}${at}`);
    }),
    retry: ({ item }) => sync.retryNow(item.id),
    support: guarded(async ({ item }) => {
      const { kind } = await sync.park(item.id);
      if (kind === "sign_in") app.needSignIn();
      else if (kind !== "ok") await tell("outbox.support_failed");
    }),
    copy: guarded(() => copy(app)),
    receipt: guarded(async (lines) => {
      await navigator.clipboard.writeText(lines.map((line) => line.join(": ")).join("\n"));
      app.say(t("outbox.receipt_copied"));
    }),
  };
}

const TOO_LATE = ["accepted", "unknown", "no_item"];

/** The file with all that waits, behind a link of its own: a tap on a link is always allowed. */
async function copy({ store, t, formats, dialog }) {
  const file = await makeRecovery(store);
  const href = URL.createObjectURL(file);
  const name = t("help.copy_name", { day: new Date().toISOString().slice(0, 10) });
  await dialog({
    title: t("outbox.copy"),
    body: h("div", { class: "stack" },
      h("p", { text: t("outbox.copy_body") }),
      h("a", {
        class: "button main wide", href, download: name,
        text: t("outbox.copy_save", { size: formats.bytes(file.size) }),
      })),
    actions: [{ label: t("close"), value: null, kind: "quiet" }],
  });
  URL.revokeObjectURL(href);
}
