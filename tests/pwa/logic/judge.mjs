// Judges one form a line: {document, answers, photos, outcome} in, what the phone would say out.

import { createInterface } from "node:readline";

import {
  isMiss,
  needs,
  parseDocument,
  parseJson,
  progress,
  validate,
  visibility,
} from "../../../shopper_forms/pwa/logic/index.js";

const pairs = (findings) => findings.map(({ loc, code }) => [loc, code]);

for await (const line of createInterface({ input: process.stdin })) {
  const { document, answers: text, photos, outcome } = JSON.parse(line);
  const doc = parseDocument(document);
  const answers = parseJson(text);
  console.log(JSON.stringify(doc && judged(doc, answers, photos, outcome)));
}

function judged(doc, answers, photos, outcome) {
  const { errors, warnings, reviews } = validate(doc, answers, photos, { outcome });
  const codes = doc.questions.map(({ code }) => code);
  const { done, total } = progress(doc, answers, photos, { outcome });
  codes.forEach((code) => needs(doc, code, answers));
  return {
    visibility: Object.entries(visibility(doc, answers)),
    errors: pairs(errors),
    warnings: pairs(warnings),
    reviews: pairs(reviews),
    misses: codes.filter((code) => isMiss(doc, code, answers)),
    is_done: done === total,
  };
}
