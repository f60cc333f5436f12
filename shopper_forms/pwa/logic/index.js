// The questionnaire's logic, the same as the server's: one door to the modules of this room.

export { parseDocument } from "./document.js";
export { visibility, visibleCodes } from "./conditions.js";
export { isMiss, needs, validate } from "./validation.js";
export { progress } from "./progress.js";
export { decimalText, numberOrNull, parseJson, typedNumber } from "./numbers.js";
